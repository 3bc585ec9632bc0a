"""Writes many rows of a table in one statement."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import TextClause, text

from ppit_platform.db import Transaction


async def insert(session: Transaction, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows by the names of their columns; what a row does not name is NULL."""
    statement = text(
        f"INSERT INTO {table}"  # noqa: S608  # a name of our own
        f" SELECT * FROM json_populate_recordset(NULL::{table}, CAST(:rows AS json))"
    )
    await execute(session, statement, rows)


async def execute(
    session: Transaction, statement: TextClause, rows: Sequence[Mapping[str, object]]
) -> None:
    """Run a statement that reads its rows from ``:rows``, unless there are none."""
    if rows:
        connection = await session.connection()
        await connection.execute(statement, {"rows": json.dumps(rows, default=_plain)})


def _plain(value: object) -> str:
    """Write an id or a time (a datetime is a date too) as PostgreSQL reads it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(type(value).__name__)
