"""A copy of the log to tamper with: a byte is changed in it, never in the log itself."""

from collections.abc import Generator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from ppit_ops.migrations import migrate
from ppit_ops.provision import (
    DATABASES,
    OWNER,
    Access,
    drop_database,
    plain,
    provision_database,
    provision_schema,
)

_TABLES = ("epoch", "entry", "salt", "checkpoint", "tile", "published", "cosignature")
_SOURCE = "ppit_gateway"


@contextmanager
def copied_log(access: Access, name: str = "ppit_log_copy") -> Generator[str]:
    """Copy the log's tables, in one snapshot, to a database of their own; yield its name."""
    provision_database(access, name, DATABASES[_SOURCE])
    try:
        provision_schema(access, name, DATABASES[_SOURCE])
        migrate("ppit_gateway.log", access.url(name, OWNER))
        with (
            psycopg.connect(plain(access.url(_SOURCE, OWNER))) as source,
            psycopg.connect(plain(access.url(name, OWNER))) as copy,
        ):
            source.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            for table in _TABLES:
                _copy(source, copy, table)
        yield name
    finally:
        drop_database(access, name)


def change_one_byte(access: Access, name: str, index: int) -> None:
    """Change one character in the middle of entry ``index``, as the database's owner could."""
    with psycopg.connect(plain(access.url(name, OWNER))) as owner:
        changed = owner.execute(
            "UPDATE log.entry SET body = overlay(body PLACING"
            " CASE substr(body, length(body) / 2, 1) WHEN '0' THEN '1' ELSE '0' END"
            " FROM length(body) / 2 FOR 1) WHERE index = %s",
            (index,),
        )
        if changed.rowcount != 1:
            msg = f"the log has no entry {index}"
            raise LookupError(msg)


def _copy(source: psycopg.Connection, copy: psycopg.Connection, table: str) -> None:
    target = sql.Identifier("log", table)
    read = sql.SQL("COPY {} TO STDOUT (FORMAT BINARY)").format(target)
    write = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(target)
    with source.cursor().copy(read) as rows, copy.cursor().copy(write) as into:
        for block in rows:
            into.write(block)
