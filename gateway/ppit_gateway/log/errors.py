"""Why the log did not take an entry."""

from typing import ClassVar

from ppit_platform.errors import ServiceError


class LogUnavailable(ServiceError):
    """Nobody can say whether the entry is durable: whoever asked must disclose nothing."""

    status: ClassVar[int] = 503
    code: ClassVar[str] = "AUDIT_UNAVAILABLE"
    title: ClassVar[str] = "The disclosure log does not answer, so nothing is disclosed"


class LogConflict(Exception):
    """The entry contradicts what the log already holds; trying again does not help.

    ``reason`` is one of ``Conflict``; ``position`` is the place of the entry among those offered.
    """

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(f"{reason} at {position}")
        self.reason = reason
        self.position = position


class EntryRefused(ValueError):
    """The entry is not one the log can hold: a fault of the program that wrote it."""


class LogDamaged(Exception):
    """What the database holds is not what this log signed: it must be audited, not added to."""


class LockLost(Exception):
    """Another process is the log now: this one must not write again."""
