"""One connection to a service: a whole request out, a whole answer in, one at a time.

It may be used again only where nothing is left that could be taken for the next answer: the
request was sent to its end, the answer came whole, and not a byte came after it (RFC 9112 s.9.3).
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from ppit_gateway.proxy.answer_reader import AnswerBroken, AnswerReader, ServiceAnswer
from ppit_platform.deadline import lapsing
from ppit_platform.spool import Spooled, blocks

_BODILESS = frozenset({"GET", "DELETE"})


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """``path`` is raw, with its query, as the service sees it. A file is sent from where it
    stands.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | Spooled


class NotHeard(Exception):
    """The connection ended before a byte of an answer: the request may never have been read."""


class Connection(asyncio.Protocol):
    """Asks one question after another; after a failure it is closed.

    ``asked`` counts them; ``idle_since`` is by the loop's clock.
    """

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._reader = AnswerReader()
        self._answer: asyncio.Future[ServiceAnswer] | None = None
        self._drained: asyncio.Future[None] | None = None
        self.asked = 0
        self.idle_since = 0.0

    @property
    def usable(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # A cast: uvloop, which serves the gate, has transports of its own class.
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio calls it so
        self._transport = None
        self._fail(AnswerBroken("it broke off") if self._reader.heard else NotHeard())

    def pause_writing(self) -> None:
        self._drained = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)
        self._drained = None

    def data_received(self, data: bytes) -> None:
        waiting = self._answer
        if waiting is None or waiting.done():
            # Nobody asked: whatever it is, the next question must not get it for an answer.
            self.close()
            return
        try:
            answer = self._reader.read(data)
        except AnswerBroken as failure:
            self._fail(failure)
            self.close()
            return
        if answer is not None:
            waiting.set_result(answer)

    async def ask(self, request: ServiceRequest, seconds: float) -> ServiceAnswer:
        """Return the whole answer; ``TimeoutError`` after ``seconds``.

        ``NotHeard`` or ``AnswerBroken`` where there is none. Ended in any other way than by a
        whole answer to a whole request, the connection is closed.
        """
        if self._transport is None:
            raise NotHeard
        loop = asyncio.get_running_loop()
        self._answer = loop.create_future()
        self._reader.begin()
        self.asked += 1
        late, again = lapsing(self._answer, seconds), False
        try:
            sent = await self._sent(self._transport, request, self._answer)
            answer = await self._answer
            again = sent and self._reader.stays
            return answer
        finally:
            late.cancel()
            if not again:
                self.close()
            self._answer = None
            self.idle_since = loop.time()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    async def _sent(
        self,
        transport: asyncio.Transport,
        request: ServiceRequest,
        answer: asyncio.Future[ServiceAnswer],
    ) -> bool:
        """Send the request; say whether to its end, or a service answered before that of a file."""
        if not isinstance(request.body, Spooled):
            transport.write(_head(request, len(request.body)) + request.body)
            return True
        transport.write(_head(request, request.body.size))
        async for block in blocks(request.body.file):
            if answer.done():
                return False
            transport.write(block)
            if self._drained is not None:
                await asyncio.wait({self._drained, answer}, return_when=asyncio.FIRST_COMPLETED)
        return True

    def _fail(self, failure: Exception) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(failure)


def _head(request: ServiceRequest, length: int) -> bytes:
    """Write the request line and headers as they stand: the hop is sealed for these very bytes."""
    lines = [f"{request.method} {request.path} HTTP/1.1", "Host: service"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    if length or request.method not in _BODILESS:
        lines.append(f"Content-Length: {length}")
    head = "\r\n".join((*lines, "", ""))
    if head.count("\n") != len(lines) + 1 or head.count("\r") != len(lines) + 1:
        msg = "a line break inside a header"
        raise ValueError(msg)
    return head.encode("ascii")
