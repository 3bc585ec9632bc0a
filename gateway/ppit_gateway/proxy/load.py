"""Keeps one slow service, and one busy partner, from taking the gate away from everybody else.

A bulkhead bounds how many requests are under way at a service, and how many of them are one
partner's: what goes beyond is turned away at once, never queued. A breaker turns away from a
service that has failed several times in a row, until one request has been let through to try it.
"""

import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ppit_gateway.errors import ReducedCapacity, ServiceUnavailable


@dataclass(frozen=True, slots=True)
class LoadRules:
    """``rest`` in seconds: how long a service is left alone after ``failures`` in a row."""

    of_service: int = 64
    of_partner: int = 32
    failures: int = 5
    rest: float = 2.0


@dataclass(slots=True)
class _Health:
    failures: int = 0
    open_until: float = 0.0
    trying: bool = False


@dataclass(slots=True)
class Passage:
    """One request's way to a service; whoever asked says what became of it."""

    failed: bool | None = field(default=None)


class Load:
    """What is under way through this worker; ``clock`` counts seconds and never goes back."""

    def __init__(
        self, rules: LoadRules | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rules = rules or LoadRules()
        self._clock = clock
        self._under_way: Counter[tuple[str, str]] = Counter()
        self._at: Counter[str] = Counter()
        self._health: dict[str, _Health] = {}

    @contextmanager
    def place(self, service: str, org_id: str) -> Generator[Passage]:
        """Hold a place; ``ReducedCapacity`` where none is free, ``ServiceUnavailable`` where the
        service is being left alone.
        """
        one = service, org_id
        if (
            self._at[service] >= self._rules.of_service
            or self._under_way[one] >= self._rules.of_partner
        ):
            msg = "send it again in a moment"
            raise ReducedCapacity(msg)
        trial = self._check(service)
        passage = Passage()
        self._at[service] += 1
        self._under_way[one] += 1
        try:
            yield passage
        finally:
            self._at[service] -= 1
            self._under_way[one] -= 1
            if self._under_way[one] == 0:
                del self._under_way[one]
            self._conclude(service, passage, trial=trial)

    def _check(self, service: str) -> bool:
        """Say whether this request is the one that tries the service again."""
        health = self._health.get(service)
        if health is None or health.failures < self._rules.failures:
            return False
        if health.trying or self._clock() < health.open_until:
            msg = "it has failed several times in a row and is being left alone for a moment"
            raise ServiceUnavailable(msg)
        health.trying = True
        return True

    def _conclude(self, service: str, passage: Passage, *, trial: bool) -> None:
        health = self._health.setdefault(service, _Health())
        if trial:
            health.trying = False
        if passage.failed is None:
            # It was never asked: nothing is known of it that was not known before.
            return
        if not passage.failed:
            health.failures = 0
            return
        health.failures += 1
        health.open_until = self._clock() + self._rules.rest
