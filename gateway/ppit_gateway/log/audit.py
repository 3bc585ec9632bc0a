"""Reads a stored log for its audit, as a role that can do nothing else, and reports what is found.

psycopg speaks for itself here: a server-side cursor over one snapshot reads a log of any length in
the same memory, while the log goes on growing.
"""

from collections.abc import Iterator
from contextlib import closing
from heapq import merge
from pathlib import Path

import psycopg
from rich.console import Console
from rich.progress import track

from ppit_gateway.log.config import AuditConfig, plain_url
from ppit_gateway.log.entries import Opening
from ppit_gateway.log.keys import public_key
from ppit_gateway.log.notes import NoteReader, ed25519_note_key
from ppit_gateway.log.report import AuditReport, AuditState
from ppit_gateway.log.verify import StoredEntry, StoredNote, Verdict, verify

_PAGE = 2_000
_ENTRIES = """
SELECT e.index, e.kind, e.key, e.leaf_hash, e.body, e.recorded_at, e.epoch,
  coalesce((SELECT json_agg(json_build_array(s.name, encode(s.salt, 'hex'), s.value))
            FROM log.salt s WHERE s.index = e.index), '[]')
FROM log.entry e ORDER BY e.index
"""
_NOTES = "SELECT size, root, note FROM log.checkpoint ORDER BY size"
_REPEATED = """
SELECT min(index) FILTER (WHERE use > 1), count(*) FROM (
  SELECT index, row_number() OVER (PARTITION BY kind, key ORDER BY index) AS use FROM log.entry
) AS uses
"""


def audit(config: AuditConfig, *, console: Console) -> AuditReport:
    """Recompute the stored log against its signatures. What cannot be read is never ok."""
    try:
        key = ed25519_note_key(config.origin, public_key(config.public_key_file))
        reader = NoteReader(config.origin, key)
        kept = _kept(config.kept_checkpoint, reader)
        with closing(_connect(config.database_url)) as connection:
            verdict = _verdict(connection, reader, kept, console)
    except (psycopg.Error, OSError, ValueError, TypeError) as failure:
        return AuditReport(AuditState.UNREADABLE, why=_first_line(failure))
    state = AuditState.OK if verdict.finding is None else AuditState.BAD
    return AuditReport(state, verdict)


def _verdict(
    connection: psycopg.Connection, reader: NoteReader, kept: list[StoredNote], console: Console
) -> Verdict:
    ((repeated, count),) = connection.execute(_REPEATED).fetchall()
    entries = track(
        _entries(connection),
        "verifying",
        total=count,
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    notes = merge(_notes(connection), kept, key=lambda note: note.size)
    return verify(entries, notes, reader, repeated=repeated)


def _entries(connection: psycopg.Connection) -> Iterator[StoredEntry]:
    with connection.cursor("entries") as cursor:
        cursor.itersize = _PAGE
        for row in cursor.execute(_ENTRIES):
            index, kind, key, leaf, text, recorded_at, epoch, sealed = row
            openings = tuple(
                Opening(name, bytes.fromhex(salt), value) for name, salt, value in sealed
            )
            yield StoredEntry(index, kind, key, leaf, text, recorded_at, epoch, openings)


def _notes(connection: psycopg.Connection) -> Iterator[StoredNote]:
    with connection.cursor("notes") as cursor:
        cursor.itersize = _PAGE
        for columns in cursor.execute(_NOTES):
            yield StoredNote(*columns)


def _kept(path: Path | None, reader: NoteReader) -> list[StoredNote]:
    if path is None:
        return []
    note = path.read_text()
    stated = reader.open(note)
    return [StoredNote(stated.size, stated.root, note)]


def _connect(url: str) -> psycopg.Connection:
    connection = psycopg.connect(plain_url(url), connect_timeout=5)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection


def _first_line(failure: Exception) -> str:
    """Say why in one line; what a driver says further down may quote a row."""
    return (str(failure) or type(failure).__name__).splitlines()[0]
