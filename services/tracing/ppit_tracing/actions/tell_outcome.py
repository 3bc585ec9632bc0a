"""Records what became of a certified address; a wrong person recalls it from everybody told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.events import Event, EventType
from ppit_tracing.actions.conclude_traces import people_of
from ppit_tracing.actions.desk import Desk
from ppit_tracing.actions.read_trace import open_trace
from ppit_tracing.domain.codes import TracedOutcome
from ppit_tracing.errors import TraceUnfinished


@dataclass(frozen=True, slots=True)
class Told:
    """``recalled_from`` is how many organisations were told; 0 where nothing was recalled."""

    outcome_id: UUID
    recalled_from: int


async def tell_outcome(trace_id: UUID, outcome: TracedOutcome, at: datetime, desk: Desk) -> Told:
    """Keep what happened; ``WRONG_PERSON`` raises a recall notice for everyone who was shown it.

    DPA 2018 s.38(5): whoever was told what proves wrong hears of it without delay.
    """
    trace = await open_trace(trace_id, desk)
    if trace.outcome is None:
        msg = "nothing was disclosed that could have had an outcome"
        raise TraceUnfinished(msg)
    people = people_of(desk.caller)
    outcome_id = await desk.recalls.tell(trace_id, outcome, at, desk.caller, people, desk.now)
    recalled = 0
    if outcome is TracedOutcome.WRONG_PERSON:
        raised = await desk.recalls.recall(trace, people, desk.now)
        recalled = len({one.org_id for one in raised})
        for one in raised:
            if one.new:
                told = {"id": str(one.trace_id)}
                event = Event(EventType.TRACE_RECALLED, one.org_id, desk.now, told)
                await desk.unit.announce(event)
    desk.unit.record(
        AuditFact(
            LogOperation.ALTERATION,
            subjects_searched=(
                desk.pseudonyms.subject(trace_id),
                desk.pseudonyms.subject(trace.subject_key),
            ),
            fields=("outcome",),
            counts={outcome.value: 1, "recalled_from": recalled},
        )
    )
    return Told(outcome_id, recalled)
