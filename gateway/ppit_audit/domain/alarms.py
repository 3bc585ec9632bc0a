"""What looks amiss in an entry: named, with the entry as its evidence. A person decides what it is.

Reading the log raises no alarm by itself: a report about an alarm would raise the next one.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast
from uuid import UUID

from ppit_audit.domain.entry import CASE, LogEntry, Said
from ppit_platform.codes import LogOperation


class AlarmKind(StrEnum):
    """Each kind has its rule below; ``UNUSUAL_BREADTH`` is what the log's turnstile refused."""

    UNUSUAL_BREADTH = "UNUSUAL_BREADTH"
    CANARY_READ = "CANARY_READ"
    COLLEAGUE_LOOKED_UP = "COLLEAGUE_LOOKED_UP"
    WELL_KNOWN_LOOKED_UP = "WELL_KNOWN_LOOKED_UP"
    NO_CASE_REFERENCE = "NO_CASE_REFERENCE"


class WatchList(StrEnum):
    """``CANARY``: nobody real, so that whoever reads it fishes. ``COLLEAGUE``: of one
    organisation's own people, by whom nobody else of it may be looked up unnoticed.
    """

    CANARY = "CANARY"
    COLLEAGUE = "COLLEAGUE"
    WELL_KNOWN = "WELL_KNOWN"


class Finding(StrEnum):
    """What a person found an alarm to be."""

    EXPECTED = "EXPECTED"
    MISTAKE = "MISTAKE"
    MISUSE = "MISUSE"


@dataclass(frozen=True, slots=True)
class Watched:
    """Somebody on a list, by a pseudonym; ``of_org`` is where a colleague works."""

    watch_id: UUID
    list: WatchList
    subject: str
    of_org: str | None
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """``index`` is the entry that raised it; ``evidence`` all entries of the same request."""

    alarm_id: UUID
    kind: AlarmKind
    index: int
    evidence: tuple[int, ...]
    org_id: str | None
    client_id: str | None
    user_id: str | None
    raised_at: datetime
    finding: Finding | None = None
    reasons: str | None = None
    closed_by: str | None = None
    closed_at: datetime | None = None

    @property
    def acting(self) -> str:
        """Name who asked, as four-eyes rules do."""
        return f"{self.org_id}/{self.user_id or self.client_id}"


_ABNORMAL = "ABNORMAL_USAGE"
_UNCASED = "CASE_REF_REQUIRED"
_LISTS: Mapping[WatchList, AlarmKind] = {
    WatchList.CANARY: AlarmKind.CANARY_READ,
    WatchList.COLLEAGUE: AlarmKind.COLLEAGUE_LOOKED_UP,
    WatchList.WELL_KNOWN: AlarmKind.WELL_KNOWN_LOOKED_UP,
}


def amiss(
    entry: LogEntry, said: Said, watched: Mapping[str, Sequence[Watched]]
) -> frozenset[AlarmKind]:
    """Return every kind of alarm that an entry raises; ``watched`` by their pseudonyms."""
    if entry.kind == "denied":
        return _of_denial(said)
    if entry.kind == "outcome":
        return frozenset() if _names_case(entry) else frozenset({AlarmKind.NO_CASE_REFERENCE})
    if entry.kind != "fact" or said.log_operation == LogOperation.AUDIT_VIEWED:
        return frozenset()
    seen = (one for name in said.searched | said.disclosed for one in watched.get(name, ()))
    return frozenset(_LISTS[one.list] for one in seen if one.of_org in {None, said.org_id})


def by_subject(watched: Iterable[Watched]) -> dict[str, list[Watched]]:
    found: dict[str, list[Watched]] = {}
    for one in watched:
        found.setdefault(one.subject, []).append(one)
    return found


def _of_denial(said: Said) -> frozenset[AlarmKind]:
    kinds = {_ABNORMAL: AlarmKind.UNUSUAL_BREADTH, _UNCASED: AlarmKind.NO_CASE_REFERENCE}
    kind = kinds.get(said.decision or "")
    return frozenset() if kind is None else frozenset({kind})


def _names_case(entry: LogEntry) -> bool:
    """Say whether the leaf commits to a case reference: one that was erased still was given."""
    leaf = cast("Mapping[str, object]", json.loads(entry.text))
    sealed = leaf.get("sealed")
    return isinstance(sealed, dict) and CASE in sealed
