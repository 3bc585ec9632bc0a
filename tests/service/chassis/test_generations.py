"""A list is replaced whole or not at all, and nobody who reads it sees the seam."""

import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from ppit_ops.provision import plain
from ppit_platform import generations
from ppit_platform.db import open_engine, session_maker
from ppit_platform.generations import (
    ListRefused,
    ListState,
    ListStore,
    LoadFailed,
    Loading,
    loading,
)
from ppit_platform.people import tables_without_people_columns, utc_now
from tests.support.postgres import Database

ROLE = "ppit_officer_safety"
A_DAY = timedelta(days=1)
TEN = tuple(f"name {number}" for number in range(10))
_TABLE = f"""
    CREATE TABLE listed (
        generation integer NOT NULL, name text NOT NULL CHECK (name <> ''),
        PRIMARY KEY (generation, name)
    );
    GRANT SELECT, INSERT, DELETE ON listed TO {ROLE};
"""


@dataclass(frozen=True, slots=True)
class Lists:
    """A service's database with lists in it, all in the table ``listed``."""

    database: Database

    @contextmanager
    def loading(self, name: str, names: Iterable[str] = TEN) -> Generator[Loading]:
        """Write ``names`` as rows of the list ``name`` and leave the rest to the test."""
        with loading(self.database.url(ROLE), name, tables=("listed",), fresh_for=A_DAY) as load:
            with (
                load.connection.cursor() as cursor,
                cursor.copy("COPY listed (generation, name) FROM STDIN") as rows,
            ):
                for one in names:
                    rows.write_row((load.generation, one))
            yield load

    def load(
        self, name: str, names: Iterable[str] = TEN, *, version: str = "1", digest: str = ""
    ) -> int:
        written: list[str] = []
        with self.loading(name, (written.append(one) or one for one in names)) as load:
            load.finish(len(written), version, {"sha256": digest})
        return load.generation

    async def states(self, *names: str, later: timedelta = timedelta()) -> Mapping[str, ListState]:
        engine = open_engine(self.database.url(ROLE))
        try:
            async with session_maker(engine)() as session:
                return await ListStore(session).states(names, now=utc_now() + later)
        finally:
            await engine.dispose()

    def held(self) -> dict[int, set[str]]:
        """Return every row there is, by generation, whether it counts or not."""
        found: dict[int, set[str]] = {}
        with self.connected() as owner:
            for generation, name in owner.execute("SELECT generation, name FROM listed"):
                found.setdefault(generation, set()).add(name)
        return found

    def counting(self, name: str) -> int:
        with self.connected() as owner:
            found = owner.execute(
                "SELECT generation FROM list_load WHERE list = %s", (name,)
            ).fetchone()
        return found[0] if found else 0

    def connected(self) -> psycopg.Connection:
        return psycopg.connect(plain(self.database.owner_url), autocommit=True)

    def end_the_load(self) -> None:
        """Do to it what a restart of the server or an administrator does."""
        with self.administered() as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'ppit-list-load'"
            )

    def a_load_runs(self, statement: str, *, waiting_for: str = "") -> bool:
        """Tell whether some load is at ``statement`` now, or was at it last."""
        with self.administered() as admin:
            found = admin.execute(
                "SELECT FROM pg_stat_activity WHERE datname = current_database()"
                " AND application_name = 'ppit-list-load' AND strpos(query, %s) > 0"
                " AND %s IN (wait_event_type, '')",
                (statement, waiting_for),
            )
            return bool(found.fetchall())

    def administered(self) -> psycopg.Connection:
        return psycopg.connect(plain(self.database.admin_url), autocommit=True)


@pytest.fixture
def lists(empty_database: Database) -> Lists:
    engine = create_engine(empty_database.owner_url)
    with engine.begin() as connection:
        generations.create(connection, role=ROLE)
        connection.execute(text(_TABLE))
    engine.dispose()
    return Lists(empty_database)


def unreadable_half_way() -> Iterator[str]:
    yield from TEN[:5]
    msg = "unreadable"
    raise OSError(msg)


def killed_half_way(lists: Lists) -> Iterator[str]:
    yield from TEN[:5]
    lists.end_the_load()
    yield from TEN[5:]


def wait_until(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.01)


@contextmanager
def meanwhile(act: Callable[[], object]) -> Generator[threading.Thread]:
    """Run ``act`` beside the block, and be done with it at its end."""
    thread = threading.Thread(target=act)
    thread.start()
    yield thread
    thread.join(timeout=20)
    assert not thread.is_alive()


async def test_a_list_says_which_generation_counts_and_where_it_came_from(lists: Lists) -> None:
    generation = lists.load("sanctions", version="13-Feb-2026", digest="ab12")
    state = (await lists.states("sanctions"))["sanctions"]
    assert (state.generation, state.rows, state.version) == (generation, 10, "13-Feb-2026")
    assert state.evidence == {"sha256": "ab12"}
    assert lists.held() == {generation: set(TEN)}


async def test_a_list_that_was_never_loaded_has_no_state(lists: Lists) -> None:
    lists.load("sanctions")
    assert (await lists.states("sanctions", "companies")).keys() == {"sanctions"}


async def test_a_list_is_fresh_for_as_long_as_was_said(lists: Lists) -> None:
    lists.load("sanctions")
    assert (await lists.states("sanctions"))["sanctions"].fresh
    assert not (await lists.states("sanctions", later=A_DAY))["sanctions"].fresh


def test_a_newer_list_replaces_the_older_and_leaves_nothing_of_it(lists: Lists) -> None:
    older = lists.load("sanctions")
    newer = lists.load("sanctions", (*TEN[1:], "another"))
    assert newer > older
    assert lists.held() == {newer: {*TEN[1:], "another"}}


