"""Writes an export's file, a part at a time: each part with how far it goes, both or neither."""

import asyncio
import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ppit_audit.domain.exports import Export, ExportState, FilePart
from ppit_audit.storage.export_lines import ExportLines, Page
from ppit_audit.storage.exports import ExportStore
from ppit_audit.storage.said import SaidStore
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation

LARGEST = 2 * 1024 * 1024
"""Bytes of lines after which a part is whole: one and a page are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What is needed to write on; ``kept`` is how long a file lies until it is deleted."""

    exports: ExportStore
    lines: ExportLines
    said: SaidStore
    now: datetime
    kept: timedelta
    largest: int = LARGEST


async def write_on(export: Export, writing: Writing) -> tuple[AuditFact, bool]:
    """Do the next step of an approved export; return the fact of it, and whether it is over."""
    if export.state is ExportState.QUEUED:
        names = await writing.said.one_person(export.meant.subjects)
        await writing.lines.choose(export, names)
        await writing.exports.begin(export.export_id)
        return _fact(export, "begun", 0, 0), False
    if export.state is not ExportState.WRITING:
        return _fact(export, "over", 0, 0), True
    pages = await _pages(export, writing)
    lines = b"".join(page.lines for page in pages)
    entries, subjects = (sum(page.entries for page in pages), sum(one.subjects for one in pages))
    part = await asyncio.to_thread(packed, export.parts, lines, entries, subjects)
    reached = pages[-1].reached
    await writing.exports.add_part(export.export_id, part, reached)
    over = reached == export.size
    if over:
        await end_export(export, writing)
    return _fact(export, f"part:{part.number}", entries, subjects), over


async def end_export(export: Export, writing: Writing, code: str | None = None) -> None:
    """End an export: as done, or stopped with the code that says why."""
    expires = writing.now + writing.kept
    await writing.exports.end(export.export_id, writing.now, expires, code)


def packed(number: int, lines: bytes, entries: int, subjects: int) -> FilePart:
    """Compress a part: members of gzip one after the other are a file of gzip (RFC 1952 2.2)."""
    squeezed = gzip.compress(lines, mtime=0)
    return FilePart(number, squeezed, hashlib.sha256(squeezed).hexdigest(), entries, subjects)


async def _pages(export: Export, writing: Writing) -> Sequence[Page]:
    pages: list[Page] = []
    position, size = export.position, 0
    while not pages or (size < writing.largest and position < (export.size or 0)):
        page = await writing.lines.page(export, position)
        pages.append(page)
        position, size = page.reached, size + len(page.lines)
    return pages


def _fact(export: Export, what: str, entries: int, subjects: int) -> AuditFact:
    return AuditFact(
        LogOperation.EXPORT,
        subjects_searched=export.meant.subjects,
        fields=(f"export:{export.export_id}", what),
        counts={"entries": entries, "subjects": subjects},
    )
