"""Shows an answer as it was given then, or says honestly why it cannot be shown."""

from dataclasses import dataclass
from uuid import UUID

from ppit_audit.actions.desk import Desk
from ppit_audit.domain.entry import LogEntry, said_by
from ppit_audit.domain.replaying import Replay, Replayed, replay
from ppit_audit.errors import EntryUnknown, TooManyShown
from ppit_gateway.domain.operations import Operation
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation


@dataclass(frozen=True, slots=True)
class AnswerThen:
    """``entry`` is where the log says what became of the request."""

    entry: LogEntry
    replayed: Replayed


async def replay_answer(request_id: UUID, desk: Desk) -> AnswerThen:
    """Find the request in the log, have its service say what it kept, and check the digest."""
    desk.check_home()
    await desk.read_on()
    about = await desk.stores.log.of_keys([str(request_id)])
    ended = next((one for one in reversed(about) if one.kind != "intent"), None)
    entry = ended or next(iter(about), None)
    if entry is None:
        msg = "the log has no such request"
        raise EntryUnknown(msg)
    replayed = await _replayed(entry, request_id, desk)
    subjects = await desk.stores.said.disclosed_by(request_id) if replayed.answer else []
    if len(subjects) > desk.caller.people_limit:
        msg = "fewer people are left of your agreement's day than it shows"
        raise TooManyShown(msg)
    desk.unit.record(
        AuditFact(
            LogOperation.AUDIT_VIEWED,
            subjects_disclosed=tuple(subjects),
            fields=(f"answer:{request_id}", replayed.replay.value),
            counts={"answers": int(replayed.answer is not None)},
        )
    )
    return AnswerThen(entry, replayed)


async def _replayed(entry: LogEntry, request_id: UUID, desk: Desk) -> Replayed:
    said = said_by(entry)
    operation = _published(said.operation, desk)
    published = operation is not None and said.status in operation.answers
    if entry.kind != "outcome" or operation is None or not published:
        # A refusal, or an outcome that nobody knows: no service's answer left.
        return Replayed(Replay.NOT_ANSWERED)
    name = f"{operation.method} {operation.template}"
    kept = await desk.services.kept_answer(operation.service, request_id, name)
    return replay(kept, said, operation)


def _published(name: str | None, desk: Desk) -> Operation | None:
    return next((one for one in desk.home.operations if one.name == name), None)
