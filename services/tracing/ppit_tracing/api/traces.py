"""Routes for one trace: begin it, read it, its certificate, and what became of it."""

from typing import cast
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation
from ppit_tracing.actions.accept import accept_trace
from ppit_tracing.actions.read_trace import read_certificate, read_trace
from ppit_tracing.actions.tell_outcome import tell_outcome
from ppit_tracing.api.desk import AtTheDesk
from ppit_tracing.api.shown import trace_shown
from ppit_tracing.api.trace_wire import (
    Certificate,
    OutcomeKept,
    OutcomeTold,
    TraceAccepted,
    TraceAnswer,
    TraceRequest,
)
from ppit_tracing.domain.codes import TraceState
from ppit_tracing.domain.purposes import CONCERNED, TRACE_PURPOSES

READ = "tracing:read"

router = APIRouter(prefix="/v1/traces", tags=["traces"])


@router.post(
    "",
    status_code=202,
    **governed(
        scope="tracing:request",
        log=LogOperation.COLLECTION,
        purposes=TRACE_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        idempotent=True,
        essential_fields=("trace_id",),
    ),
)
async def create_trace(body: TraceRequest, desk: AtTheDesk) -> TraceAccepted:
    """Begin to trace one debtor, for a stated reason and debt; ask for the result afterwards.

    422 ``INSUFFICIENT_INPUT`` without a whole name and a door or postcode of the debt: a name
    alone is fishing. Stop flags are asked before any address is looked for.
    """
    trace_id = await accept_trace(body.asked(), body.reason, desk)
    return TraceAccepted(trace_id=trace_id, state=TraceState.QUEUED)


@router.get(
    "/{trace_id}",
    **governed(
        scope=READ,
        log=LogOperation.DISCLOSURE,
        purposes=TRACE_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        essential_fields=("outcome", "recalled_at", "state", "unable"),
    ),
)
async def get_trace(trace_id: UUID, desk: AtTheDesk) -> TraceAnswer:
    """Show how far a trace is, and its outcome once that is in the log.

    An address stands in it only where two independent facts certify it (Credit Services
    Association trace code) and every stop flag was asked and answered. 404 ``NOT_FOUND`` also
    for another organisation.
    """
    return trace_shown(await read_trace(trace_id, desk))


@router.get(
    "/{trace_id}/certificate",
    response_model=Certificate,
    **governed(
        scope=READ,
        log=LogOperation.DISCLOSURE,
        purposes=TRACE_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        essential_fields=tuple(sorted(Certificate.model_fields)),
    ),
)
async def get_certificate(trace_id: UUID, desk: AtTheDesk) -> JSONResponse:
    """Show why this address, what was searched and what was ruled out, for a court.

    404 ``NOT_FOUND`` where no address was certified, 409 ``TRACE_NOT_DONE`` before the result is
    in the log, 410 ``RECALLED`` once the address proved to be another person's.
    """
    trace = await read_certificate(trace_id, desk)
    return JSONResponse(cast("dict[str, object]", trace.certificate))


@router.post(
    "/{trace_id}/outcome",
    status_code=201,
    **governed(
        scope="tracing:feedback",
        log=LogOperation.ALTERATION,
        purposes=TRACE_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        idempotent=True,
        essential_fields=("outcome_id", "recalled_from"),
    ),
)
async def create_outcome(trace_id: UUID, body: OutcomeTold, desk: AtTheDesk) -> OutcomeKept:
    """Tell what became of a trace; ``WRONG_PERSON`` recalls it from everybody who was shown it.

    From then on the trace shows no address, and each organisation that was told the same of the
    same debtor finds a notice among its recalls (DPA 2018 s.38(5)).
    """
    told = await tell_outcome(trace_id, body.outcome, body.at, desk)
    return OutcomeKept(
        outcome_id=told.outcome_id, trace_id=trace_id, recalled_from=told.recalled_from
    )
