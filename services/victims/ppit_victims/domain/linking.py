"""Decides whom a record is about: a victim on the register, a new one, or a human's question.

A waiting review beats a wrong link. Only one victim that nothing but that very person can be meant
by is linked to; a candidate that may be the person is shown to a human, and nobody is made twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ppit_matching import Band, Comparison, Person, compare

MOST_SHOWN = 10
"""The most candidates that a human is shown for one record."""
_AGAINST = ("different", "apart", "two digits", "a little alike")
_LIKELY = frozenset({Band.CONFIRMED, Band.PROBABLE})


class Doubt(StrEnum):
    """Why a record waits for a human."""

    PROBABLE_MATCH = "PROBABLE_MATCH"
    SEVERAL_MATCHES = "SEVERAL_MATCHES"
    TOO_MANY_ALIKE = "TOO_MANY_ALIKE"
    TOO_LITTLE_KNOWN = "TOO_LITTLE_KNOWN"
    COUPLE_UNCLEAR = "COUPLE_UNCLEAR"
    DECEASED_UNCLEAR = "DECEASED_UNCLEAR"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A victim who may be meant, by the record of theirs that fits best.

    What any record of theirs says against it is told: the best may say the least.
    """

    victim_id: UUID
    comparison: Comparison
    evidence_against: tuple[str, ...]

    @property
    def evidence_for(self) -> tuple[str, ...]:
        return tuple(each for each in self.comparison.reasons if not _speaks_against(each))


@dataclass(frozen=True, slots=True)
class Placement:
    """``victim_id`` where it is linked; with ``doubt`` it waits; with neither it is somebody new.

    ``candidates`` stand best first.
    """

    victim_id: UUID | None
    doubt: Doubt | None
    candidates: tuple[Candidate, ...]


def place(
    person: Person, known: Iterable[tuple[UUID, Person]], *, crowded: bool = False
) -> Placement:
    """Place one person among the ``known`` records of victims that share a key with them.

    ``crowded``: more share what was asked than were looked at, so nobody is ruled out.
    """
    candidates = likely(person, known)
    confirmed = [each for each in candidates if each.comparison.band is Band.CONFIRMED]
    if len(confirmed) == 1:
        return Placement(confirmed[0].victim_id, None, candidates)
    if confirmed:
        return Placement(None, Doubt.SEVERAL_MATCHES, candidates)
    if candidates:
        return Placement(None, Doubt.PROBABLE_MATCH, candidates)
    return Placement(None, Doubt.TOO_MANY_ALIKE if crowded else None, ())


def likely(person: Person, known: Iterable[tuple[UUID, Person]]) -> tuple[Candidate, ...]:
    """Return the victims who are confirmed or probable, best first."""
    found = [
        Candidate(victim_id, best, _against(each))
        for victim_id, each in _compared(person, known).items()
        if (best := _strongest(each)).band in _LIKELY
    ]
    found.sort(key=lambda each: (each.comparison.band, -each.comparison.weight_bits))
    return tuple(found[:MOST_SHOWN])


def best_of(person: Person, known: Iterable[tuple[UUID, Person]]) -> Mapping[UUID, Comparison]:
    """Compare with every record, and return for each victim the one that speaks most for them."""
    return {victim_id: _strongest(each) for victim_id, each in _compared(person, known).items()}


def _compared(
    person: Person, known: Iterable[tuple[UUID, Person]]
) -> Mapping[UUID, Sequence[Comparison]]:
    compared: defaultdict[UUID, list[Comparison]] = defaultdict(list)
    for victim_id, other in known:
        compared[victim_id].append(compare(person, other))
    return compared


_BY_STRENGTH = (Band.NONE, Band.POSSIBLE, Band.PROBABLE, Band.CONFIRMED)


def _strongest(comparisons: Sequence[Comparison]) -> Comparison:
    return max(comparisons, key=lambda each: (_BY_STRENGTH.index(each.band), each.weight_bits))


def _against(comparisons: Iterable[Comparison]) -> tuple[str, ...]:
    reasons = (reason for each in comparisons for reason in each.reasons)
    return tuple(dict.fromkeys(filter(_speaks_against, reasons)))


def _speaks_against(reason: str) -> bool:
    return any(word in reason for word in _AGAINST)
