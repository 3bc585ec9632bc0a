"""How the gate writes to the log: one connection for all its requests, and a deadline for each."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from ppit_gateway.log.answers import succeeded
from ppit_gateway.log.entries import Draft, Receipt
from ppit_gateway.log.errors import (
    LogUnavailable,
)
from ppit_gateway.log.turnstile import Needs, Seen, Turn
from ppit_gateway.log.wire import (
    NO_NEEDS,
    Answer,
    Frames,
    Question,
    WireBroken,
    read_answer,
    write_question,
)
from ppit_platform.deadline import lapsing

_MOST_UNREAD = 16 * 1024 * 1024
_NOTHING: Mapping[str, str] = MappingProxyType({})


class _Connection(asyncio.Protocol):
    """One unix socket to the log process and the questions under way on it."""

    def __init__(self) -> None:
        self._frames = Frames()
        self._waiting: dict[int, asyncio.Future[Answer]] = {}
        self._last = 0
        self._transport: asyncio.Transport | None = None
        self._full = False

    @property
    def usable(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # A cast: uvloop, which serves the gate, has transports of its own class.
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(_MOST_UNREAD)

    def pause_writing(self) -> None:
        self._full = True

    def resume_writing(self) -> None:
        self._full = False

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio calls it so
        self._transport = None
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(LogUnavailable("the log process went away"))
        self._waiting.clear()

    def data_received(self, data: bytes) -> None:
        try:
            for frame in self._frames.feed(data):
                number, answer = read_answer(frame)
                future = self._waiting.pop(number, None)
                # Nobody waits any more for an answer that came after its deadline.
                if future is not None and not future.done():
                    future.set_result(answer)
        except (WireBroken, KeyError):
            self.close()

    async def ask(self, question: Question, seconds: float) -> Answer:
        """Return the answer; ``TimeoutError`` after ``seconds``."""
        if self._transport is None:
            msg = "the log process went away"
            raise LogUnavailable(msg)
        if self._full:
            # It has stopped reading: what we kept for it would only grow.
            msg = "the log process is far behind"
            raise LogUnavailable(msg)
        self._last += 1
        number = self._last
        frame = write_question(question, number)
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        late = lapsing(future, seconds)
        self._waiting[number] = future
        self._transport.write(frame)
        try:
            return await future
        finally:
            late.cancel()
            self._waiting.pop(number, None)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()


@dataclass(frozen=True, slots=True)
class Passed:
    """Receipts in the order of the drafts, and what is left of each limit; ``proof`` is the
    C2SP tlog-proof of the first entry, if it was asked for.
    """

    receipts: tuple[Receipt, ...]
    turns: tuple[Turn, ...]
    proof: str = ""


class LogClient:
    """Appends to the log and answers when the entry is durable.

    Every method raises ``LogUnavailable`` when the log has not answered within ``deadline``
    seconds: the entry may or may not be in the log, so nothing may be disclosed, and to offer it
    again is safe. It connects when first used and again after each loss.
    """

    def __init__(self, socket: Path, *, deadline: float = 3.0) -> None:
        self._socket = socket
        self._deadline = deadline
        self._connection: _Connection | None = None
        self._connecting = asyncio.Lock()

    async def append(
        self, kind: str, key: str, body: Mapping[str, object], sealed: Mapping[str, str] = _NOTHING
    ) -> Receipt:
        """Add one entry, or find it: (``kind``, ``key``) names it for good.

        ``body`` holds text, integers, booleans, nulls, lists and objects; ``sealed`` values enter
        the leaf as salted commitments. Raises ``LogUnavailable``; ``LogConflict`` when the log
        holds other content under that name, an outcome has no open intent (it has been declared
        unknown, or never was); ``EntryRefused`` or ``NotCanonical`` for what no log can hold.
        """
        (receipt,) = await self.append_many([Draft(kind, key, body, sealed)])
        return receipt

    async def append_many(self, drafts: Sequence[Draft]) -> tuple[Receipt, ...]:
        """Add all of them side by side in this order, or none. Raises as ``append``."""
        if not drafts:
            return ()
        return (await self._ask(Question(0, tuple(drafts)))).receipts

    async def pass_through(
        self,
        drafts: Sequence[Draft],
        needs: Needs = NO_NEEDS,
        *,
        seen: Seen | None = None,
        prove: bool = False,
    ) -> Passed:
        """Add the drafts if they may pass now, and count the people that they say were ``seen``.

        Raises as ``append``, and ``PassedBefore``, ``TurnRefused`` or ``BreadthRefused`` where
        nothing was added because of ``needs``.
        """
        answer = await self._ask(Question(0, tuple(drafts), needs, seen, prove))
        return Passed(answer.receipts, answer.turns, answer.proof)

    async def size(self) -> int:
        """Return how many entries the log holds; it has just looked. Raises ``LogUnavailable``."""
        return (await self._ask(Question(0, ()))).size

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def _ask(self, question: Question) -> Answer:
        try:
            connection = self._connection
            if connection is None or not connection.usable:
                async with asyncio.timeout(self._deadline):
                    connection = await self._connected()
            answer = await connection.ask(question, self._deadline)
        except TimeoutError as failure:
            msg = "the log did not answer in time"
            raise LogUnavailable(msg) from failure
        return succeeded(answer)

    async def _connected(self) -> _Connection:
        async with self._connecting:
            if self._connection is None or not self._connection.usable:
                loop = asyncio.get_running_loop()
                try:
                    _, self._connection = await loop.create_unix_connection(
                        _Connection, str(self._socket)
                    )
                except OSError as failure:
                    msg = "no log process listens"
                    raise LogUnavailable(msg) from failure
            return self._connection
