"""One question about a person, whole: keys, index, fetch, comparison; and whether it finds them.

The register is a list of households with its typing errors. Of some people with several records
one is kept out, and asked: whoever is found is right when a record of the same person is.
``python -m tests.benchmarks.bench_online measure 1000000`` takes some minutes and 2 GB.
"""

import asyncio
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TypeAlias, cast
from uuid import UUID

import numpy as np
import psycopg
from numpy.typing import NDArray
from sqlalchemy import create_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_matching import Person, query_keys, rank
from ppit_matching.linking.columns import Columns, read_columns
from ppit_matching.linking.keys import keys_of
from ppit_ops.provision import plain
from ppit_platform.db import open_engine, session_maker
from ppit_platform.direct import direct_row
from ppit_platform.person_index import PersonIndex
from ppit_platform.person_index.building import building
from ppit_platform.person_index.tables import create
from tests.benchmarks.households import make_households
from tests.benchmarks.kept import FOLDER, keep
from tests.support.postgres import Database, running_cluster

_ROLE = "ppit_officer_safety"
_SEED = 211
_SIZES = (100_000, 1_000_000)
_QUESTIONS = 1_000
_WARM = 100
_AT_ONCE = 50_000
_TOP = 10
# Whoever keeps a million people gives the database room for their index and their records.
_ROOM = "1GB"
_LEAST_FOUND = 0.9
_TABLE = """
CREATE TABLE person_record (subject_id uuid PRIMARY KEY, person jsonb NOT NULL);
GRANT SELECT, INSERT ON person_record TO {role};
"""
_FETCH = """
SELECT array_agg(subject_id), array_agg(person) FROM person_record
 WHERE subject_id = ANY (%(subjects)s::uuid[])
"""
_Fetched: TypeAlias = tuple[list[UUID] | None, list[dict[str, object]] | None]


@dataclass(frozen=True, slots=True)
class Register:
    """People's records, normalised; ``person`` says whose each is; ``asked`` are kept out."""

    columns: Columns
    person: NDArray[np.int64]
    asked: NDArray[np.int64]

    @property
    def held(self) -> NDArray[np.int64]:
        held = np.ones(len(self.person), np.bool_)
        held[self.asked] = False
        return np.flatnonzero(held)

    def subject_of(self, row: int) -> UUID:
        # As in life, ids say nothing of where keys or people stand.
        return UUID(int=(row * 0x9E3779B97F4A7C15 & (1 << 64) - 1) << 64 | row)


