"""What the publisher is told by its composition root."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from ppit_gateway.publishing.policy import Policy

Advance = Callable[[psycopg.AsyncConnection, int], Awaitable[bytes]]
"""Brings the subject index to a size of the log, in one transaction, and returns its root."""


@dataclass(frozen=True, slots=True)
class PublisherConfig:
    """Durations in seconds. ``database_url`` may name SQLAlchemy's driver.

    ``advance`` is None where checkpoints are to state no root of the index. ``patience`` bounds
    each step on the database but the advance of the index, ``lock_patience`` the wait for another
    publisher to end; ``interval`` is the pause between looks at the log.
    """

    database_url: str
    signing_key_file: Path
    ml_dsa_key_file: Path
    origin: str
    advance: Advance | None
    patience: float = 5.0
    lock_patience: float = 5.0
    interval: float = 0.5
    policy: Policy | None = None
    """Whom to ask for cosignatures; nobody without one."""
