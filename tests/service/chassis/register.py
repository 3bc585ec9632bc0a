"""Looks into the notebook's tables as their owner, past row-level security."""

from typing import LiteralString, cast

import psycopg
from psycopg.rows import DictRow, dict_row
from sqlalchemy import make_url

from tests.support.postgres import Database


def rows(database: Database, sql: LiteralString, *values: object) -> list[DictRow]:
    url = make_url(database.owner_url).set(drivername="postgresql")
    text = url.render_as_string(hide_password=False)
    with psycopg.connect(text, autocommit=True) as connection:
        found = connection.cursor(row_factory=dict_row).execute(sql, values)
        return [] if found.description is None else found.fetchall()


def notes(database: Database, title: str) -> list[DictRow]:
    return rows(database, "SELECT * FROM note WHERE title = %s", title)


def facts(database: Database, fact_id: object) -> list[DictRow]:
    return rows(database, "SELECT * FROM audit_outbox WHERE fact_id = %s", fact_id)


def fact_count(database: Database) -> int:
    return cast("int", rows(database, "SELECT count(*) AS n FROM audit_outbox")[0]["n"])
