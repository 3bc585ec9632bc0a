"""What the index of people costs, as JSON: to build, to keep, to ask and to add to.

Keys are drawn, not made of people: what a million persons' keys look like is which of them are
shared, and by how many. Ten million records, some gigabytes of disk, only where
``python -m tests.benchmarks.bench_index measure 10000000`` asks.
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import cast
from uuid import UUID

import numpy as np
import psycopg
from numpy.typing import NDArray
from sqlalchemy import create_engine, text

from ppit_ops.provision import plain
from ppit_platform.db import open_engine, session_maker
from ppit_platform.person_index import PersonIndex
from ppit_platform.person_index.building import building
from ppit_platform.person_index.folding import fold
from ppit_platform.person_index.loading import add_keyed
from ppit_platform.person_index.tables import create
from tests.benchmarks.kept import keep
from tests.support.postgres import Database, running_cluster

_KEPT = Path(__file__).parents[2] / "docs" / "benchmarks" / "index.json"
_ROLE = "ppit_officer_safety"
_SIZES = (100_000, 1_000_000)
# Of each kind of key: how many share one in a register of a million on average, whether they become
# more as it grows, and how unevenly. A door and a family's postcode are shared by the household,
# names with a year by namesakes, a birthday by whoever was born then, names alone by very many or
# few: most of the last are stop keys.
_KINDS = (
    (1.0, False, 1.0),
    (1.1, False, 1.0),
    (2.2, False, 1.0),
    (1.1, False, 1.0),
    (2.4, False, 1.0),
    (1.2, False, 1.0),
    (1.5, True, 1.2),
    (1.3, True, 1.2),
    (1.4, True, 1.2),
    (34.0, True, 1.0),
    (20.0, True, 3.0),
)
_ASKED = 40
_QUESTIONS = 2_000
_WARM = 200
_AT_ONCE = 50_000
_INSERTS = 200
_MOST_BYTES = 100.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """The keys of some records, a row each, and the ids of the records."""

    keys: NDArray[np.int64]
    subjects: list[UUID]


def drawn(records: int) -> Iterator[Drawn]:
    """Give records in batches; the same number of them is the same each time."""
    random = np.random.default_rng(records)
    kinds = [
        (round(records / max(1.0, share * records / 1e6 if grows else share)), skew)
        for share, grows, skew in _KINDS
    ]
    for start in range(0, records, _AT_ONCE):
        size = min(_AT_ONCE, records - start)
        columns = [
            _hashed((distinct * random.random(size) ** skew).astype(np.uint64), kind)
            for kind, (distinct, skew) in enumerate(kinds)
        ]
        subjects = [UUID(int=(start + place) << 64 | place * 0x9E37) for place in range(size)]
        yield Drawn(np.stack(columns, axis=1).view(np.int64), subjects)


def _hashed(values: NDArray[np.uint64], kind: int) -> NDArray[np.uint64]:
    mixed = values + np.uint64((kind + 1) << 48)
    for shift, odd in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(odd)
    return mixed ^ (mixed >> np.uint64(31))


def build(url: str, records: int) -> dict[str, float]:
    """Build the index of so many records; say what it took of this process and by the clock."""
    began, used = perf_counter(), process_time()
    with TemporaryDirectory() as folder, psycopg.connect(url) as connection:
        drawing = drawing_used = 0.0
        with building(connection, Path(folder)) as new:
            asked, used_then = perf_counter(), process_time()
            for batch in drawn(records):
                drawing += perf_counter() - asked
                drawing_used += process_time() - used_then
                owners = np.repeat(np.arange(len(batch.subjects)), batch.keys.shape[1])
                new.add_columns(batch.subjects, owners, batch.keys.reshape(-1))
                asked, used_then = perf_counter(), process_time()
            new.finish()
        served = _used_by(connection.info.backend_pid)
    return {
        "seconds": perf_counter() - began - drawing,
        "processor seconds": process_time() - used - drawing_used,
        "processor seconds of the server": served,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _used_by(process: int) -> float:
    """Return the processor seconds of a process of this machine, as Linux tells them."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def bench_the_index_of_people() -> None:
    measure(_SIZES)


def measure(sizes: Sequence[int]) -> None:
    """Keep the figures of these sizes beside those of others that were kept before."""
    found: dict[str, object] = {"keys of a record": len(_KINDS), "asked": _ASKED}
    for records in sizes:
        with running_cluster() as cluster:
            found[str(records)] = asyncio.run(_measured(cluster.empty(), records))
    held = cast("dict[str, object]", json.loads(_KEPT.read_text())) if _KEPT.is_file() else {}
    keep("index", held | found)


