"""Replaces a list that comes as whole files: all of it or nothing, while others read the old one.

Every row of a list carries the number of its generation, and no two lists share a number, so that
one table may hold many lists. ``list_load`` says which generation of a list counts. A reader asks
for that and for the rows in one transaction: within it the rows do not go away.
"""

import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, cast

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import BigInteger, Connection, DateTime, MetaData, Text, make_url
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_platform.db import Row
from ppit_platform.people import utc_now

METADATA = MetaData()
"""For ``run_env`` of every service that calls ``create``, beside the metadata of its own rows."""

UNPEOPLED: Mapping[str, str] = {"list_load": "what each list says of itself"}
"""For the ``UNPEOPLED`` of such a service."""

_CREATE = """
CREATE TABLE list_load (
    list text PRIMARY KEY,
    generation integer NOT NULL UNIQUE,
    version text NOT NULL,
    rows bigint NOT NULL CHECK (rows > 0),
    loaded_at timestamptz NOT NULL,
    fresh_until timestamptz NOT NULL,
    evidence jsonb NOT NULL
);
CREATE SEQUENCE list_generation AS integer;
GRANT SELECT, INSERT, UPDATE ON list_load TO {role};
GRANT USAGE ON SEQUENCE list_generation TO {role};
"""
_SWAP = """
    INSERT INTO list_load (list, generation, version, rows, loaded_at, fresh_until, evidence)
    VALUES (%(list)s, %(generation)s, %(version)s, %(rows)s, %(now)s, %(fresh_until)s, %(evidence)s)
    ON CONFLICT (list) DO UPDATE SET generation = excluded.generation, version = excluded.version,
        rows = excluded.rows, loaded_at = excluded.loaded_at, fresh_until = excluded.fresh_until,
        evidence = excluded.evidence
"""
_APPLICATION = "ppit-list-load"
_CONNECT_TIMEOUT_SECONDS = 5
_READERS = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start <= %s
       AND application_name <> %s
"""
_READERS_MAY_TAKE_SECONDS = 30
_POLL_SECONDS = 0.05
# Steps from number to number along the index, which a DISTINCT would read whole.
_SUPERSEDED = """
    WITH RECURSIVE each (generation) AS (
        (SELECT min(generation) FROM {table})
        UNION ALL
        SELECT (SELECT min(further.generation) FROM {table} AS further
                 WHERE further.generation > each.generation)
          FROM each WHERE each.generation IS NOT NULL
    )
    SELECT generation FROM each
     WHERE generation < %s AND generation NOT IN (SELECT generation FROM list_load)
"""
_DELETE = """
    DELETE FROM {table}
     WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table} WHERE generation = %s LIMIT %s))
"""
_BATCH = 10_000


class ListRefused(Exception):
    """What was read may not replace what is held, which stays. Says why, never what a row says."""


class LoadFailed(Exception):
    """The database ended the load; what is held stays. Run it again."""


class ListLoadRow(Row, table=True):
    metadata: ClassVar[MetaData] = METADATA  # pyright: ignore[reportIncompatibleVariableOverride]

    list: str = Field(primary_key=True, sa_type=Text)
    generation: int = Field(unique=True)
    version: str = Field(sa_type=Text)
    rows: int = Field(sa_type=BigInteger)
    loaded_at: datetime = Field(sa_type=DateTime(timezone=True))  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    fresh_until: datetime = Field(sa_type=DateTime(timezone=True))  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    evidence: dict[str, object] = Field(sa_type=JSONB)


@dataclass(frozen=True, slots=True)
class ListState:
    """The generation that counts, and what was kept of where it came from."""

    generation: int
    version: str
    loaded_at: datetime
    fresh: bool
    rows: int
    evidence: Mapping[str, object]


class ListStore:
    """Reads, in the transaction of a session, which generations count."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def states(
        self, names: Sequence[str], *, now: datetime | None = None
    ) -> dict[str, ListState]:
        """Return the state of each list that was ever loaded; a name without one never was."""
        asked_at = now or utc_now()
        found = await self._session.exec(
            select(ListLoadRow).where(col(ListLoadRow.list).in_(names))
        )
        return {
            row.list: ListState(
                row.generation,
                row.version,
                row.loaded_at,
                asked_at < row.fresh_until,
                row.rows,
                row.evidence,
            )
            for row in found
        }


