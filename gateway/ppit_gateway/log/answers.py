"""What an answer of the log means to whoever asked: receipts, or the reason why there are none."""

from ppit_gateway.log.errors import (
    BreadthRefused,
    EntryRefused,
    LogConflict,
    LogUnavailable,
    PassedBefore,
    TurnRefused,
)
from ppit_gateway.log.wire import Answer, Failure


def succeeded(answer: Answer) -> Answer:
    """Return an answer that adds or finds everything; raise what any other says."""
    if answer.failure is Failure.CONFLICT:
        raise LogConflict(answer.reason, answer.position)
    if answer.failure is Failure.USED:
        raise PassedBefore
    if answer.failure is Failure.TOO_MANY:
        raise TurnRefused(answer.turns)
    if answer.failure is Failure.TOO_BROAD:
        raise BreadthRefused
    if answer.failure is Failure.REFUSED:
        raise EntryRefused(answer.reason)
    if answer.failure is not None:
        raise LogUnavailable(answer.reason)
    return answer
