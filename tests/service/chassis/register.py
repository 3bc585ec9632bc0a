"""Looks into the notebook's tables as their owner, past row-level security."""

from typing import cast

from psycopg.rows import DictRow

from tests.support.postgres import Database
from tests.support.working import owner_rows

rows = owner_rows


def notes(database: Database, title: str) -> list[DictRow]:
    return rows(database, "SELECT * FROM note WHERE title = %s", title)


def facts(database: Database, fact_id: object) -> list[DictRow]:
    return rows(database, "SELECT * FROM audit_outbox WHERE fact_id = %s", fact_id)


def fact_count(database: Database) -> int:
    return cast("int", rows(database, "SELECT count(*) AS n FROM audit_outbox")[0]["n"])
