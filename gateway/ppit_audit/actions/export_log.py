"""Asks for an export of the log, and approves one: two people, both of whoever keeps the log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from ppit_audit.actions.desk import Desk
from ppit_audit.actions.take_in import case_digest
from ppit_audit.actions.write_export import packed
from ppit_audit.domain.exports import Export, ExportState, FilePart, Meant, header
from ppit_audit.domain.proving import Unproved
from ppit_audit.domain.subjects import Subject
from ppit_audit.errors import (
    ByTwoPeople,
    ExportApproved,
    ExportNotReady,
    ExportOver,
    ExportUnknown,
    NotPublishedYet,
    SubjectsAlone,
)
from ppit_gateway.log.export import line
from ppit_gateway.subject_index.report import proved_subject
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.ids import new_id
from ppit_platform.jobs import defer
from ppit_platform.mandated import keep_mandate

EXPORT_TASK = "audit.export"


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """``meant`` but for what only the audit or a service can name."""

    meant: Meant
    case_reference: str | None
    subjects: tuple[Subject, ...]


async def ask_export(asked: ExportAsked, desk: Desk) -> Export:
    """Keep what is asked for; ``SubjectsUnresolved`` where a service does not name its subjects."""
    desk.check_home()
    meant = asked.meant
    if asked.case_reference is not None:
        meant = replace(meant, case_digest=case_digest(asked.case_reference, desk.pseudonyms))
    if asked.subjects:
        if not meant.whole:
            msg = "subjects alone, or none: a part of a person's entries is never proved whole"
            raise SubjectsAlone(msg)
        meant = replace(meant, subjects=await desk.names_of(asked.subjects))
    hand = desk.personal_hand()
    export = Export(new_id(), meant, ExportState.ASKED, hand.acting, desk.now)
    await desk.stores.exports.add(export, desk.home.org_id)
    _record(desk, export, "asked", {"subjects": len(meant.subjects)})
    return export


async def approve_export(export_id: UUID, mandate: str | None, desk: Desk) -> Export:
    """Let an export be written, as a job: of the log as it is now, up to what is signed.

    ``ByTwoPeople`` for whoever asked for it; ``NotPublishedYet`` for a part of a log of which
    nothing is published: nobody could hold it against anything.
    """
    export = await _one(export_id, desk, held=True)
    acting = desk.personal_hand().acting
    if export.asked_by == acting:
        msg = "somebody else approves it"
        raise ByTwoPeople(msg)
    if export.state is not ExportState.ASKED:
        msg = "read it again"
        raise ExportApproved(msg)
    await desk.read_on()
    size, first = await _begun(export.meant, desk)
    await desk.stores.exports.approve(export_id, size, acting, desk.now)
    await desk.stores.exports.add_part(export_id, packed(0, first, 0, 0), 0)
    ids = {"export_id": export_id, "mandate_id": await keep_mandate(desk.unit, mandate)}
    await desk.stores.exports.name_job(export_id, await defer(desk.unit.session, EXPORT_TASK, ids))
    _record(desk, export, "approved", {"exports": 1})
    return await _one(export_id, desk)


async def list_exports(desk: Desk) -> list[Export]:
    desk.check_home()
    found = await desk.stores.exports.newest()
    fact = AuditFact(LogOperation.AUDIT_VIEWED, fields=("exports",), counts={"exports": len(found)})
    desk.unit.record(fact)
    return found


async def read_export(export_id: UUID, desk: Desk) -> Export:
    export = await _one(export_id, desk)
    _record(desk, export, "export", {"exports": 1}, LogOperation.AUDIT_VIEWED)
    return export


async def read_part(export_id: UUID, number: int, desk: Desk) -> tuple[Export, FilePart]:
    """Return one part of a file, and whose it is.

    ``ExportNotReady`` before the log knows of all of it, ``ExportOver`` once it is deleted.
    """
    export = await _one(export_id, desk)
    if export.state is ExportState.EXPIRED or (export.expires_at or desk.now) < desk.now:
        msg = "ask for it again"
        raise ExportOver(msg)
    if not export.readable:
        msg = "it is not written, or was stopped"
        raise ExportNotReady(msg)
    part = await desk.stores.exports.part(export_id, number)
    if part is None:
        msg = "the file has no such part"
        raise ExportUnknown(msg)
    counts = {"parts": 1, "entries": part.entries, "subjects": part.subjects}
    _record(desk, export, f"part:{number}", counts)
    return export, part


async def _begun(meant: Meant, desk: Desk) -> tuple[int, bytes]:
    """Return of how many entries the export is, and the first line of its file."""
    now = await desk.stores.lines.now()
    size = now.size if meant.whole else now.published
    subjects: Sequence[dict[str, object]] = ()
    if meant.subjects:
        names = await desk.stores.said.one_person(meant.subjects)
        proof = await desk.stores.proofs.of(names)
        if isinstance(proof, Unproved):
            raise NotPublishedYet(proof.value)
        size, subjects = proof.size, [proved_subject(one) for one in proof.subjects]
    if size == 0:
        msg = "no published checkpoint covers anything"
        raise NotPublishedYet(msg)
    return size, line(header(now.origin, size, meant, subjects))


async def _one(export_id: UUID, desk: Desk, *, held: bool = False) -> Export:
    desk.check_home()
    found = await desk.stores.exports.one(export_id, held=held)
    if found is None:
        msg = "no such export"
        raise ExportUnknown(msg)
    return found


def _record(
    desk: Desk,
    export: Export,
    what: str,
    counts: dict[str, int],
    operation: LogOperation = LogOperation.EXPORT,
) -> None:
    desk.unit.record(
        AuditFact(
            operation,
            subjects_searched=export.meant.subjects,
            fields=(f"export:{export.export_id}", what),
            counts=counts,
        )
    )
