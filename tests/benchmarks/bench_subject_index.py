"""What the index of subjects costs as it grows: to take entries in, to prove, to carry a proof.

One map is filled to each size; there a publisher's second of entries is taken in several times, and
proofs are read for people who are in it and for strangers. Compare the growth, not the absolute
figures: each step has ten times the subjects of the one before, and may cost a few pages more.
"""

import asyncio
import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import psycopg

from ppit_gateway.log.config import plain_url
from ppit_gateway.subject_index.growing import State, advance, take_in
from ppit_gateway.subject_index.proofs import MapProof
from ppit_gateway.subject_index.proving import prove
from ppit_gateway.subject_index.subjects import HASH_BYTES, NOTHING, key_of
from ppit_ops.migrations import migrate
from tests.benchmarks.kept import keep
from tests.support.postgres import running_cluster

SIZES = (100_000, 1_000_000, 10_000_000)
LARGEST = int(os.environ.get("PPIT_BENCH_SUBJECTS", str(SIZES[-1])))  # noqa: TID251  # of this run
"""Ten million take most of an hour to fill on two cores."""
FILL = 50_000
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
    """``advance_us_per_entry`` is elapsed time of client and server together; an entry names one
    person, new to the map. ``proof_bytes`` is what proves one subject, without its entries.
    """

    subjects: int
    advance_us_per_entry: int
    advance_cpu_us_per_entry: int
    prove_ms: float
    prove_p99_ms: float
    proof_bytes: int
    proof_steps: float
    stored_bytes_per_subject: int


def pseudonym(number: int) -> str:
    return f"e1:{number:040x}"


async def fill(connection: psycopg.AsyncConnection, state: State, size: int) -> State:
    """Take in subjects without their entries: the map needs no leaves but where it is measured."""
    while state.size < size:
        end = min(state.size + FILL, size)
        named = {key_of(pseudonym(one)): [one] for one in range(state.size, end)}
        async with connection.transaction():
            state = await take_in(connection, state, named, end)
    await connection.execute("VACUUM ANALYZE log_index.page, log_index.posting")
    return state


async def measured(connection: psycopg.AsyncConnection, subjects: int) -> Figure:
    took, cpu = await a_few_seconds(connection, subjects)
    await connection.execute(_PUBLISH)
    people = random.Random(subjects)  # noqa: S311  # a sample
    asked = [
        *(pseudonym(people.randrange(subjects)) for _ in range(ASKED)),
        *(pseudonym(subjects + 10**9 + one) for one in range(ASKED)),
    ]
    times, proofs = await proved(connection, asked)
    cuts = statistics.quantiles(times, n=100)
    (stored,) = await only(connection, _SIZE)
    return Figure(
        subjects,
        round(1e6 * statistics.median(took) / SECOND),
        round(1e6 * statistics.median(cpu) / SECOND),
        round(1e3 * cuts[49], 2),
        round(1e3 * cuts[98], 2),
        round(statistics.mean(map(weight, proofs))),
        round(statistics.mean(len(one.siblings) for one in proofs), 1),
        round(stored / subjects),
    )


async def a_few_seconds(
    connection: psycopg.AsyncConnection, size: int
) -> tuple[list[float], list[float]]:
    """Take in as many entries as a second brings, several times."""
    took, cpu = list[float](), list[float]()
    for start in range(size, size + SECOND * SECONDS, SECOND):
        indices = list(range(start, start + SECOND))
        await connection.execute(_ENTRIES, (indices, list(map(a_leaf, indices))))
        began, cpu_began = time.perf_counter(), time.process_time()
        await advance(connection, start + SECOND)
        took.append(time.perf_counter() - began)
        cpu.append(time.process_time() - cpu_began)
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
        state = State(0, NOTHING, 0, None)
        for size in sizes():
            state = await fill(connection, state, size)
            figures.append(await measured(connection, size))
            print(f"\n{figures[-1]}", end="")  # noqa: T201  # what a benchmark is for
            state = await resumed(connection)
    return figures


async def resumed(connection: psycopg.AsyncConnection) -> State:
    rows = await connection.execute("SELECT size, root, deepest, NULL FROM log_index.state")
    row = await rows.fetchone()
    assert row is not None
    return State(*row)


def bench_the_index_of_subjects_as_it_grows() -> None:
    with running_cluster(durable=True) as cluster:
        database = cluster.empty("ppit_gateway")
        migrate("ppit_gateway.log", database.owner_url)
        figures = asyncio.run(figures_of(plain_url(database.admin_url)))
    keep("subject-index", {"entries_at_once": SECOND, "figures": [asdict(one) for one in figures]})
    smallest, largest = figures[0], figures[-1]
    # log n: from 10^5 to 10^7 a path is 7 steps longer, of 17; nothing may grow faster than that.
    assert largest.proof_steps <= smallest.proof_steps * 1.6
    assert largest.prove_ms <= 4 * smallest.prove_ms