def test_a_list_leaves_another_in_the_same_table_alone(lists: Lists) -> None:
    other = lists.load("debtors", ("somebody",))
    lists.load("sanctions")
    newest = lists.load("sanctions")
    assert lists.held() == {other: {"somebody"}, newest: set(TEN)}


@pytest.mark.parametrize(
    ("names", "why"),
    [(TEN[:8], "8 rows where at least 9 are wanted"), ((), "0 rows where at least 9 are wanted")],
)
def test_a_list_that_has_shrunk_is_refused_and_what_is_held_stays(
    lists: Lists, names: tuple[str, ...], why: str
) -> None:
    kept = lists.load("sanctions")
    with pytest.raises(ListRefused, match=why):
        lists.load("sanctions", names)
    assert (lists.counting("sanctions"), lists.held()) == (kept, {kept: set(TEN)})


def test_a_list_may_lose_a_tenth(lists: Lists) -> None:
    lists.load("sanctions")
    newest = lists.load("sanctions", TEN[:9])
    assert lists.held() == {newest: set(TEN[:9])}


def test_the_first_list_must_not_be_empty(lists: Lists) -> None:
    with pytest.raises(ListRefused, match="0 rows where at least 1"):
        lists.load("sanctions", ())
    assert lists.counting("sanctions") == 0


def test_a_file_that_cannot_be_read_to_its_end_changes_nothing(lists: Lists) -> None:
    kept = lists.load("sanctions")
    with pytest.raises(OSError, match="unreadable"):
        lists.load("sanctions", unreadable_half_way())
    assert (lists.counting("sanctions"), lists.held()) == (kept, {kept: set(TEN)})


def test_a_load_that_nobody_finished_changes_nothing(lists: Lists) -> None:
    kept = lists.load("sanctions")
    with pytest.raises(ListRefused, match="not finished"), lists.loading("sanctions"):
        pass
    assert (lists.counting("sanctions"), lists.held()) == (kept, {kept: set(TEN)})


@pytest.mark.parametrize("names", [("Ann Example", "Ann Example"), ("Ann Example", "")])
def test_a_row_that_breaks_a_rule_is_refused_without_saying_what_it_holds(
    lists: Lists, names: tuple[str, ...]
) -> None:
    with pytest.raises(ListRefused, match=r"rule of its table \(23") as refused:
        lists.load("sanctions", names)
    assert "Ann" not in str(refused.value)
    assert refused.value.__suppress_context__
    assert lists.held() == {}


def test_a_load_whose_connection_dies_half_way_leaves_what_is_held(lists: Lists) -> None:
    kept = lists.load("sanctions")
    with pytest.raises(LoadFailed, match="57P01"):
        lists.load("sanctions", killed_half_way(lists))
    assert (lists.counting("sanctions"), lists.held()) == (kept, {kept: set(TEN)})
    newest = lists.load("sanctions")
    assert lists.held() == {newest: set(TEN)}


def test_two_loads_of_one_list_at_once_go_one_after_the_other(lists: Lists) -> None:
    second = (*TEN, "later")
    with ExitStack() as both, lists.loading("sanctions") as first:
        both.enter_context(meanwhile(lambda: lists.load("sanctions", second)))
        wait_until(lambda: lists.a_load_runs("pg_advisory_xact_lock", waiting_for="Lock"))
        first.finish(10, "1", {})
    newest = lists.counting("sanctions")
    assert newest > first.generation
    assert lists.held() == {newest: set(second)}


def test_loads_of_two_lists_do_not_wait_for_each_other(lists: Lists) -> None:
    with lists.loading("sanctions") as slow:
        quick = lists.load("debtors", ("somebody",))
        assert lists.counting("debtors") == quick
        slow.finish(10, "1", {})
    assert lists.held() == {slow.generation: set(TEN), quick: {"somebody"}}


def test_who_asked_before_the_swap_still_finds_the_rows_they_were_told_of(lists: Lists) -> None:
    older = lists.load("sanctions")
    with psycopg.connect(plain(lists.database.url(ROLE))) as reader:
        told = reader.execute("SELECT generation FROM list_load").fetchone()
        with meanwhile(lambda: lists.load("sanctions")):
            wait_until(lambda: lists.a_load_runs("FROM pg_stat_activity"))
            assert lists.counting("sanctions") > older
            rows = reader.execute("SELECT count(*) FROM listed WHERE generation = %s", told)
            assert rows.fetchone() == (10,)
            reader.commit()
    newest = lists.counting("sanctions")
    assert lists.held() == {newest: set(TEN)}


def test_what_an_earlier_load_could_not_delete_is_deleted_by_the_next(lists: Lists) -> None:
    left = lists.load("sanctions")
    kept = lists.load("debtors", ("somebody",))
    with lists.connected() as owner:
        owner.execute("UPDATE list_load SET generation = 0 WHERE list = 'sanctions'")
    newest = lists.load("sanctions")
    assert left not in lists.held()
    assert lists.held() == {kept: {"somebody"}, newest: set(TEN)}


def test_the_table_is_as_the_row_says_and_holds_nobody(empty_database: Database) -> None:
    engine = create_engine(empty_database.owner_url)
    with engine.begin() as connection:
        generations.create(connection, role=ROLE)
        found = MigrationContext.configure(connection)
        assert compare_metadata(found, generations.METADATA) == []
        assert tables_without_people_columns(inspect(connection), generations.UNPEOPLED) == []
        assert inspect(connection).get_table_names() == ["list_load"]
    engine.dispose()
