"""What a screening looked at, and whether it could be read and was fresh."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ppit_matching import KEY_VERSION
from ppit_officer_safety.domain.codes import UnableReason

CLOCK_SKEW = timedelta(minutes=2)
"""How far our clock may stand from the database's before neither can be trusted with a date."""


class Source(StrEnum):
    MARKER_REGISTER = "MARKER_REGISTER"
    PERSON_INDEX = "PERSON_INDEX"
    GAZETTEER = "GAZETTEER"
    CLOCK = "CLOCK"


class SourceState(StrEnum):
    CHECKED = "CHECKED"
    STALE = "STALE"
    UNAVAILABLE = "UNAVAILABLE"
    NOT_ASKED = "NOT_ASKED"


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What a source says of itself. ``key_version`` is None where it holds no keys."""

    source: Source
    version: str
    key_version: str | None
    loaded_at: datetime
    fresh_until: datetime | None


@dataclass(frozen=True, slots=True)
class CheckedSource:
    source: Source
    state: SourceState
    version: str | None
    as_at: datetime | None


def check_sources(
    records: Iterable[SourceRecord], *, database_now: datetime, now: datetime
) -> tuple[CheckedSource, ...]:
    """Judge every source; one that left no record of itself is unavailable.

    Keys of another version find nothing, which must not read as nothing held: they are stale.
    """
    held = {record.source: record for record in records}
    checked = [_judge(source, held.get(source), now) for source in _WITH_RECORDS]
    clock = SourceState.CHECKED
    if abs(database_now - now) > CLOCK_SKEW:
        clock = SourceState.UNAVAILABLE
    return (*checked, CheckedSource(Source.CLOCK, clock, None, database_now))


_WITH_RECORDS = (Source.MARKER_REGISTER, Source.PERSON_INDEX, Source.GAZETTEER)


def nothing_readable() -> tuple[CheckedSource, ...]:
    """Every source of a screening whose look-up failed."""
    return tuple(CheckedSource(source, SourceState.UNAVAILABLE, None, None) for source in Source)


def for_visit(
    sources: Iterable[CheckedSource], *, gives_place: bool, names_people: bool
) -> tuple[CheckedSource, ...]:
    """Mark the sources that this visit had nothing to ask of."""
    unasked = {
        Source.GAZETTEER: not gives_place,
        Source.PERSON_INDEX: not names_people,
    }
    return tuple(
        CheckedSource(each.source, SourceState.NOT_ASKED, None, None)
        if unasked.get(each.source, False)
        else each
        for each in sources
    )


def source_shortfalls(sources: Iterable[CheckedSource]) -> frozenset[UnableReason]:
    reasons = {
        SourceState.UNAVAILABLE: UnableReason.SOURCE_UNAVAILABLE,
        SourceState.STALE: UnableReason.SOURCE_STALE,
    }
    return frozenset(reasons[each.state] for each in sources if each.state in reasons)


def _judge(source: Source, record: SourceRecord | None, now: datetime) -> CheckedSource:
    if record is None:
        return CheckedSource(source, SourceState.UNAVAILABLE, None, None)
    other_keys = record.key_version not in {None, KEY_VERSION}
    overdue = record.fresh_until is not None and now > record.fresh_until
    state = SourceState.STALE if other_keys or overdue else SourceState.CHECKED
    return CheckedSource(source, state, record.version, record.loaded_at)
