"""Exports of the log: what of it is meant, what has become of one, what its file says of itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ppit_gateway.log.entries import instant
from ppit_gateway.log.export import PART, WHOLE
from ppit_gateway.log.tiles import Subtree


class ExportState(StrEnum):
    """``ASKED``: a second person has to approve it. ``EXPIRED``: the file is deleted."""

    ASKED = "ASKED"
    QUEUED = "QUEUED"
    WRITING = "WRITING"
    DONE = "DONE"
    STOPPED = "STOPPED"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True)
class Meant:
    """Whatever is given must hold of an entry, or of one of the same request; nothing given means
    the whole log. ``since`` counts, ``until`` does not. ``subjects`` are pseudonyms.
    """

    since: datetime | None = None
    until: datetime | None = None
    org_id: str | None = None
    agreement_id: str | None = None
    case_digest: str | None = None
    subjects: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return self == Meant()

    @property
    def of_time(self) -> bool:
        """Say whether a time alone is meant: then it is a run of entries without a gap."""
        return not self.whole and self == Meant(self.since, self.until)

    def told(self) -> dict[str, object]:
        """Return it as the file says it; a case stands in the leaves, where it can be erased."""
        return {
            "since": None if self.since is None else instant(self.since),
            "until": None if self.until is None else instant(self.until),
            "org_id": self.org_id,
            "agreement_id": self.agreement_id,
            "case": self.case_digest is not None,
            "subjects": list(self.subjects),
        }


@dataclass(frozen=True, slots=True)
class Export:
    """``size`` is of how many entries of the log it is; all before ``position`` are written or
    accounted for, ``entries`` of them stand in it. ``logged``: the log knows of all its parts.
    """

    export_id: UUID
    meant: Meant
    state: ExportState
    asked_by: str
    asked_at: datetime
    approved_by: str | None = None
    size: int | None = None
    position: int = 0
    entries: int = 0
    parts: int = 0
    logged: bool = True
    stop_code: str | None = None
    ended_at: datetime | None = None
    expires_at: datetime | None = None

    @property
    def readable(self) -> bool:
        """Say whether its file may be had: nothing is disclosed that is not in the log."""
        return self.state is ExportState.DONE and self.logged


@dataclass(frozen=True, slots=True)
class FilePart:
    """One of the pieces which, one after the other, are the file: each a whole gzip member."""

    number: int
    packed: bytes
    sha256: str
    entries: int
    subjects: int


def header(
    origin: str, size: int, meant: Meant, subjects: Sequence[Mapping[str, object]]
) -> dict[str, object]:
    """Return the first line of the file; ``subjects`` as in ``subject_index.report``."""
    if meant.whole:
        return {"format": WHOLE, "origin": origin}
    told = meant.told()
    return {
        "format": PART,
        "origin": origin,
        "size": size,
        "asked": told,
        "subjects": list(subjects),
    }


def gaps(position: int, indices: Sequence[int], end: int | None) -> list[tuple[int, int]]:
    """Return the runs that are left out from ``position`` on, between these entries, and after
    them up to ``end`` if nothing else is to follow.
    """
    found: list[tuple[int, int]] = []
    due = position
    for index in indices:
        if index > due:
            found.append((due, index))
        due = index + 1
    if end is not None and end > due:
        found.append((due, end))
    return found


def widest(start: int, end: int) -> Iterator[Subtree]:
    """Yield the widest perfect subtrees that make up a run, each at a multiple of its width."""
    while start < end:
        height = (end - start).bit_length() - 1
        if start:
            height = min(height, (start & -start).bit_length() - 1)
        yield Subtree(start, start + (1 << height))
        start += 1 << height
