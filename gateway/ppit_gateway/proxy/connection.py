"""One connection to a service: a whole request out, a whole answer in, one at a time.

It may be used again only where nothing is left that could be taken for the next answer: the
request was sent to its end, the answer came whole, and not a byte came after it (RFC 9112 s.9.3).
httptools, by which the gate itself is served, reads the answer.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import httptools

from ppit_platform.spool import Spooled, blocks

LARGEST_ANSWER = 8 * 1024 * 1024
LARGEST_HEAD = 64 * 1024
_FIRST_FINAL = 200
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


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """``headers`` by their lower-case names."""

    status: int
    content_type: str
    headers: Mapping[str, str]
    body: bytes


class NotHeard(Exception):
    """The connection ended before a byte of an answer: the request may never have been read."""


class AnswerBroken(Exception):
    """What came is no whole answer, or is larger than any may be."""


class Connection(asyncio.Protocol):
    """Asks one question after another; after a failure it is of no more use."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._answer: asyncio.Future[ServiceAnswer] | None = None
        self._drained: asyncio.Future[None] | None = None
        self._headers: dict[str, str] = {}
        self._body: list[bytes] = []
        self._head_size = self._body_size = 0
        self._head_done = self._stays = self._sent = self._heard = False
        self.asked = 0
        """How many questions it has been used for."""
        self.idle_since = 0.0

    @property
    def usable(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # A cast: uvloop, which serves the gate, has transports of its own class.
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio calls it so
        self._transport = None
        self._fail(AnswerBroken("it broke off") if self._heard else NotHeard())

    def pause_writing(self) -> None:
        self._drained = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)
        self._drained = None

    def data_received(self, data: bytes) -> None:
        if self._answer is None or self._answer.done():
            # Nobody asked: whatever it is, the next question must not get it for an answer.
            self.close()
            return
        self._heard = True
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail(AnswerBroken("it is no HTTP, or too much of it"))
            self.close()

    def on_message_begin(self) -> None:
        if self._head_done:
            raise AnswerBroken  # a second answer to one question

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._head_done:
            return  # a trailer, which is no header whatever it is called
        self._head_size += len(name) + len(value)
        if self._head_size > LARGEST_HEAD:
            raise AnswerBroken
        self._headers[name.decode("ascii").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        if self._parser.get_status_code() < _FIRST_FINAL:
            raise AnswerBroken  # one that is not final, for which we never ask
        self._head_done = True
        self._stays = self._parser.should_keep_alive()

    def on_body(self, body: bytes) -> None:
        self._body_size += len(body)
        if self._body_size > LARGEST_ANSWER:
            raise AnswerBroken
        self._body.append(body)

    def on_message_complete(self) -> None:
        if self._answer is None or self._answer.done():
            return
        status, headers = self._parser.get_status_code(), self._headers
        body = b"".join(self._body)
        answer = ServiceAnswer(status, headers.get("content-type", ""), headers, body)
        self._answer.set_result(answer)
        self.resume_writing()

    async def ask(self, request: ServiceRequest, seconds: float) -> ServiceAnswer:
        """Return the whole answer; ``TimeoutError`` after ``seconds``.

        ``NotHeard`` or ``AnswerBroken`` where there is none. Ended in any other way than by a
        whole answer to a whole request, the connection is closed.
        """
        if self._transport is None:
            raise NotHeard
        loop = asyncio.get_running_loop()
        self._begin(loop.create_future())
        late = loop.call_later(seconds, self._fail, TimeoutError())
        try:
            return await self._asked(self._transport, request)
        finally:
            late.cancel()
            if not (self._sent and self._stays and self._done()):
                self.close()
            self._answer = None
            self.idle_since = loop.time()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    async def _asked(self, transport: asyncio.Transport, request: ServiceRequest) -> ServiceAnswer:
        answer = cast("asyncio.Future[ServiceAnswer]", self._answer)
        if isinstance(request.body, Spooled):
            transport.write(_head(request, request.body.size))
            await self._send(transport, request.body, answer)
        else:
            transport.write(_head(request, len(request.body)) + request.body)
            self._sent = True
        return await answer

    async def _send(
        self, transport: asyncio.Transport, body: Spooled, answer: asyncio.Future[ServiceAnswer]
    ) -> None:
        """Send a file, as fast as it is taken, unless the service has answered before its end."""
        async for block in blocks(body.file):
            if answer.done():
                return
            transport.write(block)
            if self._drained is not None:
                await self._drained
        self._sent = True

    def _begin(self, answer: "asyncio.Future[ServiceAnswer]") -> None:
        self.asked += 1
        self._answer, self._headers, self._body = answer, {}, []
        self._head_size = self._body_size = 0
        self._head_done = self._stays = self._sent = self._heard = False

    def _done(self) -> bool:
        """Say whether the answer came whole."""
        answer = self._answer
        whole = answer is not None and answer.done() and not answer.cancelled()
        return whole and cast("asyncio.Future[ServiceAnswer]", answer).exception() is None

    def _fail(self, failure: Exception) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(failure)
        self.resume_writing()


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
