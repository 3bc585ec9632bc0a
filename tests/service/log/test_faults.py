"""Whatever dies: nothing acknowledged is lost, nothing is there twice, nobody waits for long."""

import asyncio
import time
from collections.abc import Iterator
from itertools import count

import psycopg
import pytest

from ppit_gateway.log.client import LogClient
from ppit_gateway.log.config import plain_url
from ppit_gateway.log.entries import Receipt
from ppit_gateway.log.errors import LogUnavailable
from tests.support.log import (
    LogPlace,
    answering,
    log_process,
    running_log,
    stored,
    tamper,
    verdict_on,
)
from tests.support.postgres import Cluster

LOCK = 0x50504954_4C4F47


async def append_until_acknowledged(
    log: LogClient,
    numbers: Iterator[int],
    stop: asyncio.Event,
    kept: asyncio.Queue[tuple[str, Receipt]],
) -> None:
    """Offer one entry after another, each again and again until its receipt comes."""
    while not stop.is_set():
        key = f"f-{next(numbers)}"
        receipt = None
        while receipt is None:
            try:
                receipt = await log.append("fact", key, {"key": key}, {"case": key})
            except LogUnavailable:
                await asyncio.sleep(0.02)
        kept.put_nowait((key, receipt))


async def test_killed_ten_times_in_full_stream_it_keeps_what_it_acknowledged(
    place: LogPlace,
) -> None:
    kept: dict[str, Receipt] = {}
    receipts: asyncio.Queue[tuple[str, Receipt]] = asyncio.Queue()
    stop, numbers = asyncio.Event(), count()
    async with log_process(place) as process:
        writers = [
            asyncio.create_task(append_until_acknowledged(process.client, numbers, stop, receipts))
            for _ in range(20)
        ]
        for _ in range(10):
            kept |= dict([await receipts.get() for _ in range(50)])
            process.kill()
            process.start()
        await answering(process.client)
        stop.set()
        await asyncio.gather(*writers)
        assert process.stop() == 0
    kept |= dict(receipts.get_nowait() for _ in range(receipts.qsize()))
    assert not place.config.socket.exists()
    rows = stored(
        place, "SELECT index, key, encode(leaf_hash, 'hex') FROM log.entry ORDER BY index"
    )
    assert [index for index, _, _ in rows] == list(range(len(rows)))
    assert {key: Receipt(index, leaf) for index, key, leaf in rows} == kept
    assert len(kept) >= 500
    assert verdict_on(place).exit_code == 0


async def unavailable_within(log: LogClient, seconds: float) -> None:
    began = time.monotonic()
    with pytest.raises(LogUnavailable):
        await log.append("fact", "while-away", {})
    assert time.monotonic() - began < seconds


@pytest.mark.parametrize("fault", ["stopped", "killed", "frozen"])
async def test_without_postgresql_it_says_so_at_once_and_recovers_by_itself(
    cluster: Cluster, place: LogPlace, fault: str
) -> None:
    server = cluster.server
    fail = {"stopped": server.stop, "killed": server.kill, "frozen": server.pause}[fault]
    mend = server.resume if fault == "frozen" else server.start
    async with running_log(place) as log:
        before = await log.append("fact", "before", {})
        await asyncio.to_thread(fail)
        try:
            for _ in range(3):
                await unavailable_within(log, 3.0)
            with pytest.raises(LogUnavailable):
                await log.size()
        finally:
            mend()  # here: a server started by a passing thread is told to end with that thread
        await answering(log)
        assert await log.append("fact", "before", {}) == before
        assert (await log.append("fact", "after", {})).index in (1, 2)
    assert verdict_on(place).exit_code == 0


async def test_many_who_wait_when_postgresql_freezes_all_hear_in_time(
    cluster: Cluster, place: LogPlace
) -> None:
    async with running_log(place) as log:
        await asyncio.to_thread(cluster.server.pause)
        try:
            began = time.monotonic()
            answers = await asyncio.gather(
                *(log.append("fact", str(n), {}) for n in range(200)), return_exceptions=True
            )
            assert time.monotonic() - began < 3.0
        finally:
            await asyncio.to_thread(cluster.server.resume)
        assert all(isinstance(answer, LogUnavailable) for answer in answers)
        await answering(log)


async def test_a_commit_whose_answer_was_lost_is_found_and_not_repeated(place: LogPlace) -> None:
    async with running_log(place) as log:
        await log.append("fact", "f-0", {})
        for number in range(1, 6):
            attempt = asyncio.create_task(log.append("fact", f"f-{number}", {}))
            await asyncio.sleep(0.002 * number)
            end_sessions(place)
            await asyncio.gather(attempt, return_exceptions=True)
            await answering(log)
            await log.append("fact", f"f-{number}", {})
        assert await log.size() == 6
    assert verdict_on(place).exit_code == 0


def end_sessions(place: LogPlace) -> None:
    tamper(
        place,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE usename = 'ppit_log' AND datname = current_database()",
    )


async def test_a_second_log_process_refuses_to_start_and_leaves_the_first_its_socket(
    place: LogPlace,
) -> None:
    async with log_process(place) as first:
        await first.client.append("fact", "f-0", {})
        async with log_process(place, ready=False) as second:
            code, said = await asyncio.to_thread(second.ended)
        assert code == 1
        assert "LockLost" in said
        assert await first.client.size() == 1


async def test_a_process_whose_lock_another_has_taken_ends_and_writes_nothing_more(
    place: LogPlace,
) -> None:
    async with log_process(place) as process:
        await process.client.append("fact", "f-0", {})
        url = plain_url(place.database.url("ppit_log"))
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as usurper:
            await take_the_lock(place, usurper)
            with pytest.raises(LogUnavailable):
                await process.client.append("fact", "f-1", {})
            code, said = await asyncio.to_thread(process.ended)
    assert code == 1
    assert "LockLost" in said
    assert stored(place, "SELECT key FROM log.entry") == [("f-0",)]


async def take_the_lock(place: LogPlace, usurper: psycopg.AsyncConnection) -> None:
    waiting = asyncio.create_task(usurper.execute(f"SELECT pg_advisory_lock({LOCK})".encode()))
    in_line = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    for _ in range(500):
        if stored(place, in_line):
            break
        await asyncio.sleep(0.01)
    # Ends the holder only: the usurper stands in line and gets the lock next.
    tamper(
        place,
        "SELECT pg_terminate_backend(pid) FROM pg_locks"
        " WHERE locktype = 'advisory' AND granted AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())",
    )
    await waiting


async def test_a_process_after_whose_time_another_began_an_epoch_ends(place: LogPlace) -> None:
    async with log_process(place) as process:
        await process.client.append("fact", "f-0", {})
        tamper(place, "INSERT INTO log.epoch VALUES (2, now())")
        end_sessions(place)
        code, said = await asyncio.to_thread(process.ended)
    assert code == 1
    assert "epoch 2" in said


async def test_it_does_not_write_on_over_damage(place: LogPlace) -> None:
    async with running_log(place) as log:
        await log.append("fact", "f-0", {})
        await log.append("fact", "f-1", {})
    tamper(place, "DELETE FROM log.entry WHERE index = 1")
    async with log_process(place, ready=False) as process:
        code, said = await asyncio.to_thread(process.ended)
    assert code == 1
    assert "LogDamaged" in said
