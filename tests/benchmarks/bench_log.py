"""Group commit against one transaction for each entry.

Three ways to make entries durable on one PostgreSQL that flushes to disk, in one run, each at four
numbers of concurrent callers. Compare the ratios and the CPU, not the absolute figures: disks and
machines differ. CPU is that of this process, caller and log together.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from itertools import count, product
from pathlib import Path

import psycopg

from ppit_gateway.log.config import plain_url
from ppit_gateway.log.edge import RightEdge
from ppit_gateway.log.entries import Draft, Record, make_record
from ppit_gateway.log.notes import NoteSigner
from ppit_gateway.log.session import LogSession
from ppit_gateway.log.state import LogState
from ppit_ops.migrations import migrate
from tests.benchmarks.kept import keep
from tests.support.log import ORIGIN, LogPlace, a_log_place, running_log
from tests.support.postgres import Cluster, running_cluster

CONCURRENT = (1, 8, 32, 128)
SECONDS = 3.0
WAYS = ("group commit", "one commit per entry, in order", "one transaction per entry, unordered")
BODY = {"operation": "DISCLOSURE", "subjects": ["e1:" + "0" * 40] * 3, "fields": ["result"] * 8}

Append = Callable[[int, int], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Figure:
    way: str
    concurrent: int
    entries_per_second: int
    p50_ms: float
    p99_ms: float
    cpu_us_per_entry: int


async def measured(way: str, concurrent: int, append: Append) -> Figure:
    """Let each caller append one entry after another for the time that is given."""
    took: list[float] = []
    end = time.perf_counter() + SECONDS

    async def caller(number: int) -> None:
        for turn in count():
            began = time.perf_counter()
            if began >= end:
                return
            await append(number, turn)
            took.append(time.perf_counter() - began)

    cpu, began = time.process_time(), time.perf_counter()
    await asyncio.gather(*(caller(number) for number in range(concurrent)))
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    cuts = statistics.quantiles(took, n=100)
    return Figure(
        way,
        concurrent,
        round(len(took) / wall),
        round(1000 * cuts[49], 2),
        round(1000 * cuts[98], 2),
        round(1_000_000 * cpu / len(took)),
    )


async def through_the_log(place: LogPlace, way: str, concurrent: int) -> Figure:
    async with running_log(place) as log:
        return await measured(
            way, concurrent, lambda caller, turn: log.append("fact", f"{caller}-{turn}", BODY)
        )


async def one_transaction_each(place: LogPlace, way: str, concurrent: int) -> Figure:
    """Write the same rows, each caller on a connection of its own. Nobody orders them: what a
    table of audit rows does, without gapless numbers or a tree over them.
    """
    url, numbers = plain_url(place.config.database_url), count()
    signer, state = NoteSigner(ORIGIN, place.key), LogState(RightEdge(), {}, "")
    first = await LogSession.open(url, patience=5)
    epoch = await first.claim(0)
    await first.close()
    sessions = [
        LogSession(await psycopg.AsyncConnection.connect(url, autocommit=True), 5)
        for _ in range(concurrent)
    ]

    async def append(caller: int, turn: int) -> None:
        record = a_record(next(numbers), f"{caller}-{turn}", epoch)
        growth = state.grow([record], signer)
        await sessions[caller].append([record], replace(growth, tiles=()))

    try:
        return await measured(way, concurrent, append)
    finally:
        for session in sessions:
            await session.close()


def a_record(index: int, key: str, epoch: int) -> Record:
    draft = Draft("fact", key, BODY)
    now = datetime.now(UTC)
    return make_record(draft, index=index, epoch=epoch, recorded_at=now, new_salt=lambda: b"")


async def figure(cluster: Cluster, folder: Path, way: str, concurrent: int) -> Figure:
    database = cluster.empty("ppit_gateway")
    await asyncio.to_thread(migrate, "ppit_gateway.log", database.owner_url)
    place = a_log_place(folder, database)
    if way == WAYS[2]:
        return await one_transaction_each(place, way, concurrent)
    if way == WAYS[1]:
        place = replace(place, config=replace(place.config, largest_batch=1))
    return await through_the_log(place, way, concurrent)


def bench_group_commit_against_one_commit_for_each_entry() -> None:
    figures: list[Figure] = []
    with running_cluster(durable=True) as cluster, tempfile.TemporaryDirectory() as folder:
        # Interleaved, so that what else the machine does falls on all three alike.
        for concurrent, way in product(CONCURRENT, WAYS):
            figures.append(asyncio.run(figure(cluster, Path(folder), way, concurrent)))
            print(f"\n{figures[-1]}", end="")  # noqa: T201  # what a benchmark is for
    report = {"seconds_each": SECONDS, "figures": [asdict(one) for one in figures]}
    keep("log", report)
    grouped, single, _ = figures[-3:]
    assert grouped.entries_per_second > 3 * single.entries_per_second
    assert grouped.cpu_us_per_entry < single.cpu_us_per_entry
