"""A statement on the driver's own cursor is one of the session's, and fails as any other does."""

from collections.abc import AsyncIterator

import psycopg
import pytest
from sqlalchemy import exc, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_ops.provision import plain
from ppit_platform.db import DatabaseUnavailable, database_failure, open_engine, session_maker
from ppit_platform.direct import direct_row
from tests.support.postgres import Database
from tests.support.statements import counted_statements

_SETTING = "SELECT current_setting('ppit.purpose', true), %(asked)s::int, '\\x00ff'::bytea"


@pytest.fixture
async def engine(empty_database: Database) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(empty_database.url("ppit_officer_safety"), pool_size=1)
    yield engine
    await engine.dispose()


@pytest.fixture
async def session(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    async with session_maker(engine)() as session:
        yield session


async def test_it_is_within_the_transaction_of_the_session_and_is_heard_of(
    engine: AsyncEngine, session: AsyncSession
) -> None:
    connection = await session.connection()
    say = text("SELECT set_config('ppit.purpose', 'VET_GRANT', true)")
    await connection.execute(say)
    with counted_statements(engine) as counter:
        row = await direct_row(connection, _SETTING, {"asked": 7})
    assert (row, counter.statements) == (("VET_GRANT", 7, b"\0\xff"), [_SETTING])
    await session.rollback()
    row = await direct_row(await session.connection(), _SETTING, {"asked": 7})
    assert row == ("", 7, b"\0\xff")


async def test_what_is_refused_is_told_without_its_values(session: AsyncSession) -> None:
    with pytest.raises(exc.DataError) as refused:
        await direct_row(await session.connection(), "SELECT %(a)s::int / 0", {"a": 4711})
    assert "4711" not in str(refused.value)
    assert not refused.value.connection_invalidated


async def test_a_connection_that_was_lost_is_given_up_and_the_next_is_another(
    empty_database: Database, session: AsyncSession
) -> None:
    connection = await session.connection()
    (process,) = await direct_row(connection, "SELECT pg_backend_pid()", {})
    with psycopg.connect(plain(empty_database.admin_url), autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", (process,))
    with pytest.raises(exc.OperationalError) as lost:
        await direct_row(connection, "SELECT 1", {})
    assert lost.value.connection_invalidated
    assert isinstance(database_failure(lost.value), DatabaseUnavailable)
    await session.rollback()
    assert await direct_row(await session.connection(), "SELECT 1", {}) == (1,)
