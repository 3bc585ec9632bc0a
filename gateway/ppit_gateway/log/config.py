"""What the log process is told by its composition root."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LogConfig:
    """Durations in seconds. ``database_url`` may name SQLAlchemy's driver.

    ``patience`` bounds each step on the database, so that whoever waits hears within 2 seconds;
    ``intent_patience`` is how long an intent may stay without an outcome; ``largest_batch`` is
    how many entries one commit takes before it leaves the rest to the next.
    """

    database_url: str
    socket: Path
    signing_key_file: Path
    origin: str
    patience: float = 1.5
    lock_patience: float = 5.0
    intent_patience: float = 60.0
    sweep_every: float = 5.0
    largest_batch: int = 2_000


@dataclass(frozen=True, slots=True)
class AuditConfig:
    """What an audit is told. ``kept_checkpoints`` are signed notes that somebody kept elsewhere."""

    database_url: str
    public_key_file: Path
    origin: str
    ml_dsa_public_key_file: Path | None = None
    kept_checkpoints: tuple[Path, ...] = ()


def plain_url(url: str) -> str:
    """Return the URL as libpq reads it, without SQLAlchemy's driver name."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