def make_register(records: int) -> Register:
    made = make_households(_SEED, records)
    _, first, counts = np.unique(made.truth, return_index=True, return_counts=True)
    several = first[counts > 1]
    chance = np.random.default_rng(_SEED)
    asked = chance.choice(several, min(_WARM + _QUESTIONS, len(several) // 2), replace=False)
    return Register(read_columns(made.people), made.truth, asked)


def fill(url: str, register: Register) -> dict[str, float]:
    """Build the index of a register and the table of its records."""
    held = register.held
    records, keys = _keys(register)
    starts = np.searchsorted(records, np.arange(register.columns.records + 1))
    began = perf_counter()
    with (
        TemporaryDirectory() as folder,
        psycopg.connect(url) as connection,
        building(connection, Path(folder)) as build,
    ):
        for rows in _batches(held):
            mine = [slice(int(starts[row]), int(starts[row + 1])) for row in rows]
            owners = np.repeat(np.arange(len(rows)), [one.stop - one.start for one in mine])
            subjects = [register.subject_of(row) for row in rows]
            build.add_columns(subjects, owners, np.concatenate([keys[one] for one in mine]))
        build.finish()
    built = perf_counter() - began
    with psycopg.connect(url) as connection:
        copy_in = "COPY person_record (subject_id, person) FROM STDIN"
        with connection.cursor().copy(copy_in) as copy:
            for row in cast("list[int]", held.tolist()):
                person = json.dumps(register.columns.person(row).as_json())
                copy.write_row((register.subject_of(row), person))
    return {"seconds": round(built, 1), "keys a record": round(len(keys) / len(starts), 1)}


def _keys(register: Register) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the keys of all records in the order of their records, each once."""
    made = list(keys_of(register.columns))
    records = np.concatenate([each.records.astype(np.int64) for each in made])
    keys = np.concatenate([each.keys for each in made]).view(np.int64)
    order = np.lexsort((keys, records))
    records, keys = records[order], keys[order]
    fresh = np.append(True, (records[1:] != records[:-1]) | (keys[1:] != keys[:-1]))
    return records[fresh], keys[fresh]


def _batches(rows: NDArray[np.int64]) -> Iterator[list[int]]:
    left = iter(cast("list[int]", rows.tolist()))
    while batch := list(islice(left, _AT_ONCE)):
        yield batch


@dataclass(slots=True)
class _Asked:
    """What questions took and found; seconds a step of each."""

    steps: list[tuple[float, float, float, float]]
    processor: float = 0.0
    candidates: int = 0
    compared: int = 0
    among: int = 0
    found: int = 0
    first: int = 0
    crowded: int = 0

    def figures(self) -> dict[str, object]:
        asked = len(self.steps)
        times = np.array(self.steps) * 1e3
        whole = np.percentile(times.sum(axis=1), [50, 95, 99]).round(2).tolist()
        named = ("keys of the question", "index", "fetch", "read and compare")
        medians = np.median(times, axis=0).round(2).tolist()
        return {
            "whole, ms": dict(zip(("p50", "p95", "p99"), whole, strict=True)),
            "median of a step, ms": dict(zip(named, medians, strict=True)),
            "processor of the asker, ms": round(self.processor / asked * 1e3, 2),
            "candidates": round(self.candidates / asked, 1),
            "the true record among the candidates": round(self.among / asked, 4),
            "the person in the top ten": round(self.found / asked, 4),
            "the person first": round(self.first / asked, 4),
            "crowded": round(self.crowded / asked, 4),
        }


async def _questions(database: Database, register: Register) -> dict[str, object]:
    engine = open_engine(database.url(_ROLE), pool_size=1)
    asked, began = _Asked([]), 0.0
    async with session_maker(engine)() as session:
        for place, row in enumerate(cast("list[int]", register.asked.tolist())):
            if place == _WARM:
                asked, began = _Asked([]), process_time()
            await _one(session, register, row, asked)
    asked.processor = process_time() - began
    await engine.dispose()
    return asked.figures()


async def _one(session: AsyncSession, register: Register, row: int, asked: _Asked) -> None:
    person = register.columns.person(row)
    times = [perf_counter()]
    keys = query_keys(person)
    times.append(perf_counter())
    (found,) = await PersonIndex(session).candidates([keys])
    times.append(perf_counter())
    connection = await session.connection()
    told = await direct_row(connection, _FETCH, {"subjects": list(found.subject_ids)})
    subjects, bodies = cast("_Fetched", told)
    times.append(perf_counter())
    people = zip(subjects or (), map(Person.from_json, bodies or ()), strict=True)
    ranked = rank(person, people)
    times.append(perf_counter())
    asked.steps.append(cast("tuple[float, float, float, float]", tuple(np.diff(times).tolist())))
    _judge(asked, register, row, [one.key for one in ranked], found.subject_ids)
    asked.crowded += found.crowded


def _judge(
    asked: _Asked,
    register: Register,
    row: int,
    ranked: Sequence[UUID],
    candidates: Sequence[UUID],
) -> None:
    me = register.person[row]

    def hit(subjects: Sequence[UUID]) -> bool:
        return any(register.person[one.int & (1 << 64) - 1] == me for one in subjects)

    asked.candidates += len(candidates)
    asked.among += hit(candidates)
    asked.found += hit(ranked[:_TOP])
    asked.first += hit(ranked[:1])


def bench_a_question_about_a_person() -> None:
    measure(_SIZES)


def measure(sizes: Sequence[int]) -> None:
    """Keep the figures of these sizes beside those of others that were kept before."""
    kept = FOLDER / "online.json"
    found: dict[str, object] = {"seed": _SEED, "shared_buffers": _ROOM}
    for records in sizes:
        with running_cluster() as cluster:
            database = cluster.empty()
            with psycopg.connect(plain(database.admin_url), autocommit=True) as admin:
                admin.execute(f"ALTER SYSTEM SET shared_buffers = '{_ROOM}'".encode())
            cluster.server.stop()
            cluster.server.start()
            found[str(records)] = _measured(database, records)
    held = cast("dict[str, object]", json.loads(kept.read_text())) if kept.is_file() else {}
    keep("online", held | found)


def _measured(database: Database, records: int) -> dict[str, object]:
    owner = create_engine(database.owner_url)
    with owner.begin() as connection:
        create(connection, role=_ROLE)
        connection.exec_driver_sql(_TABLE.format(role=_ROLE))
    owner.dispose()
    register = make_register(records)
    built = fill(plain(database.url(_ROLE)), register)
    with psycopg.connect(plain(database.admin_url), autocommit=True) as admin:
        admin.execute("VACUUM ANALYZE")
    load = os.getloadavg()[0]
    asked = asyncio.run(_questions(database, register))
    assert cast("float", asked["the true record among the candidates"]) >= _LEAST_FOUND
    return {"load average": round(load, 1), "build": built, "one question": asked}


if __name__ == "__main__":
    measure([int(size) for size in sys.argv[2:]])
