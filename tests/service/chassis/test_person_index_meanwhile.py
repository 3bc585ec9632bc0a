"""What happens between the two statements of a question hides nobody who can be found."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine

from ppit_ops.provision import plain
from ppit_platform.db import open_engine
from ppit_platform.ids import new_id
from ppit_platform.person_index import Found
from ppit_platform.person_index.building import building
from ppit_platform.person_index.folding import fold
from ppit_platform.person_index.loading import add_keyed, remove_keys
from ppit_platform.person_index.tables import create
from tests.support.index_asked import answers, count
from tests.support.postgres import Database

ROLE = "ppit_officer_safety"
K1, K2, K3 = (number << 48 for number in (1, 2, 3))


@pytest.fixture
def database(empty_database: Database) -> Iterator[Database]:
    owner = create_engine(empty_database.owner_url)
    with owner.begin() as connection:
        create(connection, role=ROLE)
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


async def test_who_is_named_anew_in_the_middle_of_a_question_is_still_found(
    loader: psycopg.Connection, engine: AsyncEngine
) -> None:
    someone = new_id()
    add_keyed(loader, [(someone, [K1])])
    fold(loader)

    def name_anew(*_: object) -> None:
        remove_keys(loader, [someone])
        add_keyed(loader, [(someone, [K1])])

    # After the first of the question's two statements.
    event.listen(engine.sync_engine, "after_cursor_execute", name_anew, once=True)
    assert await answers(engine, [K1]) == [Found((someone,), crowded=False)]
    assert count(loader, "person_index_gone") == 1


async def test_a_removal_that_commits_late_hides_nobody_who_was_named_anew(
    database: Database, loader: psycopg.Connection, engine: AsyncEngine
) -> None:
    someone, other = new_id(), new_id()
    add_keyed(loader, [(someone, [K1]), (other, [K2])])
    fold(loader)
    with psycopg.connect(plain(database.url(ROLE))) as late:
        remove_keys(late, [someone])
        add_keyed(late, [(someone, [K1, K3])])
        # Numbered after the late one, and seen by the question's first statement.
        remove_keys(loader, [other])
        event.listen(
            engine.sync_engine, "after_cursor_execute", lambda *_: late.commit(), once=True
        )
        assert await answers(engine, [K1, K2]) == [
            Found((someone,), crowded=False),
            Found((), crowded=False),
        ]
    assert count(loader, "person_index_gone") == 2


async def test_who_is_named_anew_and_folded_in_the_middle_of_a_question_is_still_found(
    loader: psycopg.Connection, engine: AsyncEngine
) -> None:
    someone, other = new_id(), new_id()
    add_keyed(loader, [(someone, [K1]), (other, [K2])])
    fold(loader)

    def name_anew_and_fold(*_: object) -> None:
        remove_keys(loader, [someone])
        add_keyed(loader, [(someone, [K1, K3])])
        fold(loader)

    event.listen(engine.sync_engine, "after_cursor_execute", name_anew_and_fold, once=True)
    assert await answers(engine, [K1, K2]) == [
        Found((someone,), crowded=False),
        Found((other,), crowded=False),
    ]
    assert count(loader, "person_index_gone") == count(loader, "person_index_change") == 0


async def test_a_build_in_the_middle_of_a_question_leads_to_nobody_else(
    loader: psycopg.Connection, engine: AsyncEngine, tmp_path: Path
) -> None:
    someone, other = new_id(), new_id()
    people = {someone: [K1], other: [K2]}
    add_keyed(loader, people.items())
    fold(loader)

    def build_anew(*_: object) -> None:
        with loader.transaction(), building(loader, tmp_path) as build:
            build.add(reversed(people.items()))
            build.finish()

    event.listen(engine.sync_engine, "after_cursor_execute", build_anew, once=True)
    assert await answers(engine, [K1, K2]) == [
        Found((someone,), crowded=False),
        Found((other,), crowded=False),
    ]
