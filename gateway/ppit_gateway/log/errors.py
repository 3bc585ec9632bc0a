"""Why the log did not take an entry."""

from typing import ClassVar

from ppit_gateway.log.turnstile import Turn
from ppit_platform.errors import ServiceError


class LogUnavailable(ServiceError):
    """Nobody can say whether the entry is durable: whoever asked must disclose nothing."""

    status: ClassVar[int] = 503
    code: ClassVar[str] = "AUDIT_UNAVAILABLE"
    title: ClassVar[str] = "The disclosure log does not answer, so nothing is disclosed"


class LogConflict(Exception):
    """The entry contradicts what the log already holds: to offer it again does not help.

    Its text is a reason: ``other-content``, ``no-intent`` or ``already-closed``. ``position`` is
    the place of the first such entry among those offered together.
    """

    def __init__(self, reason: str, position: int = 0) -> None:
        super().__init__(reason)
        self.position = position


class EntryRefused(ValueError):
    """The entry is not one the log can hold: a fault of the program that wrote it."""


class LogDamaged(Exception):
    """What the database holds is not what this log signed: it must be audited, not added to."""


class LockLost(Exception):
    """Another process is the log now: this one must not write again."""


class PassedBefore(Exception):
    """The entries came under a name that may pass once, and it has passed: nothing was added."""


class TurnRefused(Exception):
    """A limit is reached, and nothing was added. ``turns`` say of each limit how it stands."""

    def __init__(self, turns: tuple[Turn, ...]) -> None:
        super().__init__("a limit is reached")
        self.turns = turns


class BreadthRefused(Exception):
    """Whoever asks has been shown more different people within the hour than they may be."""
