"""The reasons of 1,000 comparisons name exactly what carried the weight.

Said of each: a field's reason stands there when, and only when, both records tell the field; and
without the field the weight is less by the very bits that the reason gave.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from ppit_matching import (
    AddressText,
    Comparison,
    Person,
    PersonRecord,
    compare,
    normalise_person,
    query_keys,
)
from ppit_matching.dates.birth import NO_DATE
from ppit_matching.scoring.evidence import gather
from ppit_matching.scoring.levels import DateLevel, OtherLevel, PlaceLevel
from ppit_synthetic import Kent, make_kent

PAIRS = 1_000
SAME_SEX = OtherLevel.AGREES.format(field="sex")
OTHER_SEX = OtherLevel.DISAGREES.format(field="sex")


def without_date(person: Person) -> Person:
    return replace(person, born=NO_DATE)


def without_address(person: Person) -> Person:
    return replace(person, address=None)


def without_phone(person: Person) -> Person:
    return replace(person, phone=None)


def without_sex(person: Person) -> Person:
    return replace(person, sex=None)


Pair = tuple[Person, Person]
WITHOUT: dict[str, Callable[[Person], Person]] = {
    "born": without_date,
    "address": without_address,
    "phone": without_phone,
    "sex": without_sex,
}
WORDS = {
    "born": {str(level) for level in DateLevel if level},
    "address": {str(level) for level in PlaceLevel if level},
    "phone": {level.format(field="phone") for level in OtherLevel if level},
    "sex": {SAME_SEX, OTHER_SEX},
}


def residents(kent: Kent) -> Iterator[Person]:
    """Give everybody of a Kent as their best record would."""
    doors = {entry.uprn: entry for entry in kent.gazetteer}
    homes = {stay.person_id: doors[stay.uprn] for stay in kent.residences}
    for person in kent.people:
        home = homes.get(person.person_id)
        yield normalise_person(
            PersonRecord(
                given=person.name.given,
                family=person.name.family,
                known_as=person.name.known_as,
                date_of_birth=person.born.isoformat(),
                address=AddressText(home.lines, home.postcode) if home else None,
                phone=person.phone,
                sex=person.sex.value,
            )
        )


def all_pairs(kent: Kent) -> Iterator[Pair]:
    """Pair everybody with each who shares a key: kin, namesakes, neighbours."""
    by_key: defaultdict[int, list[Person]] = defaultdict(list)
    for person in residents(kent):
        for key in sorted(query_keys(person)):
            yield from ((person, other) for other in by_key[key][-1:])
            by_key[key].append(person)


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    found = list(dict.fromkeys(all_pairs(make_kent(101, 1_500))))
    return found[:: len(found) // PAIRS][:PAIRS]


def bits_of(found: Comparison, field: str) -> float:
    told = zip(found.reasons, found.reason_bits, strict=True)
    return sum(bits for words, bits in told if words in WORDS[field])


def test_the_bits_of_the_reasons_are_the_weight(pairs: list[Pair]) -> None:
    found = [compare(one, other) for one, other in pairs]
    weights = [comparison.weight_bits for comparison in found]
    assert len(weights) == PAIRS
    assert [sum(comparison.reason_bits) for comparison in found] == pytest.approx(weights)


@pytest.mark.parametrize("field", WITHOUT)
def test_a_reason_is_what_the_weight_loses_without_its_field(pairs: list[Pair], field: str) -> None:
    told = 0
    for one, other in pairs:
        evidence = gather(one, other)
        if evidence.within_household or evidence.same_place:
            continue  # without what tells of one home all other fields are weighed as a stranger's
        whole, less = compare(one, other), compare(WITHOUT[field](one), other)
        assert not WORDS[field].intersection(less.reasons)
        assert whole.weight_bits - less.weight_bits == pytest.approx(bits_of(whole, field))
        told += bool(WORDS[field].intersection(whole.reasons))
    assert told > 0
