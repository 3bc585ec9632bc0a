"""What a build and a fold read and write, each in one transaction of a psycopg connection."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import LiteralString, cast
from uuid import UUID

import numpy as np
import psycopg
from numpy.typing import NDArray

from ppit_matching import KEY_VERSION
from ppit_platform.person_index.buckets import STOP, Layout, Row
from ppit_platform.person_index.loading import LOCK, in_batches
from ppit_platform.person_index.tables import PERSON_INDEX, IndexTables

_ROWS_AT_ONCE = 2_000
_NUMBERS_AT_ONCE = 50_000
_IDS_AT_ONCE = 100_000

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
_WRITE_ROWS = """
INSERT INTO {bucket} (generation, bucket, part, payload)
SELECT %s, * FROM unnest(%s::int[], %s::smallint[], %s::bytea[])
ON CONFLICT (generation, bucket, part) DO UPDATE SET payload = excluded.payload
"""
_COPY_ROWS = "COPY {bucket} (generation, bucket, part, payload) FROM STDIN (FORMAT BINARY)"
_WRITE_NUMBERS = """
INSERT INTO {number} (generation, number, subject_id)
SELECT %s, * FROM unnest(%s::bigint[], %s::uuid[])
"""
_COPY_NUMBERS = "COPY {number} (generation, number, subject_id) FROM STDIN (FORMAT BINARY)"
_ROWS_BETWEEN = """
SELECT bucket, part, payload FROM {bucket} WHERE generation = %s AND bucket >= %s AND bucket < %s
"""
_ROWS_OF = """
SELECT bucket, part, payload FROM {bucket} WHERE generation = %s AND bucket = ANY (%s)
"""
_DELETE_ROWS = """
DELETE FROM {bucket} b USING unnest(%s::int[], %s::smallint[]) AS emptied (bucket, part)
 WHERE b.generation = %s AND b.bucket = emptied.bucket AND b.part = emptied.part
"""
_NUMBERS_OF = """
SELECT subject_id, number FROM {number} WHERE generation = %s AND subject_id = ANY (%s)
"""
_DELETE_NUMBERS = "DELETE FROM {number} WHERE generation = %s AND number = ANY (%s)"
_SWAP = """
INSERT INTO {state} (generation, key_version, bits, base, records, postings, next_number)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (one) DO UPDATE SET generation = excluded.generation, bits = excluded.bits,
    key_version = excluded.key_version, base = excluded.base, records = excluded.records,
    postings = excluded.postings, next_number = excluded.next_number
