"""Three ways to make records durable: the log, a transaction for each, a hash chain with a lock."""

import asyncio
import hashlib
import statistics
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg

from ppit_gateway.log.canonical import canonical
from ppit_gateway.log.config import plain_url
from ppit_ops.migrations import migrate
from tests.benchmarks.machine import child_running, cpu_seconds
from tests.support.log import a_log_place, log_process
from tests.support.postgres import Cluster, Database

LOG, TRANSACTION, CHAIN = "log", "one transaction per record", "hash chain under a row lock"
WAYS = (LOG, TRANSACTION, CHAIN)
BODY = {"operation": "DISCLOSURE", "subjects": ["e1:" + "0" * 40] * 3, "fields": ["result"] * 8}
_TABLES = """
CREATE TABLE record (
  key text PRIMARY KEY, hash bytea NOT NULL, body text NOT NULL, recorded_at timestamptz NOT NULL
);
CREATE TABLE chain (size bigint NOT NULL, head bytea NOT NULL);
INSERT INTO chain VALUES (0, '');
"""
_INSERT = "INSERT INTO record VALUES (%s, %s, %s, %s)"

Append = Callable[[int, str], Awaitable[object]]
"""Makes a record durable, given the number of the caller and the record's key."""


@dataclass(frozen=True, slots=True)
class Figure:
    """``client_cpu_us`` is what the callers' process used for each record, ``log_cpu_us`` what the
    log's did; what PostgreSQL used is in neither.
    """

    way: str
    writers: int
    records_per_second: int
    p50_ms: float
    p99_ms: float
    client_cpu_us: int
    log_cpu_us: int


async def figure(cluster: Cluster, folder: Path, way: str, writers: int, seconds: float) -> Figure:
    """Let each writer append one record after another for so long, in a database of its own."""
    database = cluster.empty("ppit_gateway")
    if way == LOG:
        await asyncio.to_thread(migrate, "ppit_gateway.log", database.owner_url)
        async with log_process(a_log_place(folder, database)) as log:
            client = log.client
            return await _measured(
                way, writers, seconds, lambda _, key: client.append("fact", key, BODY)
            )
    async with _connections(database, writers) as connections:
        each = _in_a_transaction if way == TRANSACTION else _in_the_chain
        return await _measured(
            way, writers, seconds, lambda caller, key: each(connections[caller], key)
        )


async def _measured(way: str, writers: int, seconds: float, append: Append) -> Figure:
    took: list[float] = []
    end = time.perf_counter() + seconds

    async def writer(number: int) -> None:
        for turn in count():
            began = time.perf_counter()
            if began >= end:
                return
            await append(number, f"{number}-{turn}")
            took.append(time.perf_counter() - began)

    process = child_running("tests.support.log_main") if way == LOG else 0
    log = cpu_seconds(process) if process else 0.0
    cpu, began = time.process_time(), time.perf_counter()
    await asyncio.gather(*(writer(number) for number in range(writers)))
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    log = cpu_seconds(process) - log if process else 0.0
    cuts = statistics.quantiles(took, n=100)
    return Figure(
        way,
        writers,
        round(len(took) / wall),
        round(1000 * cuts[49], 2),
        round(1000 * cuts[98], 2),
        round(1_000_000 * cpu / len(took)),
        round(1_000_000 * log / len(took)),
    )


@asynccontextmanager
async def _connections(
    database: Database, writers: int
) -> AsyncGenerator[list[psycopg.AsyncConnection]]:
    url = plain_url(database.admin_url)
    async with AsyncExitStack() as stack:
        opened = [
            await stack.enter_async_context(
                await psycopg.AsyncConnection.connect(url, autocommit=True)
            )
            for _ in range(writers)
        ]
        await opened[0].execute(_TABLES)
        yield opened


async def _in_a_transaction(connection: psycopg.AsyncConnection, key: str) -> None:
    body = canonical({**BODY, "key": key})
    digest = hashlib.sha256(body).digest()
    await connection.execute(_INSERT, (key, digest, body.decode(), datetime.now(UTC)))


async def _in_the_chain(connection: psycopg.AsyncConnection, key: str) -> None:
    """Only whoever holds the one row knows what to hash: nobody else can begin before it is
    durable.
    """
    body = canonical({**BODY, "key": key})
    async with connection.transaction():
        cursor = await connection.execute("SELECT head FROM chain FOR UPDATE")
        row = await cursor.fetchone()
        assert row is not None
        head = hashlib.sha256(bytes(row[0]) + body).digest()
        await connection.execute(_INSERT, (key, head, body.decode(), datetime.now(UTC)))
        await connection.execute("UPDATE chain SET size = size + 1, head = %s", (head,))
