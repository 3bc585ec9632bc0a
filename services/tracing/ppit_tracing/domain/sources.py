"""What each source that a trace needs says of itself: checked, stale, or not to be had."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ppit_platform.codes import PurposeCode
from ppit_tracing.domain.codes import SourceName, SourceState

STOP_SOURCES = (SourceName.DEATHS, SourceName.INSOLVENCIES)
"""Without one of these no address is shown: what could not be asked is not known to be clear."""
SIGHTING_SOURCES = (
    SourceName.ELECTORAL_REGISTER,
    SourceName.CREDIT_BUREAU_A,
    SourceName.CREDIT_BUREAU_B,
    SourceName.UTILITY,
    SourceName.COUNCIL,
    SourceName.MAIL_FORWARDING,
    SourceName.GONE_AWAY_FILE,
)
LISTS = (*SIGHTING_SOURCES, *STOP_SOURCES)


@dataclass(frozen=True, slots=True)
class ListHeld:
    """One list as it was loaded. ``edition`` is the newest day that a row of it speaks of."""

    source: SourceName
    generation: int
    version: str
    loaded_at: datetime
    edition: date
    fresh: bool
    searchable: bool
    purposes: frozenset[PurposeCode]


@dataclass(frozen=True, slots=True)
class SourceChecked:
    """A line of a certificate: what was looked at, in which version, or why it was not."""

    source: SourceName
    state: SourceState
    version: str | None = None
    as_at: date | None = None
    loaded_at: datetime | None = None


def check_lists(
    held: Mapping[SourceName, ListHeld], purpose: PurposeCode
) -> tuple[SourceChecked, ...]:
    """Return the state of every list for this purpose; a list never loaded is unavailable."""
    return tuple(_checked(source, held.get(source), purpose) for source in LISTS)


def _checked(source: SourceName, held: ListHeld | None, purpose: PurposeCode) -> SourceChecked:
    if held is None:
        return SourceChecked(source, SourceState.UNAVAILABLE)
    state = SourceState.CHECKED
    if purpose not in held.purposes:
        state = SourceState.NOT_PERMITTED
    elif not (held.fresh and held.searchable):
        state = SourceState.STALE
    return SourceChecked(source, state, held.version, held.edition, held.loaded_at)


def usable(
    held: Mapping[SourceName, ListHeld], checked: Iterable[SourceChecked]
) -> tuple[ListHeld, ...]:
    """Return the lists that may be read: fresh, and licensed for the purpose."""
    return tuple(held[one.source] for one in checked if one.state is SourceState.CHECKED)


def not_looked_at(checked: Sequence[SourceChecked]) -> tuple[SourceName, ...]:
    """Return the sources that should have been asked and could not be.

    One whose licence excludes the purpose was never to be asked.
    """
    could_not = {SourceState.STALE, SourceState.UNAVAILABLE}
    return tuple(one.source for one in checked if one.state in could_not)
