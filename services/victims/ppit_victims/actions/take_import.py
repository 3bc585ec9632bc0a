"""Takes a partner's file: kept with the request, read by a job."""

from dataclasses import dataclass
from uuid import UUID

from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.ids import new_id
from ppit_platform.jobs import defer
from ppit_platform.mandated import keep_mandate
from ppit_platform.spool import CSV, JSON_LINES, Spooled
from ppit_platform.uploads import UploadStore
from ppit_victims.actions.desk import Desk
from ppit_victims.domain.codes import ImportState, ProfileName
from ppit_victims.domain.imports import Counts, ImportRun
from ppit_victims.domain.profiles import PROFILES
from ppit_victims.errors import ImportUnknown, ProfileUnsuitable
from ppit_victims.storage.clearance import whole_register
from ppit_victims.storage.imports import RejectedRow, RowPlaced

IMPORT_TASK = "victims.import"


@dataclass(frozen=True, slots=True)
class FileSent:
    spooled: Spooled
    profile: ProfileName
    dry_run: bool


async def take_import(
    sent: FileSent, mandate: str | None, uploads: UploadStore, desk: Desk
) -> ImportRun:
    """Keep the file and start its job, both or neither."""
    wanted = CSV if PROFILES[sent.profile].columns else JSON_LINES
    if sent.spooled.content_type != wanted:
        msg = f"send {sent.profile.value} as {wanted}"
        raise ProfileUnsuitable(msg)
    run = ImportRun(
        import_id=new_id(),
        profile=sent.profile,
        dry_run=sent.dry_run,
        media_type=sent.spooled.content_type,
        upload_id=await uploads.keep(sent.spooled),
        mandate_id=await keep_mandate(desk.unit, mandate),
        job_id=None,
        state=ImportState.QUEUED,
        stop_code=None,
        refused_reason=None,
        counts=Counts(),
        accepted_at=desk.now,
        ended_at=None,
    )
    await desk.imports.accept(run, desk.caller.org_id)
    ids = {"import_id": run.import_id, "mandate_id": run.mandate_id}
    await desk.imports.name_job(run.import_id, await defer(desk.session, IMPORT_TASK, ids))
    counts = {"imports": 1, "bytes": sent.spooled.size, "dry_run": int(sent.dry_run)}
    desk.unit.record(AuditFact(LogOperation.COLLECTION, fields=("import_id",), counts=counts))
    return run


async def read_import(import_id: UUID, desk: Desk) -> ImportRun:
    run = await _own(import_id, desk)
    desk.unit.record(
        AuditFact(LogOperation.CONSULTATION, fields=("counts", "state"), counts={"imports": 1})
    )
    return run


async def list_rejects(
    import_id: UUID, after: int, limit: int, desk: Desk
) -> tuple[list[RejectedRow], bool]:
    """Return rows that were not taken, as the partner sent them, and whether more follow."""
    run = await _own(import_id, desk)
    most = min(limit, desk.caller.people_limit)
    found = await desk.imports.rejects(run, after=after, limit=most + 1)
    page = found[:most]
    subjects = {desk.pseudonyms.searched([import_id, row.where.row_no]) for row in page}
    desk.unit.record(
        AuditFact(
            LogOperation.CONSULTATION,
            subjects_disclosed=tuple(sorted(subjects)),
            fields=("cells", "reasons"),
            counts={"rows": len(page)},
        )
    )
    return page, len(found) > most


async def list_rows(
    import_id: UUID, after: int, limit: int, desk: Desk
) -> tuple[list[RowPlaced], bool]:
    """Return where the rows that were taken stand today, and whether more follow."""
    run = await _own(import_id, desk)
    most = min(limit, desk.caller.people_limit // _PEOPLE_A_ROW)
    async with whole_register(desk.session):
        found = await desk.imports.rows(run, after=after, limit=most + 1)
    page = found[:most]
    subjects = {desk.pseudonyms.subject(one) for row in page for one in row.victim_ids}
    desk.unit.record(
        AuditFact(
            LogOperation.CONSULTATION,
            subjects_disclosed=tuple(sorted(subjects)),
            fields=("outcome", "review_ids", "victim_ids"),
            counts={"rows": len(page)},
        )
    )
    return page, len(found) > most


async def _own(import_id: UUID, desk: Desk) -> ImportRun:
    run = await desk.imports.read(import_id)
    if run is None:
        msg = "no such import of this organisation"
        raise ImportUnknown(msg)
    return run


_PEOPLE_A_ROW = 2
