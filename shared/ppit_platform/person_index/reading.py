"""What a build and a fold read, each in one transaction of a psycopg connection."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import LiteralString, cast
from uuid import UUID

import numpy as np
import psycopg
from numpy.typing import NDArray

from ppit_matching import KEY_VERSION
from ppit_platform.person_index.buckets import Row
from ppit_platform.person_index.layout import Layout
from ppit_platform.person_index.loading import LOCK, in_batches
from ppit_platform.person_index.tables import PERSON_INDEX, IndexTables

NUMBERS_AT_ONCE = 50_000

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))"
_TRY_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))"
_BUILD = "SELECT generation, key_version, bits, base, records, postings, next_number FROM {state}"
# One statement is one moment: somebody removed and added again is in both halves as it happened.
_TAKEN = """
(SELECT id, NULL::bigint, subject_id, NULL FROM {gone})
UNION ALL
(SELECT id, key, subject_id, key_version FROM {change} ORDER BY id LIMIT %s)
"""
_COUNT = """
SELECT (SELECT count(*) FROM (SELECT FROM {change} LIMIT %(least)s) AS enough) >= %(least)s
       OR EXISTS (SELECT FROM {gone})
"""
_ROWS_BETWEEN = """
SELECT bucket, part, payload FROM {bucket} WHERE generation = %s AND bucket >= %s AND bucket < %s
"""
_ROWS_OF = """
SELECT bucket, part, payload FROM {bucket} WHERE generation = %s AND bucket = ANY (%s)
"""
_NUMBERS_OF = """
SELECT subject_id, number FROM {number} WHERE generation = %s AND subject_id = ANY (%s)
"""
_MOMENT = "SELECT id FROM {change}", "SELECT id FROM {gone}"


class StaleIndex(Exception):
    """Keys of another version stand in it: it must be filled anew, not added to."""


@dataclass(frozen=True, slots=True)
class Build:
    """What the index says of itself; ``next_number`` counts numbers, which ``numbered`` spells."""

    generation: int
    key_version: str
    layout: Layout
    records: int
    postings: int
    next_number: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What was added and who was removed at one moment, with the ids of those rows."""

    ids: NDArray[np.int64]
    keys: NDArray[np.int64]
    subjects: Sequence[UUID]
    gone_ids: Sequence[int]
    gone: frozenset[UUID]


class IndexReader:
    def __init__(self, connection: psycopg.Connection, index: str = PERSON_INDEX) -> None:
        self._connection = connection
        self._tables = IndexTables(index)

    def lock(self, *, wait: bool = True) -> bool:
        """Be the one who builds or folds this index until the transaction ends, False if not."""
        said = (self._tables.state, LOCK)
        if wait:
            self._connection.execute(_LOCK, said)
            return True
        row = self._connection.execute(_TRY_LOCK, said).fetchone()
        return bool(row and row[0])

    def build(self) -> Build | None:
        row = self._said(_BUILD).fetchone()
        if row is None:
            return None
        generation, version, bits, base, *counts = cast("tuple[int, str, int, int, int]", row)
        records, postings, next_number = counts
        return Build(generation, version, Layout(bits, base), records, postings, next_number)

    def holds_nobody(self) -> bool:
        """Tell whether nobody stands in it, and nobody was removed or added since a build."""
        build = self.build()
        return (build is None or not build.records) and not self.has_changes(1)

    def has_changes(self, at_least: int) -> bool:
        """Tell whether so many keys were added, or anybody was removed, since the last fold."""
        row = self._said(_COUNT, {"least": at_least}).fetchone()
        return bool(row and row[0])

    def taken(self, most: int) -> Taken:
        """Read what a fold takes up: all who were removed, and up to ``most`` keys, the oldest."""
        rows = cast(
            "list[tuple[int, int | None, UUID, str | None]]", self._said(_TAKEN, (most,)).fetchall()
        )
        added = [row for row in rows if row[1] is not None]
        gone = [row for row in rows if row[1] is None]
        if any(version != KEY_VERSION for _, _, _, version in added):
            raise StaleIndex(self._tables.state)
        return Taken(
            np.array([row[0] for row in added], np.int64),
            np.array([row[1] for row in added], np.int64),
            [row[2] for row in added],
            [row[0] for row in gone],
            frozenset(row[2] for row in gone),
        )

    def moment(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the ids of all changes and removals that whoever reads the people now will see."""
        changes, gone = (self._ids(statement) for statement in _MOMENT)
        return changes, gone

    def rows_between(self, generation: int, first: int, beyond: int) -> list[Row]:
        return self._rows(_ROWS_BETWEEN, (generation, first, beyond))

    def rows_of(self, generation: int, buckets: Sequence[int]) -> list[Row]:
        return self._rows(_ROWS_OF, (generation, list(buckets)))

    def numbers_of(self, generation: int, subjects: Iterable[UUID]) -> list[tuple[UUID, int]]:
        found: list[tuple[UUID, int]] = []
        for batch in in_batches(subjects, NUMBERS_AT_ONCE):
            rows = self._said(_NUMBERS_OF, (generation, batch)).fetchall()
            found += cast("list[tuple[UUID, int]]", rows)
        return found

    def _ids(self, statement: LiteralString) -> NDArray[np.int64]:
        rows = cast("Iterator[tuple[int]]", self._said(statement))
        return np.fromiter((row[0] for row in rows), np.int64)

    def _rows(self, statement: LiteralString, values: Sequence[object]) -> list[Row]:
        found = self._connection.cursor(binary=True).execute(self._named(statement), values)
        return cast("list[Row]", found.fetchall())

    def _said(self, statement: LiteralString, values: object = ()) -> psycopg.Cursor:
        return self._connection.execute(self._named(statement), values)  # pyright: ignore[reportArgumentType]

    def _named(self, statement: str) -> bytes:
        return self._tables.named(statement).encode()
