"""The person index answers who may be meant: all who share a key, or that they are too many."""

from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_matching import Person, PersonRecord, normalise_person, person_keys, query_keys
from ppit_ops.provision import plain
from ppit_platform.codes import PurposeCode
from ppit_platform.db import open_engine, session_maker
from ppit_platform.ids import new_id
from ppit_platform.person_index import Found, IndexState, PersonIndex
from ppit_platform.person_index.buckets import HOT_KEY
from ppit_platform.person_index.loading import add_keys, remove_keys
from ppit_platform.person_index.ranking import BROAD_KEY, MOST_CANDIDATES
from ppit_platform.person_index.tables import create, metadata_of
from tests.support.postgres import Database
from tests.support.statements import counted_statements

ROLE = "ppit_officer_safety"


def a_person(full: str, born: str | None = None) -> Person:
    return normalise_person(PersonRecord(full=full, date_of_birth=born))


JOAN = a_person("Joan Ferris", "1941-03-02")


@pytest.fixture
def index_database(empty_database: Database) -> Iterator[Database]:
    owner = create_engine(empty_database.owner_url)
    with owner.begin() as connection:
        create(connection, role=ROLE)
        create(connection, role=ROLE, name="deaths", purposes=[PurposeCode.VET_GRANT])
    yield empty_database
    owner.dispose()


@pytest.fixture
async def engine(index_database: Database) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(index_database.url(ROLE), pool_size=2)
    yield engine
    await engine.dispose()


@pytest.fixture
async def session(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    async with session_maker(engine)() as session:
        yield session


async def test_whoever_shares_a_key_is_found_and_nobody_else(session: AsyncSession) -> None:
    index, joan, other = PersonIndex(session), new_id(), new_id()
    await index.add([(joan, JOAN), (other, a_person("Peter Wagstaff", "1970-01-01"))])
    found = await index.candidates([query_keys(a_person("Joan Ferris")), query_keys(JOAN), []])
    assert found == [Found((joan,), crowded=False)] * 2 + [Found((), crowded=False)]


async def test_any_number_of_questions_is_one_statement(
    engine: AsyncEngine, session: AsyncSession
) -> None:
    with counted_statements(engine) as counter:
        found = await PersonIndex(session).candidates([query_keys(JOAN)] * 200)
    assert len(counter) == 1
    assert len(found) == 200


async def test_who_shares_more_keys_comes_first(session: AsyncSession) -> None:
    index, alike, same = PersonIndex(session), new_id(), new_id()
    await index.add([(alike, a_person("Joan Ferris", "1980-12-24")), (same, JOAN)])
    (found,) = await index.candidates([query_keys(JOAN)])
    assert found.subject_ids == (same, alike)


async def test_adding_a_person_again_under_another_name_keeps_both(session: AsyncSession) -> None:
    index, joan = PersonIndex(session), new_id()
    await index.add([(joan, JOAN)])
    await index.add([(joan, JOAN), (joan, a_person("Joan Hollis", "1941-03-02"))])
    found = await index.candidates([query_keys(JOAN), query_keys(a_person("Joan Hollis"))])
    assert [each.subject_ids for each in found] == [(joan,), (joan,)]


async def test_a_key_that_too_many_share_is_not_followed_and_is_said(session: AsyncSession) -> None:
    index = PersonIndex(session)
    await index.add((new_id(), JOAN) for _ in range(HOT_KEY + 1))
    (found,) = await index.candidates([query_keys(JOAN)])
    assert found == Found((), crowded=True)


async def test_a_birthday_that_many_share_is_left_to_the_first_letters(
    session: AsyncSession,
) -> None:
    index, strangers = PersonIndex(session), [new_id() for _ in range(BROAD_KEY)]
    await index.add((one, a_person("Peter Nolan", "1941-03-02")) for one in strangers)
    (found,) = await index.candidates([query_keys(JOAN)])
    assert found == Found(tuple(sorted(strangers)), crowded=False)
    more, alike = new_id(), new_id()
    await index.add(
        [
            (more, a_person("Peter Nolan", "1941-03-02")),
            (alike, a_person("Jxrn Unlike", "1941-03-02")),
        ]
    )
    (found,) = await index.candidates([query_keys(JOAN)])
    assert found == Found((alike,), crowded=False)


async def test_more_people_than_are_looked_at_are_said_to_be_more(session: AsyncSession) -> None:
    index = PersonIndex(session)
    await index.add((new_id(), JOAN) for _ in range(MOST_CANDIDATES + 1))
    (found,) = await index.candidates([query_keys(JOAN)])
    assert len(found.subject_ids) == MOST_CANDIDATES
    assert found.crowded


async def test_keys_of_another_version_make_the_index_stale_until_it_is_filled_anew(
    session: AsyncSession,
) -> None:
    index = PersonIndex(session)
    assert await index.key_versions() is IndexState.EMPTY
    await index.add([(new_id(), JOAN)])
    assert await index.key_versions() is IndexState.CURRENT
    old = text(
        "INSERT INTO person_index_change (key, subject_id, key_version)"
        " VALUES (1, CAST(:id AS uuid), 'keys-0')"
    )
    await (await session.connection()).execute(old, {"id": new_id()})
    assert await index.key_versions() is IndexState.STALE
    await index.clear()
    assert await index.key_versions() is IndexState.EMPTY


async def test_an_index_for_some_purposes_tells_no_other_anything(session: AsyncSession) -> None:
    connection = await session.connection()
    say = text(
        "SELECT set_config('ppit.org_id', 'kcc', true), set_config('ppit.purpose', :p, true)"
    )
    index, joan = PersonIndex(session, name="deaths"), new_id()
    await connection.execute(say, {"p": "VET_GRANT"})
    await index.add([(joan, JOAN)])
    assert await index.candidates([query_keys(JOAN)]) == [Found((joan,), crowded=False)]
    await connection.execute(say, {"p": "VICTIM_SAFEGUARD"})
    assert await index.candidates([query_keys(JOAN)]) == [Found((), crowded=False)]


async def test_an_index_holds_as_many_keys_as_its_people_have(session: AsyncSession) -> None:
    await PersonIndex(session).add([(new_id(), JOAN)])
    connection = await session.connection()
    held = (await connection.execute(text("SELECT key FROM person_index_change"))).scalars()
    assert set(held) == set(person_keys(JOAN))


def test_a_loader_adds_and_removes_a_whole_list(index_database: Database) -> None:
    people = [(new_id(), JOAN), (new_id(), a_person("Peter Wagstaff", "1970-01-01"))]
    expected = {(key, subject) for subject, person in people for key in person_keys(person)}
    with psycopg.connect(plain(index_database.url(ROLE))) as connection:
        add_keys(connection, people)
        add_keys(connection, people)
        held = connection.execute("SELECT key, subject_id FROM person_index_change").fetchall()
        assert (set(held), len(held)) == (expected, len(expected))
        remove_keys(connection, [people[0][0]])
        left = connection.execute("SELECT DISTINCT subject_id FROM person_index_subject").fetchall()
    assert left == [(people[1][0],)]


def test_the_rows_for_migrations_say_what_is_made(index_database: Database) -> None:
    owner = create_engine(index_database.owner_url)
    with owner.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata_of("person_index", "deaths")) == []
        assert compare_metadata(context, metadata_of()) != []
    owner.dispose()
