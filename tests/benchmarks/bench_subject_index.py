"""What the index of subjects costs as it grows: to take entries in, to prove, to carry a proof.

A map of each size is written; there a publisher's second of entries is taken in several times, and
proofs are read for people who are in it and for strangers. Compare the growth, not the absolute
figures: each step has ten times the subjects of the one before, and may cost a few pages more.
"""

import asyncio
import os
import random
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import LiteralString

import numpy as np
import psycopg

from ppit_gateway.log.config import plain_url
from ppit_gateway.subject_index.growing import advance
from ppit_gateway.subject_index.pages import Node, hash_of, pack, top_of, unpack
from ppit_gateway.subject_index.proofs import MapProof
from ppit_gateway.subject_index.proving import prove
from ppit_gateway.subject_index.subjects import HASH_BYTES, NOTHING, key_of
from ppit_gateway.subject_index.trie import Trie
from ppit_ops.migrations import migrate
from tests.benchmarks.kept import keep
from tests.benchmarks.machine import cpu_seconds
from tests.support.postgres import running_cluster

SIZES = (100_000, 1_000_000, 10_000_000)
LARGEST = int(os.environ.get("PPIT_BENCH_SUBJECTS", str(SIZES[1])))  # noqa: TID251  # of this run
"""Ten million take 5 GB and, on two cores, half an hour to fill: only when asked for."""
BELOW = 2
SECOND = 1_000
SECONDS = 8
ASKED = 300
_ENTRIES = """
INSERT INTO log.entry (index, kind, key, leaf_hash, body, recorded_at, epoch)
SELECT index, 'fact', index::text, sha256(index::text::bytea), body, now(), 1
FROM unnest(%s::bigint[], %s::text[]) AS new (index, body)
"""
_PUBLISH = """
INSERT INTO log.published (size, root, index_root, note, signed_at)
SELECT size, root, root, E'\\nppit-subject-index ' || encode(root, 'base64') || E'\\n', now()
FROM log_index.state
"""
_SIZE = (
    "SELECT pg_total_relation_size('log_index.page') + pg_total_relation_size('log_index.posting')"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """Elapsed, and the processor time of client and server together; an entry names one person, new
    to the map. ``proof_bytes`` is what proves one subject, without its entries. ``load`` is what
    else the machine bore: beside more than its cores only processor time says something.
    """

    subjects: int
    advance_us_per_entry: int
    advance_cpu_us_per_entry: int
    prove_ms: float
    prove_p99_ms: float
    prove_cpu_ms: float
    proof_bytes: int
    proof_steps: float
    stored_bytes_per_subject: int
    load: float


def pseudonym(number: int) -> str:
    return f"e1:{number:040x}"


async def fill(connection: psycopg.AsyncConnection, size: int) -> None:
    """Write a whole map at once, as it would have grown, without the entries that made it: leaves
    of the log are needed only where it is measured.
    """
    await connection.execute("TRUNCATE log_index.page, log_index.posting")
    tops: dict[int, Node] = {}
    deepest = 0
    async with connection.transaction():
        for first, named in by_first_byte(size):
            trie = Trie({}, NOTHING)
            pages = trie.grow(named)
            upper = [path for path in pages if len(path) < BELOW]
            tops[first] = top_of(unpack(pages[bytes((first >> 4, first & 15))]))
            rows = [(path, pages[path]) for path in pages.keys() - set(upper)]
            await written(connection, "page (path, slots)", rows)
            postings = [(key, entries[0]) for key, entries in named]
            await written(connection, "posting (key, index)", postings)
            deepest = max(deepest, *map(len, pages))
        rows, root = upper_pages(tops)
        await written(connection, "page (path, slots)", rows)
        state = (size, root, deepest)
        await connection.execute("UPDATE log_index.state SET size=%s, root=%s, deepest=%s", state)
    await connection.execute("VACUUM ANALYZE log_index.page, log_index.posting")


def by_first_byte(size: int) -> Iterator[tuple[int, list[tuple[bytes, list[int]]]]]:
    """Yield the subjects whose key begins with each byte: all below one page two levels down."""
    keys = np.frombuffer(b"".join(key_of(pseudonym(one)) for one in range(size)), np.uint8)
    keys = keys.reshape(size, HASH_BYTES)
    order = np.argsort(keys[:, 0], kind="stable")
    ends = np.cumsum(np.bincount(keys[:, 0], minlength=256))
    for first, some in enumerate(np.split(order, ends[:-1])):
        yield first, [(keys[one].tobytes(), [int(one)]) for one in some]


def upper_pages(tops: Mapping[int, Node]) -> tuple[list[tuple[bytes, bytes]], bytes]:
    middle = [[tops[high << 4 | low] for low in range(16)] for high in range(16)]
    top = [top_of(slots) for slots in middle]
    pages = [(bytes((high,)), pack(slots)) for high, slots in enumerate(middle)]
    return [(b"", pack(top)), *pages], hash_of(top_of(top))


async def written(
    connection: psycopg.AsyncConnection, where: LiteralString, rows: Sequence[tuple[object, ...]]
) -> None:
    statement = f"COPY log_index.{where} FROM STDIN"  # constants of this module
    async with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            await copy.write_row(row)


async def measured(connection: psycopg.AsyncConnection, subjects: int) -> Figure:
    took, cpu = await a_few_seconds(connection, subjects)
    await connection.execute(_PUBLISH)
    people = random.Random(subjects)  # noqa: S311  # a sample
    asked = [
        *(pseudonym(people.randrange(subjects)) for _ in range(ASKED)),
        *(pseudonym(subjects + 10**9 + one) for one in range(ASKED)),
    ]
    began = busy(connection)
    times, proofs = await proved(connection, asked)
    prove_cpu = (busy(connection) - began) / len(asked)
    cuts = statistics.quantiles(times, n=100)
    (stored,) = await only(connection, _SIZE)
    return Figure(
        subjects,
        round(1e6 * statistics.median(took) / SECOND),
        round(1e6 * sum(cpu) / SECOND / SECONDS),
        round(1e3 * cuts[49], 2),
        round(1e3 * cuts[98], 2),
        round(1e3 * prove_cpu, 2),
        round(statistics.mean(map(weight, proofs))),
        round(statistics.mean(len(one.siblings) for one in proofs), 1),
        round(stored / subjects),
        round(os.getloadavg()[0], 1),
    )


def busy(connection: psycopg.AsyncConnection) -> float:
    """Return the processor seconds of this process and of the server's session."""
    return time.process_time() + cpu_seconds(connection.info.backend_pid)


async def a_few_seconds(
    connection: psycopg.AsyncConnection, size: int
) -> tuple[list[float], list[float]]:
    """Take in as many entries as a second brings, several times."""
    took, cpu = list[float](), list[float]()
    for start in range(size, size + SECOND * SECONDS, SECOND):
        indices = list(range(start, start + SECOND))
        await connection.execute(_ENTRIES, (indices, list(map(a_leaf, indices))))
        began, cpu_began = time.perf_counter(), busy(connection)
        await advance(connection, start + SECOND)
        took.append(time.perf_counter() - began)
        cpu.append(busy(connection) - cpu_began)
    return took, cpu


async def proved(
    connection: psycopg.AsyncConnection, asked: Sequence[str]
) -> tuple[list[float], list[MapProof]]:
    times, proofs = list[float](), list[MapProof]()
    for one in asked:
        began = time.perf_counter()
        found = await prove(connection, [one])
        times.append(time.perf_counter() - began)
        proofs.append(found.proofs[0].proof)
    return times, proofs


def weight(proof: MapProof) -> int:
    return HASH_BYTES * len(proof.siblings) + (0 if proof.end is None else 2 * HASH_BYTES + 8)


def a_leaf(index: int) -> str:
    return (
        f'{{"body":{{"fact":{{"fields":["result"],"subjects_disclosed":["{pseudonym(index)}"],'
        f'"subjects_searched":[]}}}},"index":{index},"kind":"fact","key":"{index}"}}'
    )


async def only(connection: psycopg.AsyncConnection, statement: str) -> tuple[int]:
    row = await (await connection.execute(statement.encode())).fetchone()
    assert row is not None
    return row


def sizes() -> Iterator[int]:
    return (size for size in SIZES if size <= LARGEST)


async def figures_of(url: str) -> list[Figure]:
    figures: list[Figure] = []
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("INSERT INTO log.epoch VALUES (1, now())")
        for size in sizes():
            await fill(connection, size)
            figures.append(await measured(connection, size))
            print(f"\n{figures[-1]}", end="")  # noqa: T201  # what a benchmark is for
    return figures


def bench_the_index_of_subjects_as_it_grows() -> None:
    with running_cluster(durable=True) as cluster:
        database = cluster.empty("ppit_gateway")
        migrate("ppit_gateway.log", database.owner_url)
        figures = asyncio.run(figures_of(plain_url(database.admin_url)))
    keep("subject-index", {"entries_at_once": SECOND, "figures": [asdict(one) for one in figures]})
    smallest, largest = figures[0], figures[-1]
    # log n: from 10^5 to 10^7 a path is 7 steps longer, of 17; nothing may grow faster than that.
    assert largest.proof_steps <= smallest.proof_steps * 1.6
    assert largest.prove_cpu_ms <= 2 * smallest.prove_cpu_ms
