"""Lists of odd shapes: pairs and memory grow with the list, never with its square."""

from dataclasses import replace

import numpy as np
import pytest

from ppit_matching.linking.columns import read_columns
from ppit_matching.linking.keys import keys_of
from ppit_matching.linking.link import link
from ppit_matching.linking.pairs import (
    LEAST_BUDGET,
    MOST_SHARING,
    PAIRS_PER_RECORD,
    Candidates,
    candidate_pairs,
)
from ppit_matching.linking.texts import PeopleTexts
from tests.benchmarks.households import make_households

RECORDS = 20_000
KINDS = 16
PEOPLE = make_households(12, RECORDS).people


def one_surname() -> PeopleTexts:
    return replace(PEOPLE, family=["Smith"] * PEOPLE.records)


def one_name() -> PeopleTexts:
    return replace(one_surname(), given=["John"] * PEOPLE.records)


def one_address() -> PeopleTexts:
    lines = ["14 Mill Lane"] * PEOPLE.records, ["Deal"] * PEOPLE.records
    return replace(PEOPLE, address_lines=lines, postcode=["CT14 7AA"] * PEOPLE.records)


def a_thousand_times(records: int) -> PeopleTexts:
    """Write the same few records again and again."""
    few = records // 1000
    columns = (PEOPLE.given, PEOPLE.family, PEOPLE.date_of_birth, PEOPLE.postcode, PEOPLE.phone)
    given, family, born, postcode, phone = (
        [text for text in list(column or ())[:few] for _ in range(1000)] for column in columns
    )
    return PeopleTexts(
        few * 1000,
        given=given,
        family=family,
        date_of_birth=born,
        postcode=postcode,
        phone=phone,
    )


def looked_up(people: PeopleTexts) -> Candidates:
    columns = read_columns(people)
    return candidate_pairs(keys_of(columns), columns.records)


@pytest.mark.parametrize("people", [one_surname(), one_name(), one_address()])
def test_pairs_grow_with_the_list_whatever_all_records_share(people: PeopleTexts) -> None:
    found = looked_up(people)
    budget = max(LEAST_BUDGET, PAIRS_PER_RECORD * people.records)
    assert people.records < len(found.pairs) <= KINDS * budget
    assert sum(found.stop_keys.values()) > 0


@pytest.mark.parametrize("people", [one_surname(), one_address()])
def test_what_all_records_share_makes_nobody_one_person(people: PeopleTexts) -> None:
    short = replace(
        people,
        records=2000,
        given=list(people.given or ())[:2000],
        family=list(people.family or ())[:2000],
        date_of_birth=list(people.date_of_birth or ())[:2000],
        address_lines=tuple(list(line)[:2000] for line in people.address_lines),
        postcode=list(people.postcode or ())[:2000],
        phone=None,
        sex=None,
    )
    linkage = link(short)
    assert len(linkage.left) < 100 * short.records
    assert np.bincount(linkage.labels).max() < MOST_SHARING


def test_one_record_a_thousand_times_makes_no_pairs_and_is_said_to_be_too_many() -> None:
    linkage = link(a_thousand_times(RECORDS))
    assert linkage.figures["candidate_pairs"] == 0
    assert int(linkage.labels.max()) + 1 == RECORDS
    assert any(
        note.startswith(f"{RECORDS} records could not be looked at") for note in linkage.notes
    )


def test_where_all_bear_one_surname_father_and_son_are_not_taken_for_one() -> None:
    made = make_households(11, 6_000)
    linkage = link(replace(made.people, family=["Smith"] * made.people.records))
    sure = linkage.probability >= 0.99
    wrong = made.truth[linkage.left[sure]] != made.truth[linkage.right[sure]]
    assert np.count_nonzero(sure) > 1_000
    assert wrong.mean() < 0.003
