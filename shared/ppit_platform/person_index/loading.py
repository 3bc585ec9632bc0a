"""Puts the people of a whole list into the index, on the loader's own psycopg connection."""

from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar
from uuid import UUID

import psycopg

from ppit_matching import KEY_VERSION, Person, person_keys
from ppit_platform.person_index.tables import PERSON_INDEX, IndexTables

LOCK = 4_711_202
"""The seed of the advisory lock by which one build, fold or clearing of an index runs at a time."""
_T = TypeVar("_T")
_ROWS_AT_ONCE = 20_000
_HOLD = "SELECT pg_advisory_lock(hashtextextended(%s, %s))"
_ADD = """
INSERT INTO {change} (key, subject_id, key_version)
SELECT key, subject_id, %s FROM unnest(%s::bigint[], %s::uuid[]) AS a (key, subject_id)
ON CONFLICT DO NOTHING
"""
_REMOVE = """
WITH unsaid AS (DELETE FROM {change} WHERE subject_id = ANY (%(subjects)s))
INSERT INTO {gone} (subject_id) SELECT unnest(%(subjects)s::uuid[])
"""
# One statement is one moment: whom a fold moves meanwhile stands on one side of it or the other.
_REMOVE_BETWEEN = """
WITH meant AS MATERIALIZED (
    SELECT subject_id FROM {change} WHERE subject_id >= %(first)s AND subject_id < %(beyond)s
    UNION
    SELECT subject_id FROM {number} WHERE subject_id >= %(first)s AND subject_id < %(beyond)s
), unsaid AS (
    DELETE FROM {change} WHERE subject_id >= %(first)s AND subject_id < %(beyond)s
)
INSERT INTO {gone} (subject_id) SELECT subject_id FROM meant
"""


def add_keys(
    connection: psycopg.Connection,
    people: Iterable[tuple[UUID, Person]],
    *,
    index: str = PERSON_INDEX,
) -> None:
    """Add everyone's keys in the transaction at hand, as ``PersonIndex.add`` does."""
    add_keyed(connection, ((one, person_keys(person)) for one, person in people), index=index)


def add_keyed(
    connection: psycopg.Connection,
    people: Iterable[tuple[UUID, Collection[int]]],
    *,
    index: str = PERSON_INDEX,
) -> None:
    """Add people with the keys of today's version that they are stored under."""
    rows = ((key, subject) for subject, keys in people for key in sorted(keys))
    statement = IndexTables(index).named(_ADD).encode()
    for batch in in_batches(rows, _ROWS_AT_ONCE):
        keys, subjects = zip(*batch, strict=True)
        connection.execute(statement, (KEY_VERSION, list(keys), list(subjects)))


def remove_keys(
    connection: psycopg.Connection, subject_ids: Iterable[UUID], *, index: str = PERSON_INDEX
) -> None:
    """Let nobody of these be found any more: a list that was replaced took them out."""
    statement = IndexTables(index).named(_REMOVE).encode()
    for batch in in_batches(subject_ids, _ROWS_AT_ONCE):
        connection.execute(statement, {"subjects": batch})


def remove_between(
    connection: psycopg.Connection, first: UUID, beyond: UUID, *, index: str = PERSON_INDEX
) -> None:
    """Let nobody be found whose id is ``first`` or after, and before ``beyond``."""
    statement = IndexTables(index).named(_REMOVE_BETWEEN).encode()
    connection.execute(statement, {"first": first, "beyond": beyond})


@contextmanager
def unfolded(database_url: str, *, index: str = PERSON_INDEX) -> Generator[None]:
    """Keep builds and folds off while a list is replaced, and whoever else replaces one waiting.

    For a while the index holds the list twice, and a fold that counted a key's records then would
    drop it for good. ``database_url`` is a plain one.
    """
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(_HOLD, (IndexTables(index).state, LOCK))
        yield


def in_batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
