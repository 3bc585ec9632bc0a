"""Slows down whoever fails to authenticate too often, in whichever worker (A9)."""

import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil

from ppit_gateway.actions.failed_tries import SECONDS, FailedTries
from ppit_gateway.log.client import LogClient
from ppit_gateway.log.errors import LogUnavailable, TurnRefused
from ppit_gateway.log.turnstile import Limit, Needs

_MOST_TOLD = 4096


class FailureLimit:
    """At most ``most`` failures of one source within a minute, over all workers.

    The log's turnstile counts, without an entry for each. A worker that was told to refuse a
    source refuses it by itself for so long, so that a flood of failures asks the log ``most``
    times a minute; while the log is away each worker counts for itself.
    """

    def __init__(
        self, log: LogClient, most: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._log = log
        self._most = most
        self._clock = clock
        self._alone = FailedTries(most, clock)
        self._told: OrderedDict[str, float] = OrderedDict()

    async def note(self, source: str) -> int | None:
        """Count a failure of a client or an address; return the seconds to wait if too many."""
        left = ceil(self._told.get(source, 0.0) - self._clock())
        if left > 0:
            return left
        alone = self._alone.note(source)
        if alone is not None:
            return alone
        limit = Limit("failures", f"failures|{source}", self._most, int(SECONDS))
        try:
            await self._log.pass_through((), Needs(limits=(limit,)))
        except TurnRefused as refusal:
            seconds = max(1, *(turn.reset for turn in refusal.turns))
            self._tell(source, self._clock() + seconds)
            return seconds
        except LogUnavailable:
            return None
        return None

    def _tell(self, source: str, until: float) -> None:
        self._told[source] = until
        self._told.move_to_end(source)
        if len(self._told) > _MOST_TOLD:
            self._told.popitem(last=False)
