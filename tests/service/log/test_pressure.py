"""Nobody who stops reading makes the other side keep more and more for them."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from ppit_gateway.log.client import LogClient
from ppit_gateway.log.errors import LogUnavailable
from ppit_gateway.log.wire import Question, write_question
from tests.support.log import LogPlace, a_log_place, log_process, running_log
from tests.support.postgres import running_cluster

BIG = {"text": "x" * 1_000_000}


@asynccontextmanager
async def a_log_that_never_reads(place: LogPlace) -> AsyncGenerator[None]:
    heard = list[asyncio.StreamWriter]()

    def hears(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(writer)

    frozen = await asyncio.start_unix_server(hears, str(place.config.socket), limit=1)
    try:
        yield
    finally:
        for writer in heard:
            writer.transport.abort()
        frozen.close()
        await frozen.wait_closed()


async def test_a_log_that_does_not_read_is_unavailable_at_once_and_costs_no_more_memory(
    place: LogPlace,
) -> None:
    async with a_log_that_never_reads(place):
        log = LogClient(place.config.socket, deadline=2.0)
        waited = await asyncio.gather(
            *(log.append("fact", str(n), BIG) for n in range(30)), return_exceptions=True
        )
        assert all(isinstance(one, LogUnavailable) for one in waited)
        began = time.monotonic()
        with pytest.raises(LogUnavailable, match="far behind"):
            await log.append("fact", "later", {})
        assert time.monotonic() - began < 1.0
        await log.close()


async def stalls(writer: asyncio.StreamWriter, data: bytes, *, times: int) -> bool:
    """Write and read nothing; say whether the other side stopped taking it."""
    for _ in range(times):
        writer.write(data)
        try:
            async with asyncio.timeout(4):
                await writer.drain()
        except TimeoutError:
            return True
    return False


async def test_a_peer_that_does_not_read_its_answers_is_not_heard_any_further(
    place: LogPlace,
) -> None:
    async with running_log(place) as log:
        _, writer = await asyncio.open_unix_connection(str(place.config.socket), limit=1)
        questions = b"".join(write_question(Question(n, ())) for n in range(2_000))
        assert await stalls(writer, questions, times=60)
        assert await log.size() == 0
        writer.transport.abort()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def test_a_log_without_its_database_still_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    with running_cluster() as cluster:
        database = cluster.migrated("ppit_gateway")
        place = a_log_place(tmp_path, database)
        async with log_process(place) as process:
            await process.client.append("fact", "f-0", {})
            await asyncio.to_thread(cluster.server.kill)
            with pytest.raises(LogUnavailable):
                await process.client.append("fact", "f-1", {})
            assert await asyncio.to_thread(process.stop) == 0
