"""Markers, parties and visits for tests of the pure rules."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from ppit_officer_safety.domain.advice import HeldMarker, Match, Visit
from ppit_officer_safety.domain.audience import Audience
from ppit_officer_safety.domain.codes import ContactMode, MatchBasis, Sex
from ppit_officer_safety.domain.lifecycle import MarkerState, Term
from ppit_officer_safety.domain.measures import ControlMeasure, Party
from ppit_platform.ids import new_id

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WARDENS = Audience("WARDENS")


def a_marker(  # noqa: PLR0913  # a builder: each by name
    *measures: ControlMeasure,
    audience: str = "WARDENS",
    modes: Iterable[ContactMode] = tuple(ContactMode),
    state: MarkerState = MarkerState.ACTIVE,
    review_due: date = TODAY,
    expires_at: datetime | None = None,
    nominal_id: UUID | None = None,
    uprn: str | None = None,
) -> HeldMarker:
    return HeldMarker(
        marker_id=new_id(),
        version=2,
        nominal_id=nominal_id,
        uprn=uprn if nominal_id is None else None,
        measures=frozenset(measures or {ControlMeasure.NO_LONE_FEMALE_VISIT}),
        audience=frozenset({Audience(audience)}),
        modes=frozenset(modes),
        term=Term(state, review_due, expires_at),
    )


def a_match(
    marker: HeldMarker, basis: MatchBasis = MatchBasis.UPRN_EXACT, *, certain: bool = True
) -> Match:
    return Match(marker, basis, certain)


def a_party(
    *sexes: Sex,
    mode: ContactMode = ContactMode.HOME_VISIT,
    at: datetime = NOON,
    lone: bool | None = None,
) -> Party:
    """Build a party of one officer for each sex named; one woman if none is."""
    who = sexes or (Sex.FEMALE,)
    return Party(len(who), len(who) == 1 if lone is None else lone, frozenset(who), mode, at)


def a_visit(party: Party | None = None, *audiences: str) -> Visit:
    named = frozenset(Audience(each) for each in audiences) or frozenset({WARDENS})
    return Visit(party or a_party(), named)
