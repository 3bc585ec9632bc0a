"""What a build and a fold write, each in one transaction of a psycopg connection."""

from collections.abc import Collection, Iterable, Sequence
from typing import cast
from uuid import UUID

import numpy as np
import psycopg
from numpy.typing import NDArray

from ppit_platform.person_index.buckets import Row
from ppit_platform.person_index.loading import in_batches
from ppit_platform.person_index.reading import NUMBERS_AT_ONCE, Build, IndexReader
from ppit_platform.person_index.tables import PERSON_INDEX

_ROWS_AT_ONCE = 2_000
_IDS_AT_ONCE = 100_000
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
_DELETE_ROWS = """
DELETE FROM {bucket} b USING unnest(%s::int[], %s::smallint[]) AS emptied (bucket, part)
 WHERE b.generation = %s AND b.bucket = emptied.bucket AND b.part = emptied.part
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


class IndexStore(IndexReader):
    def __init__(self, connection: psycopg.Connection, index: str = PERSON_INDEX) -> None:
        super().__init__(connection, index)
        self._may_copy: bool | None = None

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
        for batch in in_batches(pairs, NUMBERS_AT_ONCE):
            few, meant = zip(*batch, strict=True)
            self._said(_WRITE_NUMBERS, (generation, list(few), list(meant)))

    def delete_numbers(self, generation: int, numbers: Iterable[int]) -> None:
        for batch in in_batches(numbers, NUMBERS_AT_ONCE):
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

    def _copies(self) -> bool:
        """Tell whether COPY may write: a table with row-level security takes none."""
        if self._may_copy is None:
            asked = "SELECT NOT row_security_active(%s)"
            row = self._connection.execute(asked, (self._tables.bucket,)).fetchone()
            self._may_copy = bool(row and row[0])
        return self._may_copy


def _as_copied(generation: int, numbers: Sequence[int], subjects: Sequence[UUID]) -> bytes:
    """Write rows as COPY reads them, by columns: each is as long as any other."""
    rows = np.zeros(len(numbers), _COPIED)
    rows["fields"], rows["generation"], rows["number"] = 3, generation, numbers
    rows["of_generation"], rows["of_number"], rows["of_subject"] = 4, 8, 16
    rows["subject"] = np.frombuffer(b"".join(one.bytes for one in subjects), "V16")
    return _COPY_BEGINS + rows.tobytes() + _COPY_ENDS
