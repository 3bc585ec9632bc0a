"""Accepts a trace, or a file of debts: what is asked, and the job that will do it, or neither."""

import asyncio
from uuid import UUID

from ppit_matching import query_keys
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.delimited import FileRefused, read_delimited
from ppit_platform.errors import FieldError
from ppit_platform.ids import new_id
from ppit_platform.jobs import defer
from ppit_platform.mandated import keep_mandate
from ppit_platform.spool import Spooled
from ppit_tracing.actions.conclude_traces import people_of
from ppit_tracing.actions.desk import Desk
from ppit_tracing.domain.asked import DebtorAsked, lacks
from ppit_tracing.domain.codes import TraceReason
from ppit_tracing.domain.profiles import LAYOUTS, Profile
from ppit_tracing.errors import FileNotReadable, InsufficientInput
from ppit_tracing.storage.batches import NewBatch
from ppit_tracing.storage.traces import Accepted, NewTrace

TRACE_TASK = "tracing.trace"
BATCH_TASK = "tracing.batch"


async def accept_trace(asked: DebtorAsked, reason: TraceReason, desk: Desk) -> UUID:
    """Keep a trace and start its job; 422 ``INSUFFICIENT_INPUT`` names what is missing."""
    missing = lacks(asked)
    if missing:
        msg = "give a whole name, and a door or a postcode of the debt"
        errors = [FieldError(f"/{field}", "INSUFFICIENT_INPUT", msg) for field in missing]
        raise InsufficientInput(msg, errors)
    trace_id = new_id()
    accepted = await _accepted(TRACE_TASK, {"trace_id": trace_id}, desk)
    trace = NewTrace(trace_id, asked, reason)
    await desk.traces.add([trace], accepted, people_of(desk.caller))
    desk.unit.record(
        AuditFact(
            LogOperation.COLLECTION,
            subjects_searched=(desk.pseudonyms.searched(query_keys(asked.person)),),
            fields=("trace",),
            counts={"traces": 1},
        )
    )
    return trace_id


async def accept_batch(upload: Spooled, profile: Profile, reason: TraceReason, desk: Desk) -> UUID:
    """Keep a debt file with its job; 422 ``FILE_NOT_READABLE`` where it is not of the profile."""
    await asyncio.to_thread(_check, upload, profile)
    upload_id = await desk.uploads.keep(upload)
    batch_id = new_id()
    accepted = await _accepted(BATCH_TASK, {"batch_id": batch_id}, desk)
    batch = NewBatch(batch_id, profile, reason, upload_id)
    await desk.batches.add(batch, accepted, people_of(desk.caller))
    desk.unit.record(
        AuditFact(
            LogOperation.COLLECTION,
            subjects_searched=(desk.pseudonyms.subject(batch_id),),
            fields=("batch",),
            counts={"files": 1},
        )
    )
    return batch_id


def _check(upload: Spooled, profile: Profile) -> None:
    try:
        read_delimited(upload.file, columns=LAYOUTS[profile].columns)
    except FileRefused as refusal:
        raise FileNotReadable(refusal.detail) from None


async def _accepted(task: str, ids: dict[str, UUID], desk: Desk) -> Accepted:
    mandate_id = await keep_mandate(desk.unit, desk.mandate)
    job_id = await defer(desk.unit.session, task, {**ids, "mandate_id": mandate_id})
    caller = desk.caller
    return Accepted(
        mandate_id,
        job_id,
        caller.acting,
        caller.agreement_id,
        caller.agreement_version,
        caller.purpose.value,
        desk.now,
    )
