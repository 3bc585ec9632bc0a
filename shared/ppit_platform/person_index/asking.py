"""The two statements of a question, and how their answers are one moment's.

The first reads the buckets of the keys, the second whom the record numbers in them stand for. A
build, a fold and a clearing each write the index's one row, so that while its version is the same
the buckets are: what the second statement finds agrees with what the first read.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from ppit_platform.direct import direct_row
from ppit_platform.person_index.buckets import HOT_KEY
from ppit_platform.person_index.layout import Layout
from ppit_platform.person_index.ranking import Postings, Standing
from ppit_platform.person_index.tables import IndexTables

# Just after a load the planner has no figures yet. LIMIT in a lateral keeps it on the index, and
# where it is asked who is gone a count does, which no part of the table can answer.
_CHANGED = """
    SELECT array_agg(a.key) AS keys, array_agg(c.subject_id) AS subjects FROM asked a
     CROSS JOIN LATERAL (SELECT subject_id FROM {change}
                          WHERE key = a.key LIMIT %(hot)s::bigint + 1) c
"""
POSTINGS = """
WITH asked AS MATERIALIZED (SELECT unnest(%(keys)s::bigint[]) AS key)
SELECT b.xmin::text, b.bits, b.base, statement_timestamp(),
       CASE WHEN b.records > 0 THEN b.key_version END,
       (SELECT min(key_version) FROM {change}), (SELECT max(key_version) FROM {change}),
       held.buckets, held.parts, held.payloads, changed.keys, changed.subjects
  FROM (VALUES (1)) AS one LEFT JOIN {state} b ON true
 CROSS JOIN LATERAL (
    SELECT array_agg(bucket) AS buckets, array_agg(part) AS parts, array_agg(payload) AS payloads
      FROM {bucket}
     WHERE generation = b.generation
       AND bucket = ANY (ARRAY(
           SELECT (key >> (64 - b.bits) & ((1::bigint << b.bits) - 1))::int FROM asked))) held
 CROSS JOIN ({changed}) changed
""".replace("{changed}", _CHANGED)
# Whoever is gone by now may have been named anew since the first statement: then what was added is
# read again with who is gone, or it would be told of neither.
SUBJECTS = """
WITH asked AS MATERIALIZED (SELECT unnest(%(keys)s::bigint[]) AS key), meant AS MATERIALIZED (
    SELECT n.number, n.subject_id,
           (SELECT count(*) FROM {gone} g WHERE g.subject_id = n.subject_id) > 0 AS gone
      FROM {number} n
     WHERE n.generation = (SELECT generation FROM {state})
       AND n.number = ANY (%(numbers)s::bigint[])
)
SELECT (SELECT xmin::text FROM {state}), stand.*, changed.keys, changed.subjects
  FROM (SELECT array_agg(number) FILTER (WHERE NOT gone),
               array_agg(subject_id) FILTER (WHERE NOT gone),
               coalesce(bool_or(gone), false) AS some_gone FROM meant) AS stand
  LEFT JOIN LATERAL ({changed} WHERE stand.some_gone) changed ON true
""".replace("{changed}", _CHANGED)
_Told = tuple[
    str | None,
    int | None,
    int | None,
    datetime,
    str | None,
    str | None,
    str | None,
    list[int] | None,
    list[int] | None,
    list[bytes] | None,
    list[int] | None,
    list[UUID] | None,
]
_Meant = tuple[
    str | None,
    list[int] | None,
    list[UUID] | None,
    bool,
    list[int] | None,
    list[UUID] | None,
]
_Changes = list[tuple[int, UUID]]


@dataclass(frozen=True, slots=True)
class Read:
    """What stands under the keys. ``edition`` is of the index's row, None where there is none.

    ``versions`` are of the keys that stand in it at all; ``changes`` each a key and a subject.
    """

    keys: str
    edition: str | None
    as_at: datetime
    versions: frozenset[str]
    postings: Postings
    changes: _Changes


async def read_postings(
    connection: AsyncConnection, tables: IndexTables, keys: Sequence[int]
) -> Read:
    """Read what the buckets and the changes hold under keys, each of which is asked once."""
    asked = _array(keys)
    values = {"keys": asked, "hot": HOT_KEY}
    row = cast("_Told", await direct_row(connection, _named(tables, POSTINGS), values))
    edition, bits, base, as_at, built_by, oldest, newest, *held, new_keys, subjects = row
    postings = Postings()
    if bits is not None and base is not None and held[0]:
        buckets, parts, payloads = cast("tuple[list[int], list[int], list[bytes]]", tuple(held))
        postings.read(Layout(bits, base), keys, zip(buckets, parts, payloads, strict=True))
    versions = frozenset(each for each in (built_by, oldest, newest) if each is not None)
    return Read(asked, edition, as_at, versions, postings, _pairs(new_keys, subjects))


async def read_standing(
    connection: AsyncConnection, tables: IndexTables, read: Read, numbers: Collection[int]
) -> Standing | None:
    """Return who stands under the keys, None if the buckets are others by now."""
    if not numbers:
        return read.postings.standing({}, read.changes)
    values = {"keys": read.keys, "hot": HOT_KEY, "numbers": _array(numbers)}
    row = cast("_Meant", await direct_row(connection, _named(tables, SUBJECTS), values))
    edition, found, subjects, some_gone, new_keys, new_subjects = row
    if edition != read.edition:
        return None
    changes = _pairs(new_keys, new_subjects) if some_gone else read.changes
    return read.postings.standing(dict(_pairs(found, subjects)), changes)


def _pairs(numbers: list[int] | None, subjects: list[UUID] | None) -> _Changes:
    return list(zip(numbers or (), subjects or (), strict=True))


@cache
def _named(tables: IndexTables, statement: str) -> str:
    """Name the tables of an index: of the few statements and indexes there are, once."""
    return tables.named(statement)


def _array(numbers: Iterable[int]) -> str:
    """Write an array of integers as PostgreSQL reads it: the driver takes ten times as long."""
    return f"{{{','.join(map(str, numbers))}}}"
