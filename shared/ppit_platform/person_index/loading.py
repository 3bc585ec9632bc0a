"""Puts the people of a whole list into the index, on the loader's own psycopg connection."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar
from uuid import UUID

import psycopg

from ppit_matching import KEY_VERSION, Person, person_keys
from ppit_platform.person_index.sql import PERSON_KEY

_T = TypeVar("_T")
_ROWS_AT_ONCE = 20_000
_ADD = """
INSERT INTO {table} (key, subject_id, key_version)
SELECT key, subject_id, %s FROM unnest(%s::bigint[], %s::uuid[]) AS a (key, subject_id)
ON CONFLICT DO NOTHING
"""


def add_keys(
    connection: psycopg.Connection,
    people: Iterable[tuple[UUID, Person]],
    *,
    table: str = PERSON_KEY,
) -> None:
    """Add everyone's keys in the transaction at hand, as ``PersonIndex.add`` does."""
    rows = ((key, subject) for subject, person in people for key in sorted(person_keys(person)))
    statement = _ADD.format(table=table).encode()
    for batch in in_batches(rows, _ROWS_AT_ONCE):
        keys, subjects = zip(*batch, strict=True)
        connection.execute(statement, (KEY_VERSION, list(keys), list(subjects)))


def remove_keys(
    connection: psycopg.Connection, subject_ids: Iterable[UUID], *, table: str = PERSON_KEY
) -> None:
    """Let nobody of these be found any more: a list that was replaced took them out."""
    statement = f"DELETE FROM {table} WHERE subject_id = ANY (%s)".encode()  # noqa: S608  # our own constant
    for batch in in_batches(subject_ids, _ROWS_AT_ONCE):
        connection.execute(statement, (batch,))


def in_batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
