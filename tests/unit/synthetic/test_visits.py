"""The truth of every visit, worked out a second time from the records alone."""

from collections import Counter
from collections.abc import Iterable

import pytest

from ppit_synthetic import (
    Kent,
    Lookup,
    MarkerTruth,
    Measure,
    Noise,
    Sex,
    VisitCase,
    VisitKind,
    index_markers,
    look_up,
)
from tests.unit.synthetic.kents import kent_of

_FOR_ONE_ALONE = {Measure.NO_LONE_VISIT_ANY, Measure.VISIT_IN_PAIRS, Measure.NO_LONE_INTERVIEW}
_AT_A_DOOR = {"HOME_VISIT", "SITE_VISIT"}
pytestmark = pytest.mark.parametrize("noise", Noise)


def _of_kind(noise: Noise, *kinds: VisitKind) -> list[VisitCase]:
    return [visit for visit in kent_of(noise).visits if visit.kind in kinds]


def _asked(marker: MarkerTruth, visit: VisitCase) -> set[Measure]:
    if visit.audience not in marker.audience or visit.contact_mode not in marker.modes:
        return set()
    asked = set(marker.measures)
    if visit.contact_mode.value not in _AT_A_DOOR:
        asked.discard(Measure.REMAIN_ON_DOORSTEP)
    if visit.contact_mode.value not in {*_AT_A_DOOR, "OFFICE"}:
        asked -= {Measure.USE_LONE_WORKER_DEVICE, Measure.TELEPHONE_OR_LETTER_ONLY}
    if not visit.attending.lone:
        asked -= _FOR_ONE_ALONE
    if not visit.attending.lone or visit.attending.sexes != (Sex.FEMALE,):
        asked.discard(Measure.NO_LONE_FEMALE_VISIT)
    return asked


def _concerning(kent: Kent, truth: Lookup, visit: VisitCase) -> Iterable[MarkerTruth]:
    people = {*truth.living_at.get(visit.true_uprn or "", ()), *visit.person_ids}
    for marker in kent.markers:
        if marker.person_id in people or (marker.uprn and marker.uprn == visit.true_uprn):
            yield marker


def test_there_are_hundreds_of_visits_and_every_kind_among_them(noise: Noise) -> None:
    visits = kent_of(noise).visits
    assert len(visits) >= 600
    assert len({visit.case_id for visit in visits}) == len(visits)
    kinds = Counter(visit.kind for visit in visits)
    assert set(kinds) == set(VisitKind)
    assert min(kinds.values()) >= 15


def test_every_visit_expects_what_the_records_say(noise: Noise) -> None:
    kent = kent_of(noise)
    truth = look_up(kent)
    for visit in kent.visits:
        if visit.kind is VisitKind.UNRESOLVABLE_ADDRESS:
            continue
        asked = {m.marker_id: _asked(m, visit) for m in _concerning(kent, truth, visit)}
        expected = {marker_id: measures for marker_id, measures in asked.items() if measures}
        assert set(visit.expected_marker_ids) == set(expected)
        assert set(visit.expected_measures) == set().union(*expected.values())
        assert visit.at_risk == visit.must_not_read_clear == bool(expected)
    assert 300 < sum(visit.at_risk for visit in kent.visits) < 700


def test_a_register_can_know_whatever_a_visit_expects(noise: Noise) -> None:
    markers = index_markers(kent_of(noise).markers).by_id
    for visit in kent_of(noise).visits:
        for marker_id in visit.expected_marker_ids:
            marker = markers[marker_id]
            assert marker.recorded_uprn == visit.true_uprn or marker.person_id in visit.person_ids
    assert any(visit.expected_marker_ids for visit in kent_of(noise).visits)


def test_what_is_expected_is_not_also_merely_tolerated(noise: Noise) -> None:
    both = [
        set(visit.expected_marker_ids) & set(visit.tolerated_marker_ids)
        for visit in kent_of(noise).visits
        if visit.tolerated_marker_ids
    ]
    assert len(both) > 40
    assert not any(both)


def test_nothing_is_expected_or_tolerated_that_this_audience_may_not_see(noise: Noise) -> None:
    markers = index_markers(kent_of(noise).markers).by_id
    seen = 0
    for visit in kent_of(noise).visits:
        if visit.kind is not VisitKind.UNRESOLVABLE_ADDRESS:
            for marker_id in (*visit.expected_marker_ids, *visit.tolerated_marker_ids):
                assert visit.audience in markers[marker_id].audience
                assert visit.contact_mode in markers[marker_id].modes
                seen += 1
    assert seen > 500