async def _measured(database: Database, records: int) -> dict[str, object]:
    owner = create_engine(database.owner_url)
    with owner.begin() as connection:
        create(connection, role=_ROLE)
    owner.dispose()
    url = plain(database.url(_ROLE))
    load = os.getloadavg()[0]
    # A process of its own, so that its memory is the build's alone.
    command = [sys.executable, "-m", "tests.benchmarks.bench_index", "build", url, str(records)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: ASYNC221, S603
    seconds, processor, served, peak = (float(each) for each in said.stdout.split())
    with psycopg.connect(plain(database.admin_url), autocommit=True) as admin:
        admin.execute("VACUUM ANALYZE")
        bytes_of = {
            name: round(_size(admin, f"person_index_{name}") / records, 1)
            for name in ("bucket", "number")
        }
    figures: dict[str, object] = {
        # Other work on the machine is in every figure by the clock.
        "load average before": round(load, 1),
        "build seconds": round(seconds, 1),
        "records a second": round(records / seconds),
        "processor seconds of the builder": round(processor, 1),
        "processor seconds of the server": round(served, 1),
        "peak MB of the builder": round(peak),
        "bytes a record": bytes_of,
        "one question, ms": await _asked(database, records),
        **_changed(url),
    }
    assert bytes_of["bucket"] <= _MOST_BYTES
    return figures


def _size(admin: psycopg.Connection, table: str) -> int:
    row = admin.execute("SELECT pg_total_relation_size(%s)", (table,)).fetchone()
    return cast("int", row[0]) if row else 0


async def _asked(database: Database, records: int) -> dict[str, float]:
    """Ask for one record at a time: its own keys, and as many again that nobody or others have."""
    random = np.random.default_rng(7)
    batch = next(drawn(records))
    load = os.getloadavg()[0]
    engine = open_engine(database.url(_ROLE), pool_size=1)
    times: list[float] = []
    missed, used = 0, 0.0
    async with session_maker(engine)() as session:
        index = PersonIndex(session)
        answer = await (await session.connection()).execute(text("SELECT pg_backend_pid()"))
        server = cast("int", answer.scalar_one())
        served = _used_by(server)
        for place in random.integers(0, len(batch.subjects), _WARM + _QUESTIONS).tolist():
            others = random.integers(-(1 << 63), (1 << 63) - 1, _ASKED, dtype=np.int64).tolist()
            keys = [*batch.keys[place].tolist(), *others][:_ASKED]
            began, used_then = perf_counter(), process_time()
            (found,) = await index.candidates([keys])
            times.append(perf_counter() - began)
            used += process_time() - used_then
            missed += batch.subjects[place] not in found.subject_ids
        served = _used_by(server) - served
    await engine.dispose()
    assert missed == 0
    p50, p95, p99 = np.percentile(np.array(times[_WARM:]) * 1e3, [50, 95, 99]).tolist()
    mine, others = (each / len(times) * 1e3 for each in (used, served))
    return {
        "p50": round(p50, 2),
        "p95": round(p95, 2),
        "p99": round(p99, 2),
        "processor of the asker": round(mine, 2),
        "processor of the server": round(others, 2),
        "load average": round(load, 1),
    }


def _changed(url: str) -> dict[str, object]:
    """Add people one at a time, each committed, then fold them in."""
    batch = next(drawn(_INSERTS + 1))
    with psycopg.connect(url, autocommit=True) as connection:
        times: list[float] = []
        for subject, keys in zip(batch.subjects, batch.keys.tolist(), strict=True):
            began = perf_counter()
            add_keyed(connection, [(UUID(int=subject.int | 1 << 127), keys)])
            times.append(perf_counter() - began)
        began = perf_counter()
        folded = fold(connection)
        return {
            "one record added, ms": round(float(np.median(times)) * 1e3, 2),
            "fold": {
                "keys": folded.keys,
                "buckets": folded.buckets,
                "seconds": round(perf_counter() - began, 2),
            },
        }


def main() -> None:
    """Build in this process alone and print what it took, or measure sizes of one's own."""
    what, *values = sys.argv[1:]
    if what == "measure":
        measure([int(size) for size in values])
    else:
        print(*build(values[0], int(values[1])).values())  # noqa: T201  # what the parent reads


if __name__ == "__main__":
    main()
