"""One statement on the driver's own cursor, its answer in binary: for what is asked all day.

Through SQLAlchemy a statement costs three times the processor and bytes travel as hex digits. It
is the session's own connection, so that transaction, role and row-level security are the same;
whoever listens to the engine hears of it, and a failure is the one that SQLAlchemy would raise.
"""

from collections.abc import Mapping
from typing import LiteralString, cast

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection


async def direct_row(
    connection: AsyncConnection, statement: str, values: Mapping[str, object]
) -> tuple[object, ...]:
    """Return the one row that a statement answers; its ``%(values)s`` are as psycopg has them.

    ``DBAPIError`` for whatever the database refuses.
    """
    told = cast("Connection", connection.sync_connection)
    driver = cast("psycopg.AsyncConnection", told.connection.driver_connection)
    cursor = driver.cursor(binary=True)
    heard = (told, cursor, statement, values, None, False)
    told.dispatch.before_cursor_execute(*heard)
    try:
        await cursor.execute(cast("LiteralString", statement), values, prepare=True)
        row = await cursor.fetchone()
    except psycopg.Error as failure:
        lost = driver.closed
        if lost:
            await connection.invalidate(failure)
        raise _as_raised(told, statement, failure, lost=lost) from failure
    told.dispatch.after_cursor_execute(*heard)
    return cast("tuple[object, ...]", row)


def _as_raised(
    told: Connection, statement: str, failure: psycopg.Error, *, lost: bool
) -> BaseException:
    return DBAPIError.instance(
        statement,
        None,
        failure,
        psycopg.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=told.dialect,
    )
