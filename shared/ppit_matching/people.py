"""Normalise people."""

from ppit_matching.person import Person
from ppit_matching.records import PersonRecord


def normalise_person(record: PersonRecord) -> Person:
    raise NotImplementedError


def normalise_people(record: PersonRecord) -> tuple[Person, ...]:
    """One Person, or two for a joint row ("Mr & Mrs J Smith")."""
    raise NotImplementedError


def is_searchable(person: Person) -> bool:
    raise NotImplementedError
