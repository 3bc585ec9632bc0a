"""Looks people up by hashed keys, any number of questions in one statement."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast
from uuid import UUID

from sqlalchemy import text

from ppit_matching import KEY_VERSION, Person, person_keys
from ppit_platform.db import Transaction
from ppit_platform.person_index.loading import in_batches
from ppit_platform.person_index.sql import PERSON_KEY

HOT_KEY = 300
"""A key that more people share says nothing: it is not followed."""
MOST_CANDIDATES = 200
"""The most people that are looked at for one question."""
_ROWS_AT_ONCE = 10_000

# LIMIT in a lateral keeps the planner on the index: just after a load it has no figures yet.
_CANDIDATES = """
WITH asked AS (
    SELECT DISTINCT number, key
      FROM unnest(CAST(:numbers AS int[]), CAST(:keys AS bigint[])) AS a (number, key)
), posting AS (
    SELECT a.number, a.key, p.subject_id FROM asked a
     CROSS JOIN LATERAL (SELECT k.subject_id FROM {table} k WHERE k.key = a.key
                          LIMIT :hot + 1) p
), followed AS (
    SELECT number, key, count(*) > :hot AS hot FROM posting GROUP BY number, key
), hit AS (
    SELECT number, subject_id,
           row_number() OVER (PARTITION BY number ORDER BY count(*) DESC, subject_id) AS place
      FROM posting JOIN followed USING (number, key) WHERE NOT hot GROUP BY number, subject_id
)
SELECT number, subject_id, place FROM hit WHERE place <= :most
UNION ALL
SELECT number, NULL, NULL FROM (SELECT number FROM followed WHERE hot
                                UNION SELECT number FROM hit WHERE place > :most) AS crowded
 ORDER BY number, place
"""
_ADD = """
INSERT INTO {table} (key, subject_id, key_version)
SELECT key, subject_id, :key_version
  FROM unnest(CAST(:keys AS bigint[]), CAST(:subjects AS uuid[])) AS a (key, subject_id)
ON CONFLICT DO NOTHING
"""
_VERSIONS = "SELECT min(key_version), max(key_version) FROM {table}"


class IndexState(StrEnum):
    """``STALE``: keys of another version stand in it, and what it does not find may be there."""

    CURRENT = "CURRENT"
    STALE = "STALE"
    EMPTY = "EMPTY"


@dataclass(frozen=True, slots=True)
class Found:
    """Who may be meant, those that share most keys first.

    ``crowded``: more people share what was asked than were looked at; nobody is ruled out.
    """

    subject_ids: tuple[UUID, ...]
    crowded: bool


class PersonIndex:
    def __init__(self, session: Transaction, *, table: str = PERSON_KEY) -> None:
        self._session = session
        self._table = table

    async def add(self, people: Iterable[tuple[UUID, Person]]) -> None:
        """Add everyone's keys; a person added twice, or again under another name, keeps all."""
        rows = ((key, subject) for subject, person in people for key in sorted(person_keys(person)))
        connection = await self._session.connection()
        for batch in in_batches(rows, _ROWS_AT_ONCE):
            keys, subjects = zip(*batch, strict=True)
            values = {"keys": list(keys), "subjects": list(subjects), "key_version": KEY_VERSION}
            await connection.execute(text(_ADD.format(table=self._table)), values)

    async def candidates(self, asked: Sequence[Collection[int]]) -> list[Found]:
        """Return for each question, ``query_keys`` of one person, who shares a key with it."""
        pairs = [(number, key) for number, keys in enumerate(asked) for key in keys]
        values = {
            "numbers": [number for number, _ in pairs],
            "keys": [key for _, key in pairs],
            "hot": HOT_KEY,
            "most": MOST_CANDIDATES,
        }
        connection = await self._session.connection()
        rows = await connection.execute(text(_CANDIDATES.format(table=self._table)), values)
        found: defaultdict[int, list[UUID]] = defaultdict(list)
        crowded: set[int] = set()
        for number, subject_id, _ in cast("Sequence[tuple[int, UUID | None, int]]", rows.all()):
            if subject_id is None:
                crowded.add(number)
            else:
                found[number].append(subject_id)
        return [
            Found(tuple(found[number]), crowded=number in crowded) for number in range(len(asked))
        ]

    async def key_versions(self) -> IndexState:
        """Tell whether everyone in the index can be found by today's keys."""
        connection = await self._session.connection()
        row = (await connection.execute(text(_VERSIONS.format(table=self._table)))).one()
        oldest, newest = cast("tuple[str | None, str | None]", tuple(row))
        if oldest is None:
            return IndexState.EMPTY
        return IndexState.CURRENT if oldest == newest == KEY_VERSION else IndexState.STALE

    async def clear(self) -> None:
        """Empty the index, to be filled anew in this transaction; whoever adds meanwhile waits."""
        connection = await self._session.connection()
        await connection.execute(text(f"LOCK TABLE {self._table} IN SHARE ROW EXCLUSIVE MODE"))
        await connection.execute(text(f"DELETE FROM {self._table}"))  # noqa: S608  # our own constant
