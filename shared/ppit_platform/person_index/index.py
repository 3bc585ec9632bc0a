"""Looks people up by hashed keys, any number of questions in two statements, and adds to them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import cast
from uuid import UUID

from sqlalchemy import TextClause, text

from ppit_matching import KEY_VERSION, Person, person_keys
from ppit_platform.db import Transaction
from ppit_platform.person_index.buckets import HOT_KEY, Row
from ppit_platform.person_index.layout import Layout
from ppit_platform.person_index.loading import LOCK, in_batches
from ppit_platform.person_index.ranking import Found, Postings
from ppit_platform.person_index.tables import PERSON_INDEX, IndexTables

_ROWS_AT_ONCE = 10_000

# LIMIT in a lateral keeps the planner on the index: just after a load it has no figures yet. One
# statement is one moment: the build that counts, its buckets and what was added since agree.
POSTINGS = """
WITH build AS MATERIALIZED (SELECT * FROM {state}), asked AS (
    SELECT unnest(CAST(:keys AS bigint[])) AS key
)
SELECT 'state' AS kind, b.generation AS number, b.bits AS part, NULL::uuid AS subject_id,
       NULL::bytea AS payload, jsonb_build_object('base', b.base, 'as_at', statement_timestamp(),
           'built_by', CASE WHEN b.records > 0 THEN b.key_version END,
           'oldest', (SELECT min(key_version) FROM {change}),
           'newest', (SELECT max(key_version) FROM {change}),
           'removed', (SELECT coalesce(max(id), 0) FROM {gone})) AS told
  FROM (VALUES (1)) AS one LEFT JOIN build b ON true
UNION ALL
SELECT 'bucket', bucket, part, NULL, payload, NULL FROM {bucket}
 WHERE generation = (SELECT generation FROM build)
   AND bucket = ANY (ARRAY(SELECT DISTINCT (key >> (64 - bits) & ((1::bigint << bits) - 1))::int
                             FROM asked, build))
UNION ALL
SELECT 'change', a.key, 0, c.subject_id, NULL, NULL FROM asked a
 CROSS JOIN LATERAL (SELECT subject_id FROM {change} WHERE key = a.key LIMIT :hot + 1) c
"""
SUBJECTS = """
SELECT b.generation, n.number, n.subject_id FROM (VALUES (1)) AS one
  LEFT JOIN {state} b ON true
  LEFT JOIN LATERAL (
    SELECT number, subject_id FROM {number} held
     WHERE generation = b.generation AND number = ANY (CAST(:numbers AS bigint[]))
       AND NOT EXISTS (SELECT FROM {gone} g
                        WHERE g.subject_id = held.subject_id AND g.id <= :removed)) n ON true
"""
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


@dataclass(frozen=True, slots=True)
class _Read:
    """One statement's answer. ``generation`` is None before the first build.

    ``removed``: the last removal that it saw. Who is removed and added anew just after it has new
    keys that it did not see, and must still be found by the old ones.
    """

    generation: int | None
    removed: int
    postings: Postings
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
        while True:
            read = await self._read(keys)
            wanted = [read.postings.wanted(each) for each in asked]
            numbers = {number for each, _ in wanted for number in each}
            subjects = await self._subjects(numbers, read)
            # Another build was swapped in between the two statements: its numbers are others'.
            if subjects is not None:
                break
        found = (
            read.postings.answer(each, subjects, cut=cut)
            for each, (_, cut) in zip(asked, wanted, strict=True)
        )
        return Look(tuple(found), read.state, read.as_at)

    async def key_versions(self) -> IndexState:
        """Tell whether everyone in the index can be found by today's keys."""
        return (await self._read([])).state

    async def clear(self) -> None:
        """Empty the index, to be filled anew in this transaction; whoever adds meanwhile waits."""
        connection = await self._session.connection()
        for statement in _CLEAR:
            said = self._tables.named(statement.replace("{lock}", str(LOCK)))
            await connection.execute(text(said))

    async def _read(self, keys: Sequence[int]) -> _Read:
        connection = await self._session.connection()
        answer = await connection.execute(
            self._said(POSTINGS), {"keys": _array(keys), "hot": HOT_KEY}
        )
        rows = cast("Sequence[_Line]", answer.all())
        _, generation, bits, _, _, told = next(row for row in rows if row[0] == "state")
        said = cast("Mapping[str, str]", told)
        removed = cast("Mapping[str, int]", told)["removed"]
        postings = Postings()
        if generation is not None:
            layout = Layout(cast("int", bits), cast("int", said["base"]))
            buckets = ((row[1], row[2], row[4]) for row in rows if row[0] == "bucket")
            postings.read(layout, keys, cast("Iterable[Row]", buckets))
        for kind, key, _, subject_id, _, _ in rows:
            if kind == "change":
                held = postings.changes.setdefault(cast("int", key), [])
                held.append(cast("UUID", subject_id))
        return _Read(
            generation, removed, postings, _state(said), datetime.fromisoformat(said["as_at"])
        )

    async def _subjects(self, numbers: Collection[int], read: _Read) -> Mapping[int, UUID] | None:
        """Return whom numbers stand for, None if another build counts by now."""
        if not numbers:
            return {}
        connection = await self._session.connection()
        answer = await connection.execute(
            self._said(SUBJECTS), {"numbers": _array(numbers), "removed": read.removed}
        )
        rows = cast("Sequence[tuple[int | None, int, UUID]]", answer.all())
        if rows[0][0] != read.generation:
            return None
        return {number: subject_id for _, number, subject_id in rows}

    def _said(self, statement: str) -> TextClause:
        return _named(self._tables, statement)


_Line = tuple[str, int | None, int | None, UUID | None, bytes | None, object]


@cache
def _named(tables: IndexTables, statement: str) -> TextClause:
    """Name the tables of an index: of the few statements and indexes there are, once."""
    return text(tables.named(statement))


def _array(numbers: Iterable[int]) -> str:
    """Write an array of integers as PostgreSQL reads it: the driver takes ten times as long."""
    return f"{{{','.join(map(str, numbers))}}}"


def _state(told: Mapping[str, str]) -> IndexState:
    versions = {told[name] for name in ("built_by", "oldest", "newest")} - {None}
    if not versions:
        return IndexState.EMPTY
    return IndexState.CURRENT if versions == {KEY_VERSION} else IndexState.STALE
