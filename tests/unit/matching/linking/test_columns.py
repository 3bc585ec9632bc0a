"""A list in columns says of every record and pair what single records say."""

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ppit_matching.linking.arrays import Ints
from ppit_matching.linking.columns import Columns, read_columns
from ppit_matching.linking.fields import fields_of
from ppit_matching.linking.keys import keys_of
from ppit_matching.linking.levels import levels_of, prepare
from ppit_matching.linking.texts import PeopleTexts
from ppit_matching.people.keys import person_keys
from ppit_matching.people.normalise import normalise_people
from ppit_matching.people.records import PersonRecord
from ppit_matching.scoring.evidence import Evidence, gather
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel, PlaceLevel
from ppit_synthetic.chronicle import make_chronicle
from tests.benchmarks.households import Errors, make_households
from tests.unit.matching.linking.samples import odd_people

PIECES = """
John Jack smith o' O'Brien Mc Donald Kaur Gill - & and Mr mrs nee aka jr ' " ( ) , van der
Mohammed Md Imran Siân J. De'Ath d'Arcy Łukasz Sheikh major khan-ali 3rd
"""
WORDS = st.sampled_from(PIECES.split())
NAMES = st.one_of(st.none(), st.text(max_size=20), st.lists(WORDS, max_size=5).map(" ".join))
ORDERS: Mapping[str, Sequence[str]] = {
    "given": list(NameLevel),
    "family": list(NameLevel),
    "born": list(DateLevel),
    "place": list(PlaceLevel),
}


def _lists() -> dict[str, PeopleTexts]:
    return {
        "chronicle": make_chronicle(3, 40).people,
        "households": make_households(3, 600, Errors.HELD_OUT).people,
        "odd": odd_people(),
    }


LISTS = _lists()


@settings(max_examples=25)
@given(st.lists(st.tuples(NAMES, NAMES, NAMES, NAMES), min_size=1, max_size=40))
def test_names_are_read_as_those_of_a_single_record(rows: list[tuple[str | None, ...]]) -> None:
    full, first, last, called = (list(texts) for texts in zip(*rows, strict=True))
    texts = PeopleTexts(len(rows), full=full, given=first, family=last, known_as=called)
    columns = read_columns(texts)
    found = [columns.person(row) for row in range(len(rows))]
    assert found == [normalise_people(_record(row))[0] for row in rows]


def _record(row: tuple[str | None, ...]) -> PersonRecord:
    full, first, last, called = ((text or "").strip() or None for text in row)
    return PersonRecord(full, (first,) if first else (), last, called)


@pytest.mark.parametrize("name", LISTS)
def test_keys_of_columns_are_the_keys_of_the_people(name: str) -> None:
    columns = read_columns(LISTS[name])
    found: list[set[int]] = [set() for _ in range(columns.records)]
    for keyed in keys_of(columns):
        for row, key in zip(keyed.records, keyed.keys.view(np.int64), strict=True):
            found[int(row)].add(int(key))
    expected = [set(person_keys(columns.person(row))) for row in range(columns.records)]
    assert found == expected


@pytest.mark.parametrize("name", LISTS)
def test_levels_of_columns_are_the_levels_of_the_people(name: str) -> None:
    columns = read_columns(LISTS[name])
    left, right = _near(columns)
    codes = fields_of(levels_of(prepare(columns), left, right))
    unlike: list[tuple[int, int]] = []
    for place, (one, two) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        said = {
            field: ORDERS.get(field, list(OtherLevel))[int(column[place])]
            for field, column in codes.items()
            if not field.startswith("other:")
        }
        if said != _told(gather(columns.person(one), columns.person(two))):
            unlike.append((one, two))
    assert len(left) > 0
    assert unlike == []


@pytest.mark.parametrize("name", LISTS)
def test_the_names_whose_rarity_counts_are_those_of_the_people(name: str) -> None:
    columns = read_columns(LISTS[name])
    left, right = _near(columns)
    levels = levels_of(prepare(columns), left, right)
    words = cast("list[str]", columns.names.words.texts.tolist())
    compared, unlike = 0, list[tuple[int, int]]()
    for place, (one, two) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        expected = gather(columns.person(one), columns.person(two))
        for match, told in ((levels.given, expected.given), (levels.family, expected.family)):
            if told.level is not NameLevel.MISSING:
                said = {words[int(match.one[place])], words[int(match.two[place])]}
                compared += 1
                if said != {told.name, told.other}:
                    unlike.append((one, two))
    assert compared > 0
    assert unlike == []


def _told(evidence: Evidence) -> dict[str, str]:
    return {
        "given": evidence.given.level,
        "family": evidence.family.level,
        "born": evidence.born,
        "place": evidence.place,
        "phone": evidence.phone,
        "email": evidence.email,
        "national_insurance": evidence.national_insurance,
        "sex": evidence.sex,
        "middle": evidence.middle,
        "generation": evidence.generation,
    }


def _near(columns: Columns) -> tuple[Ints, Ints]:
    """Pair each record with its neighbours under several orders, so that pairs have much alike."""
    pairs: set[tuple[int, int]] = set()

    people = [columns.person(row) for row in range(columns.records)]
    for named in (
        [(person.family, person.given) for person in people],
        [(person.given, person.family) for person in people],
        [((person.born.iso,), person.family) for person in people],
        [((str(person.address),), person.given) for person in people],
    ):
        rows = sorted(range(columns.records), key=named.__getitem__)
        for gap in (1, 3):
            pairs |= {(min(a, b), max(a, b)) for a, b in zip(rows, rows[gap:], strict=False)}
    table = np.array(sorted(pairs), np.int32)
    return table[:, 0], table[:, 1]


def test_a_middle_name_stands_behind_the_first_or_alone() -> None:
    family, middle = ["Hill", "Hill", "Hill"], ["Ann", None, "Ann"]
    both = PeopleTexts(3, given=["Mary", "Mary", None], middle=middle, family=family)
    columns = read_columns(both)
    assert [columns.person(row).given for row in range(3)] == [("mary", "ann"), ("mary",), ("ann",)]
    alone = read_columns(PeopleTexts(3, middle=middle, family=family))
    assert [alone.person(row).given for row in range(3)] == [("ann",), (), ("ann",)]


def test_dates_of_people_long_dead_are_read_whole() -> None:
    typed = ["1712-05-06", "06/05/1712", "1712", "1712-05"]
    columns = read_columns(PeopleTexts(4, full=["Ann Hill"] * 4, date_of_birth=typed))
    found = [columns.person(row).born.iso for row in range(4)]
    assert found == ["1712-05-06", "1712-05-06", "1712", "1712-05"]
