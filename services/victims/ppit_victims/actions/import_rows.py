"""Takes one chunk of a partner's rows: each linked, created, waiting or rejected, none twice."""

from collections.abc import Sequence
from uuid import UUID

from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.ids import new_id
from ppit_victims.actions.desk import Desk
from ppit_victims.actions.read_list import RowOfList
from ppit_victims.actions.register import Register, take_records
from ppit_victims.domain.codes import RowOutcome
from ppit_victims.domain.imports import ImportRun, count
from ppit_victims.domain.records import Incoming, InFile, Taken
from ppit_victims.domain.rows import RowRead, RowRejected
from ppit_victims.storage.clearance import take_the_pen
from ppit_victims.storage.imports import RejectedRow


async def import_rows(
    rows: Sequence[RowOfList], run: ImportRun, desk: Desk, trial: Register | None
) -> None:
    """Take rows, keep those that cannot be taken, count them, and record one fact for all.

    ``trial`` is a register on a transaction that nobody will commit: a dry run goes there.
    """
    fact_id = new_id()
    if trial is None:
        await take_the_pen(desk.session)
    read = [
        _incoming(each, each.row, run, fact_id) for each in rows if isinstance(each.row, RowRead)
    ]
    settled = await take_records(read, desk.origin, trial or desk.register)
    refused = [(each, each.row) for each in rows if isinstance(each.row, RowRejected)]
    by_number = {each.number: each for each in rows}
    for incoming, found in zip(read, settled, strict=True):
        if isinstance(found, RowRejected) and incoming.in_file:
            refused.append((by_number[incoming.in_file.row_no], found))
    rejects = [_reject(each, why, run, fact_id) for each, why in refused]
    await desk.imports.reject(rejects, desk.origin)
    taken = [each for each in settled if isinstance(each, Taken)]
    outcomes = [each.outcome for each in taken] + [RowOutcome.REJECTED] * len(rejects)
    counts = count(outcomes)
    await desk.imports.advance(run.import_id, counts)
    named = {one for each in taken for one in (*each.victim_ids, *each.waiting)}
    people = named if trial is None else set[UUID]()
    desk.unit.record(
        AuditFact(
            LogOperation.COLLECTION,
            subjects_searched=tuple(sorted(desk.pseudonyms.subject(one) for one in people)),
            fields=("mention", "source_record", "victim_link"),
            counts={
                "rows": counts.rows_in,
                "linked": counts.linked,
                "created": counts.created,
                "waiting": counts.waiting,
                "rejected": counts.rejected,
                "dry_run": int(run.dry_run),
            },
            fact_id=fact_id,
        )
    )


def _incoming(each: RowOfList, row: RowRead, run: ImportRun, fact_id: UUID) -> Incoming:
    where = InFile(run.import_id, each.number, each.line_no, fact_id)
    return Incoming(new_id(), run.profile.value, row, each.cells, where)


def _reject(each: RowOfList, why: RowRejected, run: ImportRun, fact_id: UUID) -> RejectedRow:
    where = InFile(run.import_id, each.number, each.line_no, fact_id)
    return RejectedRow(where, why.reasons, each.cells)
