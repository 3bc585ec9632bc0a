"""Verifies a stored log, as a role that can only read: exported, and judged by the verifier.

There is one verifier, which ships apart and trusts nothing; what it says of the export in a file it
says of the stored log.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import psycopg
from rich.console import Console
from rich.progress import track

from ppit_audit_verify import CannotLook, Key, Verdict, verify
from ppit_gateway.log.config import AuditConfig, plain_url
from ppit_gateway.log.export import export
from ppit_gateway.log.keys import note_keys
from ppit_gateway.log.notes import NoteKey


@dataclass(frozen=True, slots=True)
class AuditReport:
    """A verdict, or ``why`` there is none."""

    verdict: Verdict | None = None
    why: str = ""

    @property
    def exit_code(self) -> int:
        """Say 0 for found to be as signed, 1 for found not to be, 2 for could not look."""
        if self.verdict is None:
            return 2
        return 0 if self.verdict.finding is None else 1

    def as_json(self) -> str:
        if self.verdict is None:
            return json.dumps({"state": "unreadable", "why": self.why})
        return self.verdict.as_json()

    def __str__(self) -> str:
        return f"could not look: {self.why}" if self.verdict is None else str(self.verdict)


def audit(config: AuditConfig, *, console: Console) -> AuditReport:
    """Recompute the stored log against its signatures. What cannot be read is never ok."""
    try:
        keys = [Key(key.verifier_key) for key in keys_of(config)]
        kept = [path.read_text() for path in config.kept_checkpoints]
        with closing(_connect(config.database_url)) as connection:
            lines = track(
                export(connection, config.origin),
                "verifying",
                total=None,
                console=console,
                transient=True,
                disable=not console.is_terminal,
            )
            return AuditReport(verify(lines, keys, kept))
    except (psycopg.Error, OSError, ValueError, TypeError, CannotLook) as failure:
        return AuditReport(why=_first_line(failure))


def exported(config: AuditConfig) -> Iterator[bytes]:
    """Yield the lines of the stored log's export. Raises ``psycopg.Error``."""
    with closing(_connect(config.database_url)) as connection:
        yield from export(connection, config.origin)


def keys_of(config: AuditConfig) -> tuple[NoteKey, ...]:
    return note_keys(config.origin, config.public_key_file, config.ml_dsa_public_key_file)


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(plain_url(url), connect_timeout=5)


def _first_line(failure: Exception) -> str:
    """Say why in one line; what a driver says further down may quote a row."""
    return (str(failure) or type(failure).__name__).splitlines()[0]
