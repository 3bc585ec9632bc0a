"""Writes a stored log as one stream of lines, for ``ppit_audit_verify.py``: evidence to be carried.

JSON, one object on each line: what it is; then each entry with its leaf as it was hashed and
whatever still opens its commitments; and after the entries that it covers each statement that the
log signed. One snapshot, read in the same memory however long the log is, while it goes on growing.
"""

import json
from collections.abc import Iterable, Iterator
from heapq import merge
from typing import Any, LiteralString, TypeAlias

import psycopg

from ppit_gateway.log.entries import instant

WHOLE = "ppit-audit-export/1"
PART = "ppit-audit-extract/1"
"""Formats: every entry from the first on; or some, and of what is left out the hashes."""
_PAGE = 2_000
# Whom a covert entry sealed leaves this house when the log reveals it, and not before.
ENTRIES = """
SELECT e.index, e.epoch, e.kind, e.key, e.recorded_at, encode(e.leaf_hash, 'hex'), e.body,
  (SELECT json_agg(json_build_array(s.name, encode(s.salt, 'hex'), s.value) ORDER BY s.name)
   FROM log.salt s WHERE s.index = e.index AND (e.kind <> 'covert' OR EXISTS (
     SELECT FROM log.entry r WHERE r.key = e.key AND r.kind = 'reveal')))
FROM log.entry e
"""
CHECKPOINTS = """
SELECT size, json_build_object('checkpoint', json_build_object(
  'size', size, 'root', encode(root, 'hex'), 'note', note))
FROM log.checkpoint
"""
PUBLISHED = """
SELECT size, json_build_object('published', json_build_object(
  'size', size, 'root', encode(root, 'hex'), 'index_root', encode(index_root, 'hex'),
  'note', note, 'cosignatures', coalesce(
    (SELECT json_agg(c.line ORDER BY c.witness) FROM log.cosignature c WHERE c.size = p.size),
    '[]')))
FROM log.published p
"""
_PLAIN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Row: TypeAlias = tuple[Any, ...]
"""One of ``ENTRIES``, or of what the log signed: ``CHECKPOINTS`` or ``PUBLISHED``."""


def export(connection: psycopg.Connection, origin: str) -> Iterator[bytes]:
    """Yield the lines, each with its end. The connection must not be used beside."""
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    yield line({"format": WHOLE, "origin": origin})
    yield from in_order(
        _rows(connection, "entries", f"{ENTRIES} ORDER BY e.index"),
        _rows(connection, "checkpoints", f"{CHECKPOINTS} ORDER BY size"),
        _rows(connection, "published", f"{PUBLISHED} ORDER BY size"),
    )


def in_order(
    entries: Iterable[Row],
    checkpoints: Iterable[Row],
    published: Iterable[Row],
    left_out: Iterable[Row] = (),
) -> Iterator[bytes]:
    """Yield lines of entries, and after those that it covers each signed statement.

    ``left_out`` are runs of entries that a part lacks: where each ends, and what it says of it.
    """
    streams = (
        ((row[0] + 1, 0, _entry(row)) for row in entries),
        ((end, 0, line(told)) for end, told in left_out),
        ((size, 1, line(told)) for size, told in checkpoints),
        ((size, 2, line(told)) for size, told in published),
    )
    for _, _, written in merge(*streams, key=lambda one: one[:2]):
        yield written


def line(told: object) -> bytes:
    """Write one object as a line of an export."""
    return f"{_PLAIN.encode(told)}\n".encode()


def _entry(row: Row) -> bytes:
    index, epoch, kind, key, when, digest, leaf, openings = row
    head = (
        f'{{"index":{index},"epoch":{epoch},"kind":"{kind}","key":{_PLAIN.encode(key)},'
        f'"recorded_at":"{instant(when)}","hash":"{digest}",'
        f'"openings":{_PLAIN.encode(openings or [])},"leaf":'
    )
    return f"{head}{leaf}}}\n".encode()


def _rows(connection: psycopg.Connection, name: str, statement: LiteralString) -> Iterator[Row]:
    with connection.cursor(name) as cursor:
        cursor.itersize = _PAGE
        yield from cursor.execute(statement)