def test_a_districts_officers_visit_their_own_area(noise: Noise) -> None:
    districts = [v for v in kent_of(noise).visits if v.audience.startswith("DISTRICT:")]
    assert districts
    assert all(visit.audience == f"DISTRICT:{visit.area_gss}" for visit in districts)


def test_a_double_is_never_confirmed_as_the_marked_one(noise: Noise) -> None:
    doubles = (VisitKind.TWIN, VisitKind.FATHER_AND_SON, VisitKind.SAME_NAME_STRANGER)
    visits = _of_kind(noise, *doubles)
    assert len(visits) >= 15
    for visit in visits:
        assert visit.must_not_confirm_ids
        assert not visit.confirmable_marker_ids


def test_only_a_named_persons_own_marker_may_be_confirmed(noise: Noise) -> None:
    markers = index_markers(kent_of(noise).markers).by_id
    assert sum(bool(visit.confirmable_marker_ids) for visit in kent_of(noise).visits) > 200
    for visit in kent_of(noise).visits:
        confirmable = {markers[m].person_id for m in visit.confirmable_marker_ids}
        others = {markers[m].person_id for m in visit.must_not_confirm_ids}
        assert confirmable <= set(visit.person_ids)
        assert not others & set(visit.person_ids)


def test_a_stranger_of_the_same_name_may_be_asked_about_but_is_not_at_risk(noise: Noise) -> None:
    visits = _of_kind(noise, VisitKind.SAME_NAME_STRANGER)
    assert len(visits) >= 15
    for visit in visits:
        assert not visit.at_risk
        assert set(visit.must_not_confirm_ids) <= set(visit.tolerated_marker_ids)


def test_a_woman_alone_is_at_risk_where_a_pair_is_not(noise: Noise) -> None:
    alone = _of_kind(noise, VisitKind.LONE_FEMALE)
    assert all(Measure.NO_LONE_FEMALE_VISIT in visit.expected_measures for visit in alone)
    assert not any(v.at_risk for v in _of_kind(noise, VisitKind.PAIR_TO_THE_SAME_MAN))


def test_a_control_has_nothing_to_find(noise: Noise) -> None:
    visits = _of_kind(noise, VisitKind.UNMARKED_CONTROL, VisitKind.NEIGHBOURING_FLAT)
    assert len(visits) >= 15
    for visit in visits:
        assert not visit.at_risk
        assert not visit.expected_marker_ids


def test_an_address_nobody_can_recognise_must_not_read_as_clear(noise: Noise) -> None:
    doors = {(*entry.lines, entry.town) for entry in kent_of(noise).gazetteer if entry.parent_uprn}
    visits = _of_kind(noise, VisitKind.UNRESOLVABLE_ADDRESS)
    assert len(visits) >= 15
    for visit in visits:
        assert visit.must_not_read_clear
        assert visit.true_uprn is None
        assert visit.address_lines not in doors


def test_somebody_who_moved_is_named_at_the_new_address(noise: Noise) -> None:
    markers = index_markers(kent_of(noise).markers).by_id
    visits = _of_kind(noise, VisitKind.MOVED_HOUSE)
    assert len(visits) >= 15
    for visit in visits:
        known = [markers[m] for m in visit.expected_marker_ids]
        assert any(m.person_id in visit.person_ids for m in known)
        assert all(
            m.recorded_uprn != visit.true_uprn for m in known if m.person_id in visit.person_ids
        )


def test_a_visit_names_as_many_people_as_it_means(noise: Noise) -> None:
    named = [visit for visit in kent_of(noise).visits if visit.people]
    assert len(named) > 300
    assert all(len(visit.people) == len(visit.person_ids) for visit in named)


def test_birthdays_are_wrong_where_the_kind_says_so_and_right_elsewhere(noise: Noise) -> None:
    residents = look_up(kent_of(noise)).residents
    wrong = {VisitKind.DAY_MONTH_SWAPPED, VisitKind.DATE_MISKEYED}
    assert len(_of_kind(noise, *wrong)) > 50
    for visit in kent_of(noise).visits:
        for person, person_id in zip(visit.people, visit.person_ids, strict=True):
            if person.date_of_birth:
                born = residents[person_id].born
                ways = {
                    born.isoformat(),
                    f"{born:%d/%m/%Y}",
                    f"{born.day}/{born.month}/{born.year}",
                }
                assert (person.date_of_birth not in ways) == (visit.kind in wrong)