@dataclass(slots=True)
class Loading:
    """A load under way: write rows of ``generation`` by ``connection``, then ``finish``."""

    connection: psycopg.Connection
    generation: int
    list_name: str
    fresh_for: timedelta
    fewest: float
    finished: bool = False

    def finish(self, rows: int, version: str, evidence: Mapping[str, object]) -> None:
        """Make this generation the one that counts once the ``with`` ends; nothing may follow.

        ``ListRefused`` when ``rows`` are none, or too few against what is held. ``evidence`` is
        what proves later which file it was: its own date, its digest.
        """
        if rows == 0 or rows < self.fewest:
            msg = f"it has {rows} rows where at least {max(1, round(self.fewest))} are wanted"
            raise ListRefused(msg)
        now = utc_now()
        self.connection.execute(
            _SWAP,
            {
                "list": self.list_name,
                "generation": self.generation,
                "version": version,
                "rows": rows,
                "now": now,
                "fresh_until": now + self.fresh_for,
                "evidence": Jsonb(dict(evidence)),
            },
        )
        self.finished = True


def create(connection: Connection, *, role: str) -> None:
    """Make ``list_load``, in a migration; ``role`` is the service's own."""
    connection.exec_driver_sql(_CREATE.format(role=role))


@contextmanager
def loading(
    database_url: str,
    list_name: str,
    *,
    tables: Sequence[str],
    fresh_for: timedelta,
    smallest_share: float = 0.9,
) -> Generator[Loading]:
    """Load a list beside what is held and swap in one commit; a second load waits for the first.

    ``tables`` hold its rows, each with an indexed column ``generation``; the role needs INSERT,
    SELECT and DELETE on them. Whatever goes wrong leaves what is held: an error in the block,
    ``ListRefused`` for fewer than ``smallest_share`` of the rows held or a row that breaks a rule
    of its table, ``LoadFailed`` when the database ends it. Superseded rows are deleted afterwards,
    in batches, once nobody can be reading them. Settings made on ``connection`` with
    ``set_config(..., false)`` hold while they are.
    """
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(
            url, connect_timeout=_CONNECT_TIMEOUT_SECONDS, application_name=_APPLICATION
        ) as connection:
            load = _begin(connection, list_name, fresh_for, smallest_share)
            yield load
            if not load.finished:
                msg = "its load was not finished"
                raise ListRefused(msg)
            connection.commit()
            # What cannot be deleted now is deleted after the next load.
            with suppress(psycopg.Error):
                _sweep(connection, tables, load.generation)
    except psycopg.Error as failure:
        # The database's own words hold the row.
        raise _told(failure) from None


def _begin(
    connection: psycopg.Connection, list_name: str, fresh_for: timedelta, smallest_share: float
) -> Loading:
    connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('list_load/' || %s, 0))", (list_name,)
    )
    held = connection.execute("SELECT rows FROM list_load WHERE list = %s", (list_name,)).fetchone()
    generation = _number(connection, "SELECT nextval('list_generation')")
    fewest = smallest_share * cast("int", held[0]) if held else 0.0
    return Loading(connection, generation, list_name, fresh_for, fewest)


def _sweep(connection: psycopg.Connection, tables: Sequence[str], generation: int) -> None:
    connection.autocommit = True
    if not _readers_are_gone(connection):
        return
    for table in map(sql.Identifier, tables):
        superseded = connection.execute(sql.SQL(_SUPERSEDED).format(table=table), (generation,))
        delete = sql.SQL(_DELETE).format(table=table)
        for (old,) in superseded.fetchall():
            while connection.execute(delete, (old, _BATCH)).rowcount:
                pass


def _readers_are_gone(connection: psycopg.Connection) -> bool:
    """Wait until whoever may have asked before the swap which generation counts has ended."""
    found = connection.execute("SELECT clock_timestamp()").fetchone()
    give_up = time.monotonic() + _READERS_MAY_TAKE_SECONDS
    while _number(connection, _READERS, (found and found[0], _APPLICATION)):
        if time.monotonic() > give_up:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _number(connection: psycopg.Connection, query: str, values: Sequence[object] = ()) -> int:
    found = connection.execute(query.encode(), values).fetchone()
    return cast("int", found[0]) if found else 0


def _told(failure: psycopg.Error) -> ListRefused | LoadFailed:
    state = failure.sqlstate or "no answer"
    if isinstance(failure, psycopg.IntegrityError | psycopg.DataError):
        return ListRefused(f"a row of it breaks a rule of its table ({state})")
    return LoadFailed(f"the database ended the load ({state})")
