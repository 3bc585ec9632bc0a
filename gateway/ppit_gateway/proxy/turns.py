"""Lets the crowd of one partner wait for its own turn, and nobody else's.

A worker has one processor. What a request takes of it before it first waits for something (its
proof is checked, it is decided or refused) is a turn. Where more come than there are turns, these
go by start-time fair queueing: the requests of one partner in the order in which they came, and of
the partners first the one that has had least. After a few turns the event loop looks at its
sockets, so that what is under way already goes on.
"""

import asyncio
from collections import Counter
from heapq import heappop, heappush

from ppit_gateway.errors import ReducedCapacity

_AT_ONCE = 4
"""Turns between two looks at the sockets: a look costs something too, and so does a commit of the
log for each question alone.
"""


class Turns:
    """At most ``most`` requests of one ``whose`` wait; what comes beyond them is turned away."""

    def __init__(self, most: int = 512) -> None:
        self._most = most
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._of: Counter[str] = Counter()
        self._had: dict[str, int] = {}
        self._round = 0
        self._came = 0
        self._taken = False

    async def wait(self, whose: str) -> None:
        """Return when it is one's turn, at once if nobody has it; ``ReducedCapacity`` if too many
        of the same wait.
        """
        if self._of[whose] >= self._most:
            msg = "send it again in a moment"
            raise ReducedCapacity(msg)
        # Whoever was away has saved nothing up: they begin with the round that is going on.
        start = max(self._round, self._had.get(whose, 0))
        self._had[whose] = start + 1
        if not self._taken:
            self._taken = True
            self._pass_on_soon()
            return
        self._came += 1
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (start, self._came, turn))
        self._of[whose] += 1
        try:
            await turn
        finally:
            self._of[whose] -= 1

    def _pass_on_soon(self) -> None:
        asyncio.get_running_loop().call_soon(self._pass_on)

    def _pass_on(self) -> None:
        given = 0
        while self._waiting and given < _AT_ONCE:
            start, _, turn = heappop(self._waiting)
            # Whoever has gone in the meantime needs no turn.
            if not turn.done():
                self._round = start
                turn.set_result(None)
                given += 1
        if given:
            self._pass_on_soon()
            return
        self._taken = False
        self._round = 0
        self._had.clear()
        self._of.clear()
