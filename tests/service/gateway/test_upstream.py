"""How the gate asks a service (J): whole answers or none, and nobody gets another's.

The service here is a few bytes on a unix socket, because no HTTP server can be told to write half
an answer, two of them, or none.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import cast

import pytest

from ppit_gateway.errors import BadUpstream, ServiceTimeout, ServiceUnavailable
from ppit_gateway.proxy.answer_reader import LARGEST_ANSWER
from ppit_gateway.proxy.connection import ServiceRequest
from ppit_gateway.proxy.upstream import Upstreams
from ppit_platform.spool import Spooled

NAME = "behind"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"
SECRET = "Bartholomew"  # noqa: S105  # stands for a name
Act = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Service:
    """Does one ``act`` for each question, the last again and again; a connection is a number."""

    acts: list[Act]
    asked_on: list[int] = field(default_factory=list[int])
    heads: list[str] = field(default_factory=list[str])
    connections: int = 0
    serving: set[asyncio.Task[object]] = field(default_factory=set[asyncio.Task[object]])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        self.serving.add(cast("asyncio.Task[object]", asyncio.current_task()))
        try:
            while True:
                self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
                self.asked_on.append(number)
                act = self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]
                await act(reader, writer)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            pass
        finally:
            writer.close()


def says(*pieces: bytes) -> Act:
    async def act(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()

    return act


def says_and_hangs_up(content: bytes) -> Act:
    async def act(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        writer.close()
        await writer.wait_closed()
        raise ConnectionError

    return act


async def never(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


@asynccontextmanager
async def behind(folder: Path, *acts: Act) -> AsyncGenerator[tuple[Upstreams, Service]]:
    service, socket = Service(list(acts)), folder / "s.sock"
    server = await asyncio.start_unix_server(service.serve, str(socket))
    upstreams = Upstreams({NAME: socket})
    try:
        yield upstreams, service
    finally:
        await upstreams.close()
        server.close()
        for task in service.serving:
            task.cancel()
        await asyncio.gather(*service.serving, return_exceptions=True)


def a_request(method: str = "GET", body: bytes | Spooled = b"") -> ServiceRequest:
    return ServiceRequest(method, "/v1/things?a=%20b", {"X-Request-ID": "one"}, body)


async def asked(upstreams: Upstreams, method: str = "GET", *, seconds: float = 5.0) -> bytes:
    return (await upstreams.ask(NAME, a_request(method), seconds=seconds)).body


async def test_a_request_is_sent_in_the_bytes_that_were_sealed_and_connections_serve_again(
    tmp_path: Path,
) -> None:
    async with behind(tmp_path, says(OK)) as (upstreams, service):
        assert await asked(upstreams) == b"ok"
        answer = await upstreams.ask(NAME, a_request("POST", b"{}"), seconds=5.0)
    assert (answer.status, answer.content_type) == (200, "text/plain")
    assert answer.headers["content-length"] == "2"
    assert service.asked_on == [1, 1]
    sent = "/v1/things?a=%20b HTTP/1.1\r\nHost: service\r\nX-Request-ID: one\r\n"
    assert service.heads[0] == f"GET {sent}\r\n"
    assert service.heads[1] == f"POST {sent}Content-Length: 2\r\n\r\n"


@pytest.mark.parametrize(
    "said",
    [
        OK[:-1],
        OK[:20],
        b"HTTP/1.1 200 OK\r\n\r\nuntil the end of the connection",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
    ],
)
async def test_half_an_answer_is_none(tmp_path: Path, said: bytes) -> None:
    async with behind(tmp_path, says_and_hangs_up(said)) as (upstreams, service):
        with pytest.raises(BadUpstream):
            await asked(upstreams)
    assert service.connections == 1


@pytest.mark.parametrize(
    "said",
    [
        b"not HTTP at all\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK,
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    ],
)
async def test_what_is_no_plain_answer_is_none_and_its_connection_is_not_used_again(
    tmp_path: Path, said: bytes
) -> None:
    async with behind(tmp_path, says(said), says(OK)) as (upstreams, service):
        with pytest.raises(BadUpstream):
            await asked(upstreams)
        assert await asked(upstreams) == b"ok"
    assert service.asked_on == [1, 2]


async def test_an_answer_larger_than_any_may_be_is_cut(tmp_path: Path) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {LARGEST_ANSWER + 1}\r\n\r\n".encode()
    async with behind(tmp_path, says(head, bytes(LARGEST_ANSWER + 1))) as (upstreams, _):
        with pytest.raises(BadUpstream):
            await asked(upstreams)


@pytest.mark.parametrize(
    "beyond", [b"H", b"HTTP/1.1 200 OK\r\n", OK.replace(b"ok", b"no"), b"\x00"]
)
async def test_what_follows_an_answer_makes_it_none_and_is_not_the_next_ones(
    tmp_path: Path, beyond: bytes
) -> None:
    async with behind(tmp_path, says(OK + beyond), says(OK)) as (upstreams, service):
        with pytest.raises(BadUpstream):
            await asked(upstreams)
        assert await asked(upstreams) == b"ok"
    assert service.asked_on == [1, 2]


async def test_what_comes_unasked_closes_the_connection(tmp_path: Path) -> None:
    spoken, closed = asyncio.Event(), asyncio.Event()

    async def late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(OK)
        await spoken.wait()
        writer.write(OK.replace(b"ok", b"no"))
        assert await reader.read(1) == b""
        closed.set()

    async with behind(tmp_path, late, says(OK)) as (upstreams, service):
        assert await asked(upstreams) == b"ok"
        spoken.set()
        await closed.wait()
        assert await asked(upstreams) == b"ok"
    assert service.asked_on == [1, 2]


async def test_a_trailer_is_no_header(tmp_path: Path) -> None:
    said = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2\r\nok\r\n0\r\nContent-Type: text/html\r\n\r\n"
    )
    async with behind(tmp_path, says(said)) as (upstreams, _):
        answer = await upstreams.ask(NAME, a_request(), seconds=5.0)
    assert (answer.body, answer.content_type) == (b"ok", "text/plain")


async def test_a_slow_answer_is_a_timeout_and_cannot_come_to_the_next_question(
    tmp_path: Path,
) -> None:
    async with behind(tmp_path, never, says(OK)) as (upstreams, service):
        with pytest.raises(ServiceTimeout):
            await asked(upstreams, seconds=0.05)
        assert await asked(upstreams) == b"ok"
    assert service.asked_on == [1, 2]


async def test_whoever_stops_waiting_takes_the_connection_along(tmp_path: Path) -> None:
    async with behind(tmp_path, never, says(OK)) as (upstreams, service):
        waiting = asyncio.create_task(asked(upstreams))
        while not service.asked_on:  # noqa: ASYNC110  # the service says it in a list
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert await asked(upstreams) == b"ok"
    assert service.asked_on == [1, 2]


@pytest.mark.parametrize(("method", "again"), [("GET", True), ("PUT", True), ("POST", False)])
async def test_only_what_may_be_done_twice_is_asked_again_when_an_old_connection_closes(
    tmp_path: Path, method: str, *, again: bool
) -> None:
    async with behind(tmp_path, says(OK), says_and_hangs_up(b""), says(OK)) as (upstreams, service):
        assert await asked(upstreams) == b"ok"
        if again:
            assert await asked(upstreams, method) == b"ok"
        else:
            with pytest.raises(ServiceUnavailable):
                await asked(upstreams, method)
    assert service.asked_on == ([1, 1, 2] if again else [1, 1])


async def test_a_service_that_hangs_up_at_once_is_not_asked_again_and_again(
    tmp_path: Path,
) -> None:
    async with behind(tmp_path, says_and_hangs_up(b"")) as (upstreams, service):
        with pytest.raises(ServiceUnavailable):
            await asked(upstreams)
    assert service.asked_on == [1]


async def test_a_file_is_sent_whole_and_a_refusal_in_the_middle_of_it_is_heard(
    tmp_path: Path,
) -> None:
    size = 4 * 1024 * 1024
    taken = 0

    async def takes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal taken
        taken = len(await reader.readexactly(size))
        writer.write(OK)

    refuses = says(b"HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno")
    async with behind(tmp_path, takes, refuses, says(OK)) as (upstreams, service):
        file = Spooled(BytesIO(bytes(size)), size, "")
        whole = await upstreams.ask(NAME, a_request("POST", file), seconds=5.0)
        again = Spooled(BytesIO(bytes(size)), size, "")
        refused = await upstreams.ask(NAME, a_request("POST", again), seconds=5.0)
        assert await asked(upstreams) == b"ok"
    assert (whole.status, refused.status, taken) == (200, 413, size)
    assert service.asked_on == [1, 1, 2]
    assert f"Content-Length: {size}\r\n" in service.heads[0]


async def test_a_line_break_makes_no_header(tmp_path: Path) -> None:
    async with behind(tmp_path, says(OK)) as (upstreams, service):
        forged = ServiceRequest("GET", "/", {"X-One": f"a\r\nX-Two: {SECRET}"}, b"")
        with pytest.raises(ValueError, match="line break"):
            await upstreams.ask(NAME, forged, seconds=5.0)
        assert await asked(upstreams) == b"ok"
    assert SECRET not in "".join(service.heads)


async def test_a_service_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    upstreams = Upstreams({NAME: tmp_path / "nobody.sock"})
    for service in (NAME, "another"):
        with pytest.raises(ServiceUnavailable):
            await upstreams.ask(service, a_request(), seconds=5.0)
    await upstreams.close()
