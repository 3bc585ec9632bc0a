"""The register's markers: how many, about whom, and each story told."""

from datetime import timedelta

import pytest

from ppit_synthetic import (
    POPULATION_DAY,
    BondKind,
    Category,
    Dwelling,
    MarkerTruth,
    Measure,
    Sex,
    Story,
    Subject,
    index_markers,
    look_up,
    make_kent,
)
from tests.unit.synthetic.kents import kent_of

# Months, as the domain's list has them: hard maximum 12.
_REVIEW = {
    Category.WEAPONS: 3,
    Category.SEXUAL_RISK: 3,
    Category.STALKING: 3,
    Category.CUCKOOED_PREMISES: 3,
    Category.DANGEROUS_ANIMAL: 12,
    Category.HAZARDOUS_PREMISES: 12,
}


def _told(story: Story) -> list[MarkerTruth]:
    return [marker for marker in kent_of().markers if marker.story is story]


def test_eight_in_a_thousand_people_and_five_in_a_thousand_addresses_are_marked() -> None:
    kent = make_kent(2, 12_000)
    people = {marker.person_id for marker in kent.markers if marker.person_id}
    homes = [entry for entry in kent.gazetteer if entry.dwelling is not Dwelling.BLOCK]
    addresses = {marker.uprn for marker in kent.markers if marker.uprn}
    assert 0.0075 < len(people) / len(kent.people) < 0.0085
    assert 0.0045 < len(addresses) / len(homes) < 0.0055


def test_a_marker_follows_a_person_or_an_address_and_never_both() -> None:
    assert len(kent_of().markers) > 30
    for marker in kent_of().markers:
        is_person = marker.subject is Subject.PERSON
        assert (marker.person_id is not None, marker.uprn is None) == (is_person, is_person)
        assert (marker.recorded_name is not None) == is_person


def test_no_child_and_nobody_dead_is_marked() -> None:
    residents = look_up(kent_of()).residents
    marked = [residents[marker.person_id] for marker in kent_of().markers if marker.person_id]
    assert marked
    assert all(person.died is None for person in marked)
    assert all(person.born.year <= POPULATION_DAY.year - 18 for person in marked)


def test_no_marker_is_overdue_for_review_on_the_day_of_the_visits() -> None:
    assert len(kent_of().markers) > 30
    for marker in kent_of().markers:
        months = _REVIEW.get(marker.category, 6)
        age = kent_of().as_of - marker.incident_date
        assert timedelta(0) < age <= timedelta(days=28 * months)


def test_a_marker_asks_for_something_of_somebody_who_may_be_told() -> None:
    assert len(kent_of().markers) > 30
    for marker in kent_of().markers:
        assert marker.measures
        assert marker.modes
        assert {"WARDENS", "TRADING_STANDARDS"} & set(marker.audience)
        assert sorted(marker.measures, key=list(Measure).index) == list(marker.measures)


@pytest.mark.parametrize("story", Story)
def test_every_story_is_told(story: Story) -> None:
    assert len(_told(story)) >= 3


def test_the_man_no_woman_may_visit_alone_asks_for_that_and_nothing_else() -> None:
    residents = look_up(kent_of()).residents
    men = _told(Story.NOT_ALONE_IF_FEMALE)
    assert len(men) >= 3
    for marker in men:
        assert marker.measures == (Measure.NO_LONE_FEMALE_VISIT,)
        assert residents[marker.person_id or ""].sex is Sex.MALE


def test_of_one_who_moved_the_register_knows_the_old_address_only() -> None:
    truth = look_up(kent_of())
    moved = _told(Story.MOVED_HOUSE)
    assert len(moved) >= 3
    for marker in moved:
        stays = {stay.uprn: stay for stay in truth.stays[marker.person_id or ""]}
        assert stays[marker.recorded_uprn].moved_out is not None
        assert truth.home_of(marker.person_id or "") != marker.recorded_uprn


def test_of_one_who_married_the_register_knows_the_maiden_name() -> None:
    residents = look_up(kent_of()).residents
    married = _told(Story.MARRIED_SINCE)
    assert len(married) >= 3
    for marker in married:
        name = residents[marker.person_id or ""].name
        assert marker.recorded_name
        assert marker.recorded_name.family == name.former_family


@pytest.mark.parametrize(
    ("story", "kind"),
    [
        (Story.FATHER_OF_A_NAMESAKE, BondKind.FATHER_AND_SON),
        (Story.TWIN, BondKind.TWINS),
        (Story.SAME_NAME_SAME_BIRTHDAY, BondKind.SAME_NAME_SAME_BIRTHDAY),
    ],
)
def test_the_double_of_a_marked_person_has_no_marker(story: Story, kind: BondKind) -> None:
    of_person = index_markers(kent_of().markers).of_person
    double_of = {bond.first: bond.second for bond in kent_of().bonds if bond.kind is kind}
    doubles = [double_of[marker.person_id or ""] for marker in _told(story)]
    assert doubles
    assert not of_person.keys() & set(doubles)


@pytest.mark.parametrize(
    ("story", "dwelling"),
    [
        (Story.CARE_HOME_RESIDENT, Dwelling.CARE_HOME),
        (Story.SHARED_HOUSE, Dwelling.SHARED_HOUSE),
        (Story.CUCKOOED_FLAT, Dwelling.FLAT),
        (Story.DANGEROUS_DOG, Dwelling.HOUSE),
    ],
)
def test_a_story_of_a_place_stands_in_such_a_place(story: Story, dwelling: Dwelling) -> None:
    entries = look_up(kent_of()).entries
    assert {entries[marker.recorded_uprn].dwelling for marker in _told(story)} == {dwelling}
