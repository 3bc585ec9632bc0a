"""What one core does a second of each step in deciding who is who."""

from itertools import pairwise

import pytest

from ppit_matching import Person, PersonRecord, compare, normalise_person, person_keys, query_keys
from ppit_synthetic import make_kent
from tests.benchmarks.stopwatch import timed

PEOPLE = 5_000


@pytest.fixture(scope="module")
def records() -> list[PersonRecord]:
    return [
        PersonRecord(
            given=resident.name.given,
            family=resident.name.family,
            known_as=resident.name.known_as,
            date_of_birth=resident.born.isoformat(),
            phone=resident.phone,
        )
        for resident in make_kent(7, people=PEOPLE).people
    ]


@pytest.fixture(scope="module")
def people(records: list[PersonRecord]) -> list[Person]:
    return [normalise_person(record) for record in records]


def bench_normalising_people(records: list[PersonRecord]) -> None:
    with timed("people normalised", len(records)):
        people = [normalise_person(record) for record in records]
    assert len(people) == PEOPLE


def bench_keys_of_people(people: list[Person]) -> None:
    with timed("people keyed for storage", len(people)):
        stored = [person_keys(person) for person in people]
    with timed("people keyed for a query", len(people)):
        asked = [query_keys(person) for person in people]
    assert all(not one.isdisjoint(two) for one, two in zip(stored, asked, strict=True))


def bench_comparing_people(people: list[Person]) -> None:
    pairs = list(pairwise(people))
    with timed("pairs compared", len(pairs)):
        compared = [compare(one, two) for one, two in pairs]
    assert len(compared) == PEOPLE - 1
