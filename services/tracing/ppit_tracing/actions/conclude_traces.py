"""Traces what a chunk holds and keeps it: findings, certificates, one fact."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from ppit_platform.caller import Caller
from ppit_platform.events import Event, EventType
from ppit_platform.ids import new_id
from ppit_platform.provenance import PeopleValues, people_values, provenance_of
from ppit_tracing.actions.room import Room
from ppit_tracing.actions.trace_debtors import trace_debtors
from ppit_tracing.actions.trace_fact import keys_of, searched_fact
from ppit_tracing.domain.certificate import Subject, certificate_of
from ppit_tracing.domain.finding import Finding
from ppit_tracing.storage.traces import NewTrace, Result


async def conclude_traces(traces: Sequence[NewTrace], room: Room) -> UUID:
    """Trace everybody, keep what was found and return the fact that it depends on."""
    asked = [trace.asked for trace in traces]
    findings = await trace_debtors(asked, room)
    results = [
        _result(trace, finding, room) for trace, finding in zip(traces, findings, strict=True)
    ]
    fact = searched_fact(asked, results, room.pseudonyms)
    await room.traces.conclude(results, fact.fact_id, people_of(room.unit.caller))
    room.unit.record(fact)
    # Of a file its owner hears once, when all of it is done.
    for trace in traces:
        if trace.row is None:
            told = {"id": str(trace.trace_id)}
            org_id = room.unit.caller.org_id
            await room.unit.announce(Event(EventType.TRACE_FINISHED, org_id, room.now, told))
    return fact.fact_id


def people_of(caller: Caller) -> PeopleValues:
    """Return whose the record of a trace is: it serves the purpose that it was made for alone."""
    return people_values(provenance_of(caller, purposes=(caller.purpose,)))


def _result(trace: NewTrace, finding: Finding, room: Room) -> Result:
    subject_key = _subject_key(trace, finding)
    if finding.address is None:
        return Result(trace.trace_id, finding, None, subject_key)
    subject = Subject(
        certificate_id=new_id(),
        trace_id=trace.trace_id,
        debt_reference=trace.asked.debt_reference,
        reason=trace.reason.value,
        purpose=room.unit.caller.purpose.value,
        issued_at=room.now,
    )
    certificate = certificate_of(subject, finding.outcome, finding.address, finding.searched)
    finding_key = room.pseudonyms.searched(_finding(trace, finding, finding.address.uprn))
    certified = replace(finding, certificate=certificate)
    return Result(trace.trace_id, certified, finding_key, subject_key)


def _finding(trace: NewTrace, finding: Finding, uprn: str) -> tuple[str, ...]:
    """Return what two organisations share that were told the same wrong thing of one debtor."""
    person = trace.asked.person
    owed_at = finding.searched.debt_uprn or str(trace.trace_id)
    return ("owed at", owed_at, "lives at", uprn, *person.given[:1], *person.family)


def _subject_key(trace: NewTrace, finding: Finding) -> str:
    """Return the first source's own key for the person found, else the trace's."""
    return next(iter(keys_of(finding)), str(trace.trace_id))
