"""How a client behaves when things go wrong: when it asks again, how often, and when it stops."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from threading import Lock

from ppit_client.answers import retry_after
from ppit_client.asking import Lost, Received

_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 8.0
_EARNED = 0.1
"""What each call adds to what may be spent on asking again: a tenth of a request."""
_LENT = 3.0
_MOST_SAVED = 20.0
_LATER = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_BROKEN = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clocks:
    """Time and chance. ``monotonic`` counts seconds; ``chance`` is from 0 to 1."""

    now: Callable[[], datetime] = _utc_now
    monotonic: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = field(default_factory=lambda: random.SystemRandom().random)


@dataclass(frozen=True, slots=True)
class Manners:
    """``seconds`` is the time for a call with all its tries, ``file_seconds`` for one with a file.

    ``stall_seconds``: how long a connection may stand still. With ``raising`` False a problem is
    an answer like any other, with ``renewing`` False a token that holds no longer is not replaced.
    ``dpop`` False is for sandbox clients that want bearer tokens.
    """

    seconds: float = 30.0
    file_seconds: float = 900.0
    stall_seconds: float = 30.0
    tries: int = 4
    raising: bool = True
    renewing: bool = True
    dpop: bool = True


USUAL = Manners()
USUAL_CLOCKS = Clocks()


class Budget:
    """What may be spent on asking again: a tenth of all calls, and three at the start.

    So a gate in trouble is not asked ten times as much by everybody.
    """

    def __init__(self) -> None:
        self._left = _LENT
        self._lock = Lock()

    def earn(self) -> None:
        with self._lock:
            self._left = min(_MOST_SAVED, self._left + _EARNED)

    def spend(self) -> bool:
        """Take one try, if there is one."""
        with self._lock:
            if self._left < 1:
                return False
            self._left -= 1
            return True


class Tries:
    """The tries of one call: what is due after each answer."""

    def __init__(
        self, manners: Manners, budget: Budget, clocks: Clocks, *, seconds: float, repeatable: bool
    ) -> None:
        self._manners = manners
        self._budget = budget
        self._clocks = clocks
        self._repeatable = repeatable
        self._until = clocks.monotonic() + seconds
        self._done = 0
        self._renewed: set[str] = set()

    @property
    def left(self) -> float:
        """Return the seconds until the call must be over; never less than a hundredth."""
        return max(0.01, self._until - self._clocks.monotonic())

    def renewal(self, what: str) -> bool:
        """Say whether ``what`` may be made anew: once in a call, and at no cost."""
        first = what not in self._renewed
        self._renewed.add(what)
        return first

    def pause(self, outcome: Received | Lost) -> float | None:
        """Return how many seconds to wait before asking again; None where this was the last."""
        self._done += 1
        if not self._again(outcome):
            return None
        said = retry_after(outcome.headers) if isinstance(outcome, Received) else None
        seconds = self._backoff() if said is None else said
        if self._done >= self._manners.tries or seconds >= self._until - self._clocks.monotonic():
            return None
        return seconds if self._budget.spend() else None

    def _again(self, outcome: Received | Lost) -> bool:
        if isinstance(outcome, Lost):
            return self._repeatable or not outcome.sent
        if outcome.status == HTTPStatus.CONFLICT:
            # The same request is still being answered: its answer is worth waiting for.
            return self._repeatable and "retry-after" in outcome.headers
        return self._repeatable and outcome.status in _LATER | _BROKEN

    def _backoff(self) -> float:
        most = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**self._done)
        # Never at once, and never all clients together.
        return most * (0.5 + self._clocks.chance() / 2)
