"""Writes a stored log as one stream of lines, for ``ppit_audit_verify.py``: evidence to be carried.

JSON, one object on each line: what it is; then each entry with its leaf as it was hashed and
whatever still opens its commitments; and after the entries that it covers each statement that the
log signed. One snapshot, read in the same memory however long the log is, while it goes on growing.
"""

import json
from collections.abc import Iterator
from heapq import merge
from typing import LiteralString

import psycopg

from ppit_gateway.log.entries import instant

_PAGE = 2_000
# Whom a covert entry sealed leaves this house when the log reveals it, and not before.
_ENTRIES = """
SELECT e.index, e.epoch, e.kind, e.key, e.recorded_at, encode(e.leaf_hash, 'hex'), e.body,
  (SELECT json_agg(json_build_array(s.name, encode(s.salt, 'hex'), s.value) ORDER BY s.name)
   FROM log.salt s WHERE s.index = e.index AND (e.kind <> 'covert' OR EXISTS (
     SELECT FROM log.entry r WHERE r.key = e.key AND r.kind = 'reveal')))
FROM log.entry e ORDER BY e.index
"""
_CHECKPOINTS = """
SELECT size, json_build_object('checkpoint', json_build_object(
  'size', size, 'root', encode(root, 'hex'), 'note', note))
FROM log.checkpoint ORDER BY size
"""
_PUBLISHED = """
SELECT size, json_build_object('published', json_build_object(
  'size', size, 'root', encode(root, 'hex'), 'index_root', encode(index_root, 'hex'),
  'note', note, 'cosignatures', coalesce(
    (SELECT json_agg(c.line ORDER BY c.witness) FROM log.cosignature c WHERE c.size = p.size),
    '[]')))
FROM log.published p ORDER BY size
"""
_PLAIN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def export(connection: psycopg.Connection, origin: str) -> Iterator[bytes]:
    """Yield the lines, each with its end. The connection must not be used beside."""
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    yield _line({"format": "ppit-audit-export/1", "origin": origin})
    streams = (
        _entries(connection),
        _statements(connection, "checkpoints", _CHECKPOINTS, 1),
        _statements(connection, "published", _PUBLISHED, 2),
    )
    for _, _, line in merge(*streams, key=lambda one: one[:2]):
        yield line


def _entries(connection: psycopg.Connection) -> Iterator[tuple[int, int, bytes]]:
    with connection.cursor("entries") as cursor:
        cursor.itersize = _PAGE
        for index, epoch, kind, key, when, digest, leaf, openings in cursor.execute(_ENTRIES):
            head = (
                f'{{"index":{index},"epoch":{epoch},"kind":"{kind}","key":{_PLAIN.encode(key)},'
                f'"recorded_at":"{instant(when)}","hash":"{digest}",'
                f'"openings":{_PLAIN.encode(openings or [])},"leaf":'
            )
            yield index + 1, 0, f"{head}{leaf}}}\n".encode()


def _statements(
    connection: psycopg.Connection, name: str, statement: LiteralString, after: int
) -> Iterator[tuple[int, int, bytes]]:
    with connection.cursor(name) as cursor:
        cursor.itersize = _PAGE
        for size, told in cursor.execute(statement):
            yield size, after, _line(told)


def _line(told: object) -> bytes:
    return f"{_PLAIN.encode(told)}\n".encode()
