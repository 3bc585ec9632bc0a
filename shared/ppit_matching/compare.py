"""Compare two people and rank candidates."""

from collections.abc import Iterable

from ppit_matching.person import Person
from ppit_matching.verdict import Comparison, K, Ranked


def compare(query: Person, record: Person) -> Comparison:
    raise NotImplementedError


def rank(query: Person, candidates: Iterable[tuple[K, Person]]) -> tuple[Ranked[K], ...]:
    """All candidates that are not NONE, best first."""
    raise NotImplementedError
