"""The hard list and the two lists of one town: repeatable, hard in the ways they claim to be."""

from collections import Counter

import pytest

from ppit_synthetic.chronicle import Chronicle, make_chronicle
from ppit_synthetic.codes import Noise
from ppit_synthetic.paired_lists import CENSUS, SURVEY, PairedLists, make_census

PEOPLE = 600


@pytest.fixture(scope="module", params=list(Noise))
def noise(request: pytest.FixtureRequest) -> Noise:
    return Noise(request.param)


@pytest.fixture(scope="module")
def chronicle(noise: Noise) -> Chronicle:
    return make_chronicle(11, PEOPLE, noise)


@pytest.fixture(scope="module")
def lists(noise: Noise) -> PairedLists:
    return make_census(11, PEOPLE, noise)


def _missing(column: list[str | None]) -> float:
    return column.count(None) / len(column)


def test_the_same_seed_is_the_same_list(chronicle: Chronicle, noise: Noise) -> None:
    assert make_chronicle(11, PEOPLE, noise) == chronicle
    assert make_chronicle(12, PEOPLE, noise) != chronicle


def test_people_have_one_to_twenty_records_about_ten_each(chronicle: Chronicle) -> None:
    counts = Counter(chronicle.truth)
    assert set(counts) == set(range(PEOPLE))
    assert max(counts.values()) == 20
    assert min(counts.values()) == 1
    assert 9 < len(chronicle.truth) / PEOPLE < 11


def test_fields_are_missing_about_as_often_as_in_public_demonstration_sets(
    chronicle: Chronicle,
) -> None:
    columns = chronicle.columns()
    assert 0.15 < _missing(columns["dob"]) < 0.3
    assert 0.15 < _missing(columns["birth_place"]) < 0.3
    assert 0 < _missing(columns["surname"]) < 0.1
    assert not _missing(columns["full_name"])


def test_some_first_and_last_names_belong_to_several_people(chronicle: Chronicle) -> None:
    columns = chronicle.columns()
    people_of: dict[tuple[str | None, str | None], set[int]] = {}
    for given, family, person in zip(
        columns["first_name"], columns["surname"], chronicle.truth, strict=True
    ):
        people_of.setdefault((given, family), set()).add(person)
    assert sum(len(people) > 1 for people in people_of.values()) > 20


def test_the_truth_stands_in_no_column(chronicle: Chronicle) -> None:
    assert set(chronicle.columns()) == {
        "full_name",
        "first_name",
        "surname",
        "dob",
        "birth_place",
        "occupation",
        "postcode_fake",
        "gender",
    }


def test_either_list_holds_a_person_at_most_once(lists: PairedLists) -> None:
    sources = lists.columns["source_dataset"]
    assert max(Counter(zip(sources, lists.truth, strict=True)).values()) == 1
    assert set(sources) == {CENSUS, SURVEY}


def test_most_people_stand_in_both_lists_and_some_in_one(lists: PairedLists) -> None:
    counts = Counter(lists.truth)
    both = sum(count == 2 for count in counts.values())
    assert 0.85 < both / PEOPLE < 0.97


def test_a_few_fields_in_a_hundred_differ_between_the_lists(lists: PairedLists) -> None:
    families: dict[str, set[str | None]] = {}
    for person, family in zip(lists.truth, lists.columns["pername2"], strict=True):
        families.setdefault(person, set()).add(family)
    differing = sum(len(found) > 1 for found in families.values()) / len(families)
    assert 0.04 < differing < 0.16
