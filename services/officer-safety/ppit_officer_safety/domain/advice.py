"""What the markers that speak to a visit ask of the party that goes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from ppit_officer_safety.domain.audience import Audience
from ppit_officer_safety.domain.codes import ContactMode, MatchBasis
from ppit_officer_safety.domain.lifecycle import Standing, Term
from ppit_officer_safety.domain.measures import ControlMeasure, Party, binds


@dataclass(frozen=True, slots=True)
class HeldMarker:
    """A marker's newest version, without the reason for it: advice never needs the reason."""

    marker_id: UUID
    version: int
    nominal_id: UUID | None
    uprn: str | None
    measures: frozenset[ControlMeasure]
    audience: frozenset[Audience]
    modes: frozenset[ContactMode]
    term: Term
    covert_until: date | None = None
    """Until when its subject is not to be told of it; None where they may be."""


@dataclass(frozen=True, slots=True)
class Match:
    """``certain`` is false where the marker may be somebody else's, or at the door beside."""

    marker: HeldMarker
    basis: MatchBasis
    certain: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """Who goes, and as whom: ``audiences`` are what the caller's agreement lets this visit be."""

    party: Party
    audiences: frozenset[Audience]


class Withheld(StrEnum):
    """Why something found was not said; the gate logs the counts."""

    AREA = "AREA"
    AUDIENCE = "AUDIENCE"
    CONTACT_MODE = "CONTACT_MODE"
    PEOPLE_LIMIT = "PEOPLE_LIMIT"


@dataclass(frozen=True, slots=True)
class AdvisedMeasure:
    measure: ControlMeasure
    standing: Standing


@dataclass(frozen=True, slots=True)
class Advice:
    """``shown`` may hold markers though ``measures`` is empty: a pair already does what a marker
    asks of a lone officer, and must not be told that nothing is known.
    """

    measures: tuple[AdvisedMeasure, ...]
    shown: tuple[Match, ...]
    withheld: Mapping[Withheld, int]

    @property
    def basis(self) -> MatchBasis | None:
        """The surest way in which any of the markers was found."""
        bases = {match.basis for match in self.shown}
        return next((basis for basis in MatchBasis if basis in bases), None)


NOTHING_SAID = Advice((), (), {})


def advise(matches: Iterable[Match], visit: Visit, *, now: datetime, today: date) -> Advice:
    """List the measures that bind this party, most restrictive first, each once.

    ``today`` is the date in Europe/London. A measure is as current as the most current marker that
    asks for it. An uncertain match yields ``SEEK_ADVICE_BEFORE_CONTACT`` alone: the rest might be
    another person's history.
    """
    held: dict[ControlMeasure, Standing] = {}
    shown: list[Match] = []
    withheld: Counter[Withheld] = Counter()
    for match in matches:
        standing = match.marker.term.standing(now, today)
        if standing is None:
            continue
        refusal = _refusal(match.marker, visit)
        if refusal is not None:
            withheld[refusal] += 1
            continue
        shown.append(match)
        for measure in _asked(match, visit.party):
            held[measure] = _surer(standing, held.get(measure))
    ordered = tuple(AdvisedMeasure(each, held[each]) for each in ControlMeasure if each in held)
    return Advice(ordered, tuple(shown), dict(withheld))


def with_seek_advice(measures: tuple[AdvisedMeasure, ...]) -> tuple[AdvisedMeasure, ...]:
    """Add ``SEEK_ADVICE_BEFORE_CONTACT`` in its place: not everything could be looked at."""
    held = {each.measure: each for each in measures}
    held.setdefault(
        ControlMeasure.SEEK_ADVICE_BEFORE_CONTACT,
        AdvisedMeasure(ControlMeasure.SEEK_ADVICE_BEFORE_CONTACT, Standing.CURRENT),
    )
    return tuple(held[measure] for measure in ControlMeasure if measure in held)


def _refusal(marker: HeldMarker, visit: Visit) -> Withheld | None:
    if not marker.audience & visit.audiences:
        return Withheld.AUDIENCE
    if visit.party.contact_mode not in marker.modes:
        return Withheld.CONTACT_MODE
    return None


def _asked(match: Match, party: Party) -> list[ControlMeasure]:
    if not match.certain:
        return [ControlMeasure.SEEK_ADVICE_BEFORE_CONTACT]
    return [measure for measure in match.marker.measures if binds(measure, party)]


def _surer(standing: Standing, other: Standing | None) -> Standing:
    order = list(Standing)
    return standing if other is None else min(standing, other, key=order.index)
