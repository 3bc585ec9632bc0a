"""Builds and folds change where postings stand and never whom they lead to, wherever they die."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncEngine

from ppit_ops.provision import plain
from ppit_platform.codes import PurposeCode
from ppit_platform.db import open_engine, session_maker
from ppit_platform.ids import new_id
from ppit_platform.person_index import Found, IndexState, PersonIndex
from ppit_platform.person_index.asking import POSTINGS, SUBJECTS
from ppit_platform.person_index.buckets import HOT_KEY
from ppit_platform.person_index.building import UnfinishedBuild, building
from ppit_platform.person_index.folding import fold
from ppit_platform.person_index.layout import SPLIT_AT, STOP
from ppit_platform.person_index.loading import add_keyed, remove_between, remove_keys
from ppit_platform.person_index.reading import StaleIndex
from ppit_platform.person_index.tables import IndexTables, create
from tests.support.index_asked import (
    People,
    answers,
    count,
    expected,
    killed,
    left_in,
    some_keys,
    state,
)
from tests.support.index_killed import RUN_SIZE, build_index, people_of
from tests.support.postgres import Database

ROLE = "ppit_officer_safety"
K1, K2, K3 = (number << 48 for number in (1, 2, 3))


@pytest.fixture
def database(empty_database: Database) -> Iterator[Database]:
    owner = create_engine(empty_database.owner_url)
    with owner.begin() as connection:
        create(connection, role=ROLE)
        create(connection, role=ROLE, name="spread", partitions=3)
        create(connection, role=ROLE, name="hidden", purposes=[PurposeCode.VET_GRANT])
    yield empty_database
    owner.dispose()


@pytest.fixture
def loader(database: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(plain(database.url(ROLE)), autocommit=True) as connection:
        yield connection


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(database.url(ROLE), pool_size=2)
    yield engine
    await engine.dispose()


class Register:
    """What an index should hold, and the ways in which it comes to hold it."""

    def __init__(self, loader: psycopg.Connection, folder: Path, name: str, seed: int) -> None:
        self.people: People = {}
        self._loader, self._folder, self._name = loader, folder, name
        self._random = Random(seed)  # noqa: S311  # repeatable, nothing secret
        self.keys = [self._random.getrandbits(64) - (1 << 63) for _ in range(200)]

    def step(self) -> None:
        for change in self._random.choices(
            (self.add, self.name_again, self.remove, self.remove_some, self.fold, self.build),
            (5, 2, 2, 1, 4, 1),
            k=4,
        ):
            change()

    def add(self) -> None:
        self._named({new_id(): self._few() for _ in range(self._random.randrange(1, 60))})

    def name_again(self) -> None:
        self._named({one: self._few() for one in self._some()})

    def remove(self) -> None:
        gone = self._some()
        remove_keys(self._loader, gone, index=self._name)
        self.people = {one: self.people[one] for one in self.people if one not in gone}
        self._named({one: self._few() for one in gone[:2]})

    def remove_some(self) -> None:
        if not self.people:
            return
        first, beyond = sorted(self._random.choices(list(self.people), k=2))
        remove_between(self._loader, first, beyond, index=self._name)
        self.people = {one: self.people[one] for one in self.people if not first <= one < beyond}

    def fold(self) -> None:
        fold(self._loader, index=self._name, most=self._random.choice((50, 2_000)))

    def build(self) -> None:
        with (
            self._loader.transaction(),
            building(self._loader, self._folder, index=self._name, run_size=200) as build,
        ):
            build.add(self.people.items())
            build.finish()

    def _few(self) -> frozenset[int]:
        return frozenset(self._random.sample(self.keys, 8))

    def _some(self) -> list[UUID]:
        return self._random.sample(list(self.people), min(len(self.people), 5))

    def _named(self, people: People) -> None:
        add_keyed(self._loader, people.items(), index=self._name)
        for one, keys in people.items():
            self.people[one] = self.people.get(one, frozenset()) | keys


@pytest.mark.parametrize(
    ("name", "seed"), [("person_index", 1), ("person_index", 2), ("spread", 3)]
)
async def test_whatever_was_added_removed_folded_and_built_the_same_are_found(
    loader: psycopg.Connection, engine: AsyncEngine, tmp_path: Path, name: str, seed: int
) -> None:
    register = Register(loader, tmp_path, name, seed)
    for _ in range(15):
        register.step()
        assert await answers(engine, register.keys, name=name) == expected(
            register.people, register.keys
        )


async def test_a_removal_holds_at_once_and_its_postings_go_with_the_next_fold(
    loader: psycopg.Connection, engine: AsyncEngine
) -> None:
    someone, other = new_id(), new_id()
    add_keyed(loader, [(someone, [K1, K2]), (other, [K2, K3])])
    fold(loader)
    remove_keys(loader, [someone])
    assert await answers(engine, [K1, K2]) == [
        Found((), crowded=False),
        Found((other,), crowded=False),
    ]
    assert count(loader, "person_index_subject") == 1
    folded = fold(loader)
    assert (folded.removed, folded.buckets) == (1, 1)
    held = loader.execute("SELECT postings, records FROM person_index").fetchone()
    assert (held, count(loader, "person_index_gone")) == ((2, 1), 0)
    assert count(loader, "person_index_number") == 1


async def test_a_stop_key_stays_dropped_and_is_told(
    loader: psycopg.Connection, engine: AsyncEngine, tmp_path: Path
) -> None:
    many: People = {new_id(): frozenset([K1, number << 40]) for number in range(HOT_KEY + 1)}
    crowd = Found((), crowded=True)
    add_keyed(loader, many.items())
    assert await answers(engine, [K1]) == [crowd]
    fold(loader)
    remove_keys(loader, list(many)[10:])
    fold(loader)
    late = new_id()
    add_keyed(loader, [(late, [K1, K2])])
    assert await answers(engine, [K1, K2]) == [crowd, Found((late,), crowded=False)]
    fold(loader)
    assert await answers(engine, [K1, K2]) == [crowd, Found((late,), crowded=False)]
    async with session_maker(engine)() as session:
        (both,) = await PersonIndex(session).candidates([[K1, K2]])
    assert both == Found((late,), crowded=True)
    build_index(loader, {late: frozenset([K1, K2])}, tmp_path)
    assert await answers(engine, [K1]) == [Found((late,), crowded=False)], "counted anew"


async def test_buckets_split_as_an_index_grows(
    loader: psycopg.Connection, engine: AsyncEngine
) -> None:
    people = people_of(5, 4)
    add_keyed(loader, people.items())
    fold(loader)
    more = people_of(6, SPLIT_AT)
    add_keyed(loader, more.items())
    fold(loader)
    row = loader.execute("SELECT bits, base, postings FROM person_index").fetchone()
    assert row is not None
    assert (row[0], row[1], row[2]) == (4, 0, sum(map(len, (people | more).values())))
    keys = sorted({key for held in (people | more).values() for key in held})
    assert await answers(engine, keys) == expected(people | more, keys)


async def test_a_question_reads_no_table_whole_just_after_a_load(
    database: Database, loader: psycopg.Connection, tmp_path: Path
) -> None:
    tables = IndexTables()
    with psycopg.connect(plain(database.admin_url), autocommit=True) as admin:
        for table in tables.all:
            admin.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)".encode())
    with psycopg.connect(plain(database.url(ROLE))) as builder:
        build_index(builder, people_of(17, 3_000), tmp_path)
    add_keyed(loader, people_of(18, 1_000).items())
    remove_keys(loader, list(people_of(18, 1_000))[:500])
    asked = {"keys": "{1,2,3}", "hot": HOT_KEY, "numbers": "{1,2,3}"}
    plan = [
        str(line[0]).strip()
        for statement in (POSTINGS, SUBJECTS)
        for line in loader.execute(
            f"EXPLAIN ANALYZE {tables.named(statement)}".encode(), asked
        ).fetchall()
    ]
    whole = [line for line in plan if "Seq Scan" in line and "never executed" not in line]
    assert any("Index" in line for line in plan)
    assert [line for line in whole if "Seq Scan on person_index " not in line] == []


async def test_record_numbers_go_on_beyond_32_bits(
    loader: psycopg.Connection, engine: AsyncEngine
) -> None:
    first, late = people_of(7, 5), people_of(8, 6)
    add_keyed(loader, first.items())
    fold(loader)
    loader.execute("UPDATE person_index SET next_number = %s", (STOP - 3,))
    add_keyed(loader, late.items())
    fold(loader)
    parts = loader.execute("SELECT DISTINCT part FROM person_index_bucket ORDER BY 1").fetchall()
    assert parts == [(0,), (1,)]
    keys = sorted({key for held in (first | late).values() for key in held})
    assert await answers(engine, keys) == expected(first | late, keys)


async def test_what_is_added_and_removed_during_a_build_is_not_lost(
    database: Database, loader: psycopg.Connection, engine: AsyncEngine, tmp_path: Path
) -> None:
    people = people_of(9, 20)
    removed, late = next(iter(people)), new_id()
    add_keyed(loader, people.items())
    with (
        psycopg.connect(plain(database.url(ROLE))) as builder,
        building(builder, tmp_path) as build,
    ):
        build.add(people.items())
        add_keyed(loader, [(late, [1])])
        remove_keys(loader, [removed])
        build.finish()
    now = {one: people[one] for one in people if one != removed} | {late: frozenset([1])}
    keys = sorted({1, *(key for held in people.values() for key in held)})
    assert await answers(engine, keys) == expected(now, keys)
    assert count(loader, "person_index_change") == 1
    fold(loader)
    assert await answers(engine, keys) == expected(now, keys)


async def test_an_index_of_another_version_is_stale_and_takes_no_fold_until_built_anew(
    database: Database, loader: psycopg.Connection, engine: AsyncEngine, tmp_path: Path
) -> None:
    people = people_of(10, 5)
    add_keyed(loader, people.items())
    fold(loader)
    loader.execute("UPDATE person_index SET key_version = 'keys-0'")
    add_keyed(loader, people.items())
    assert await state(engine) is IndexState.STALE
    with pytest.raises(StaleIndex):
        fold(loader)
    with pytest.raises(StaleIndex), building(loader, tmp_path, key_version="keys-0"):
        pass
    with psycopg.connect(plain(database.url(ROLE))) as builder:
        build_index(builder, people, tmp_path)
    assert await state(engine) is IndexState.CURRENT
    loader.execute(
        "INSERT INTO person_index_change (key, subject_id, key_version) VALUES (1, %s, 'keys-0')",
        (new_id(),),
    )
    with pytest.raises(StaleIndex):
        fold(loader)


async def test_a_build_that_was_not_finished_is_refused(
    loader: psycopg.Connection, engine: AsyncEngine, tmp_path: Path
) -> None:
    people = people_of(11, 5)
    with (
        pytest.raises(UnfinishedBuild),
        loader.transaction(),
        building(loader, tmp_path) as build,
    ):
        build.add(people.items())
    assert await state(engine) is IndexState.EMPTY
    assert count(loader, "person_index_number") == 0


async def test_a_build_tells_no_other_purpose_anything(
    loader: psycopg.Connection, engine: AsyncEngine, tmp_path: Path
) -> None:
    people = people_of(12, 30)
    keys = sorted({key for held in people.values() for key in held})
    say = "SELECT set_config('ppit.org_id', 'kcc', false), set_config('ppit.purpose', {}, false)"
    loader.execute(say.format("'VET_GRANT'").encode())
    with loader.transaction(), building(loader, tmp_path, index="hidden") as build:
        build.add(people.items())
        build.finish()
    assert await answers(engine, keys, name="hidden") == [Found((), crowded=False)] * len(keys)
    async with session_maker(engine)() as session:
        connection = await session.connection()
        for purpose, found in (("VET_LOAN", {}), ("VET_GRANT", people)):
            await connection.execute(text(say.format(f"'{purpose}'")))
            index = PersonIndex(session, name="hidden")
            assert await index.candidates([[key] for key in keys]) == expected(found, keys)


# Twelve steps put people down, four spill a run, one writes buckets, the last has swapped.
@pytest.mark.parametrize("step", [1, 4, 16, 17, 18])
async def test_a_build_killed_anywhere_leaves_the_old_index_and_a_rerun_finishes(
    database: Database, loader: psycopg.Connection, engine: AsyncEngine, tmp_path: Path, step: int
) -> None:
    old, new = people_of(13, 300), people_of(14, 1_200)
    with psycopg.connect(plain(database.url(ROLE))) as builder:
        build_index(builder, old, tmp_path)
    late = new_id()
    add_keyed(loader, [(late, [1])])
    keys = [1, *some_keys(old, new)]
    before = old | {late: frozenset([1])}
    killed(plain(database.url(ROLE)), step, "build", "14", "1200", str(tmp_path))
    assert await answers(engine, keys) == expected(before, keys)
    assert bool(left_in(tmp_path)) == (step > RUN_SIZE // 1_100)
    with psycopg.connect(plain(database.url(ROLE))) as builder:
        build_index(builder, new, tmp_path)
    assert await answers(engine, keys) == expected(new, keys)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("step", [1, 2, 3])
async def test_a_fold_killed_anywhere_changes_nothing_and_a_rerun_finishes(
    database: Database, loader: psycopg.Connection, engine: AsyncEngine, tmp_path: Path, step: int
) -> None:
    old, more = people_of(15, 200), people_of(16, 50)
    with psycopg.connect(plain(database.url(ROLE))) as builder:
        build_index(builder, old, tmp_path)
    add_keyed(loader, more.items())
    gone = list(old)[:5]
    remove_keys(loader, gone)
    now = {one: keys for one, keys in (old | more).items() if one not in gone}
    keys = some_keys(old, more)
    killed(plain(database.url(ROLE)), step, "fold")
    assert await answers(engine, keys) == expected(now, keys)
    assert count(loader, "person_index_gone") == len(gone)
    fold(loader)
    assert await answers(engine, keys) == expected(now, keys)
    assert (count(loader, "person_index_gone"), count(loader, "person_index_change")) == (0, 0)
