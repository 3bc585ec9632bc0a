"""Looks people up by hashed keys, any number of questions in two statements, and adds to them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from uuid import UUID

from sqlalchemy import TextClause, text

from ppit_matching import KEY_VERSION, Person, person_keys
from ppit_platform.db import Transaction
from ppit_platform.person_index.asking import read_postings, read_standing
from ppit_platform.person_index.loading import LOCK, in_batches
from ppit_platform.person_index.ranking import Found
from ppit_platform.person_index.tables import PERSON_INDEX, IndexTables

_ROWS_AT_ONCE = 10_000

_ADD = """
INSERT INTO {change} (key, subject_id, key_version)
SELECT key, subject_id, :key_version
  FROM unnest(CAST(:keys AS bigint[]), CAST(:subjects AS uuid[])) AS a (key, subject_id)
ON CONFLICT DO NOTHING
"""
_REMOVE = """
WITH unsaid AS (DELETE FROM {change} WHERE subject_id = ANY (CAST(:subjects AS uuid[])))
INSERT INTO {gone} (subject_id) SELECT unnest(CAST(:subjects AS uuid[]))
"""
_CLEAR = (
    "SELECT pg_advisory_xact_lock(hashtextextended('{state}', {lock}))",
    "LOCK TABLE {change} IN SHARE ROW EXCLUSIVE MODE",
    "DELETE FROM {change}",
    "DELETE FROM {gone}",
    "DELETE FROM {bucket}",
    "DELETE FROM {number}",
    "UPDATE {state} SET generation = generation + 1, bits = 0, base = 0, records = 0, postings = 0",
)


class IndexState(StrEnum):
    """``STALE``: keys of another version stand in it, and what it does not find may be there."""

    CURRENT = "CURRENT"
    STALE = "STALE"
    EMPTY = "EMPTY"


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the index told: an answer for each question, at the database's ``as_at``."""

    found: tuple[Found, ...]
    state: IndexState
    as_at: datetime


class PersonIndex:
    def __init__(self, session: Transaction, *, name: str = PERSON_INDEX) -> None:
        self._session = session
        self._tables = IndexTables(name)

    async def add(self, people: Iterable[tuple[UUID, Person]]) -> None:
        """Add everyone's keys; a person added twice, or again under another name, keeps all."""
        rows = ((key, subject) for subject, person in people for key in sorted(person_keys(person)))
        connection = await self._session.connection()
        for batch in in_batches(rows, _ROWS_AT_ONCE):
            keys, subjects = zip(*batch, strict=True)
            values = {"keys": list(keys), "subjects": list(subjects), "key_version": KEY_VERSION}
            await connection.execute(self._said(_ADD), values)

    async def remove(self, subject_ids: Iterable[UUID]) -> None:
        """Let nobody of these be found from this transaction's end on; within its purposes."""
        connection = await self._session.connection()
        for batch in in_batches(subject_ids, _ROWS_AT_ONCE):
            await connection.execute(self._said(_REMOVE), {"subjects": batch})

    async def candidates(self, asked: Sequence[Collection[int]]) -> list[Found]:
        """Return for each question, ``query_keys`` of one person, who shares a key with it."""
        return list((await self.look(asked)).found)

    async def look(self, asked: Sequence[Collection[int]]) -> Look:
        """Answer questions, and tell whether everyone in the index can be found at all."""
        keys = sorted({key for each in asked for key in each})
        connection = await self._session.connection()
        while True:
            read = await read_postings(connection, self._tables, keys)
            wanted = [read.postings.wanted(each) for each in asked]
            numbers = set[int]().union(*(each for each, _ in wanted))
            standing = await read_standing(connection, self._tables, read, numbers)
            # A fold or another build was swapped in between the two statements: numbers moved.
            if standing is not None:
                break
        found = (
            standing.answer(each, cut=cut) for each, (_, cut) in zip(asked, wanted, strict=True)
        )
        return Look(tuple(found), _state(read.versions), read.as_at)

    async def key_versions(self) -> IndexState:
        """Tell whether everyone in the index can be found by today's keys."""
        connection = await self._session.connection()
        return _state((await read_postings(connection, self._tables, [])).versions)

    async def clear(self) -> None:
        """Empty the index, to be filled anew in this transaction; whoever adds meanwhile waits."""
        connection = await self._session.connection()
        for statement in _CLEAR:
            said = self._tables.named(statement.replace("{lock}", str(LOCK)))
            await connection.execute(text(said))

    def _said(self, statement: str) -> TextClause:
        return _named(self._tables, statement)


@cache
def _named(tables: IndexTables, statement: str) -> TextClause:
    """Name the tables of an index: of the few statements and indexes there are, once."""
    return text(tables.named(statement))


def _state(versions: Collection[str]) -> IndexState:
    if not versions:
        return IndexState.EMPTY
    return IndexState.CURRENT if set(versions) == {KEY_VERSION} else IndexState.STALE