"""
_SUPERSEDED = (
    "DELETE FROM {bucket} WHERE generation <> %s",
    "DELETE FROM {number} WHERE generation <> %s",
)
_MOMENT = "SELECT id FROM {change}", "SELECT id FROM {gone}"
_DONE = "DELETE FROM {change} WHERE id = ANY (%s)", "DELETE FROM {gone} WHERE id = ANY (%s)"


_COPY_BEGINS, _COPY_ENDS = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_COPIED = np.dtype(
    [
        ("fields", ">i2"),
        ("of_generation", ">i4"),
        ("generation", ">i4"),
        ("of_number", ">i4"),
        ("number", ">i8"),
        ("of_subject", ">i4"),
        ("subject", "V16"),
    ]
)


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


class IndexStore:
    def __init__(self, connection: psycopg.Connection, index: str = PERSON_INDEX) -> None:
        self._connection = connection
        self._tables = IndexTables(index)
        self._may_copy: bool | None = None

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

    def write_rows(self, generation: int, rows: Iterable[Row]) -> None:
        """Put rows in place of what stands there."""
        for batch in in_batches(rows, _ROWS_AT_ONCE):
            buckets, parts, payloads = zip(*batch, strict=True)
            self._said(_WRITE_ROWS, (generation, list(buckets), list(parts), list(payloads)))

    def add_rows(self, generation: int, rows: Iterable[Row]) -> None:
        """Add the rows of a generation of its own."""
        if not self._copies():
            self.write_rows(generation, rows)
            return
        with self._connection.cursor().copy(self._named(_COPY_ROWS)) as copy:
            copy.set_types(["int4", "int4", "int2", "bytea"])
            for row in rows:
                copy.write_row((generation, *row))

    def delete_rows(self, generation: int, rows: Collection[tuple[int, int]]) -> None:
        if rows:
            buckets, parts = zip(*rows, strict=True)
            self._said(_DELETE_ROWS, (list(buckets), list(parts), generation))

    def add_numbers(
        self, generation: int, numbers: Sequence[int], subjects: Sequence[UUID]
    ) -> None:
        """Say whom numbers stand for."""
        if self._copies():
            with self._connection.cursor().copy(self._named(_COPY_NUMBERS)) as copy:
                copy.write(_as_copied(generation, numbers, subjects))
            return
        pairs = zip(numbers, subjects, strict=True)
        for batch in in_batches(pairs, _NUMBERS_AT_ONCE):
            few, meant = zip(*batch, strict=True)
            self._said(_WRITE_NUMBERS, (generation, list(few), list(meant)))

    def numbers_of(self, generation: int, subjects: Iterable[UUID]) -> list[tuple[UUID, int]]:
        found: list[tuple[UUID, int]] = []
        for batch in in_batches(subjects, _NUMBERS_AT_ONCE):
            rows = self._said(_NUMBERS_OF, (generation, batch)).fetchall()
            found += cast("list[tuple[UUID, int]]", rows)
        return found

    def delete_numbers(self, generation: int, numbers: Iterable[int]) -> None:
        for batch in in_batches(numbers, _NUMBERS_AT_ONCE):
            self._said(_DELETE_NUMBERS, (generation, batch))

    def swap(self, build: Build) -> None:
        """Make a build the one that counts, and delete what stands of any other."""
        layout = build.layout
        counts = (build.records, build.postings, build.next_number)
        said = (build.generation, build.key_version, layout.bits, layout.base, *counts)
        self._said(_SWAP, said)
        for statement in _SUPERSEDED:
            self._said(statement, (build.generation,))

    def done_with(self, changes: NDArray[np.int64], gone: Iterable[int]) -> None:
        """Delete the changes that the buckets hold by now, and the removals that they obey."""
        for statement, ids in zip(_DONE, (cast("list[int]", changes.tolist()), gone), strict=True):
            for batch in in_batches(ids, _IDS_AT_ONCE):
                self._said(statement, (batch,))

    def _ids(self, statement: LiteralString) -> NDArray[np.int64]:
        rows = cast("Iterator[tuple[int]]", self._said(statement))
        return np.fromiter((row[0] for row in rows), np.int64)

    def _rows(self, statement: LiteralString, values: Sequence[object]) -> list[Row]:
        found = self._connection.cursor(binary=True).execute(self._named(statement), values)
        return cast("list[Row]", found.fetchall())

    def _copies(self) -> bool:
        """Tell whether COPY may write: a table with row-level security takes none."""
        if self._may_copy is None:
            asked = "SELECT NOT row_security_active(%s)"
            row = self._connection.execute(asked, (self._tables.bucket,)).fetchone()
            self._may_copy = bool(row and row[0])
        return self._may_copy

    def _said(self, statement: LiteralString, values: object = ()) -> psycopg.Cursor:
        return self._connection.execute(self._named(statement), values)  # pyright: ignore[reportArgumentType]

    def _named(self, statement: str) -> bytes:
        return self._tables.named(statement).encode()


def _as_copied(generation: int, numbers: Sequence[int], subjects: Sequence[UUID]) -> bytes:
    """Write rows as COPY reads them, by columns: each is as long as any other."""
    rows = np.zeros(len(numbers), _COPIED)
    rows["fields"], rows["generation"], rows["number"] = 3, generation, numbers
    rows["of_generation"], rows["of_number"], rows["of_subject"] = 4, 8, 16
    rows["subject"] = np.frombuffer(b"".join(one.bytes for one in subjects), "V16")
    return _COPY_BEGINS + rows.tobytes() + _COPY_ENDS


def numbered(sequence: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spell the first, second, ... record number: none ends in the 32 bits that mean a stop."""
    a_part = np.uint64(STOP)
    return (sequence // a_part << np.uint64(32)) | sequence % a_part
