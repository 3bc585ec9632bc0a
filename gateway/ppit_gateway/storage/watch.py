"""Keeps what a worker knows of the register true to within a second, without asking each time.

A trigger counts every change of what a decision rests on. Each worker looks at that one number
several times a second; what was read before the number grew is not used again. A worker that could
not look (the database is away, the process was stopped) knows nothing until it has looked.

With the number comes the time: workers on machines whose clocks differ, or jump, judge tokens,
proofs and agreements by the one clock of the database.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ppit_gateway.storage.patience import PatientDatabase
from ppit_platform.deadline import TooSlow

EVERY_SECONDS = 0.2
APART_SECONDS = 2.0
"""How far this machine's clock may be from the database's before somebody should set it."""

_LOOK = text("""
    SELECT clock_timestamp() AS at, number,
           CASE WHEN number = :known THEN NULL
                ELSE ARRAY (SELECT jti FROM revoked_token WHERE expires > now()) END AS revoked
      FROM register_change
""")
_log = logging.getLogger("ppit.gate")


@dataclass(frozen=True, slots=True)
class _Seen:
    """One look: ``begun`` is on the monotonic clock, ``at`` on the database's."""

    number: int
    revoked: frozenset[str]
    at: datetime
    begun: float


_NEVER = _Seen(-1, frozenset(), datetime.min.replace(tzinfo=UTC), float("-inf"))


class RegisterWatch:
    """Knows nothing older than ``oldest`` seconds. ``clock`` counts them and never goes back."""

    def __init__(
        self,
        database: PatientDatabase,
        oldest: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._oldest = oldest
        self._clock = clock
        self._wall = wall
        self._apart = False
        self._seen = _NEVER
        self._looking = asyncio.Lock()
        self._ended = asyncio.Event()

    @property
    def number(self) -> int:
        return self._seen.number

    def now(self) -> datetime:
        """Return the time of the database's clock, wherever this machine's has gone.

        Raises ``TooSlow`` before it was first seen.
        """
        if self._seen is _NEVER:
            msg = "it has not yet seen its records"
            raise TooSlow(msg)
        return self._seen.at + timedelta(seconds=self._clock() - self._seen.begun)

    def revoked(self, token_id: str) -> bool:
        return token_id in self._seen.revoked

    async def look(self) -> None:
        """Look, unless it has been seen just now. Raises what the database raises."""
        asked = self._clock()
        if asked - self._seen.begun < self._oldest:
            return
        async with self._looking:
            # Whoever waited may find that another's look, begun since, has answered for both.
            if self._seen.begun < asked:
                await self._look()

    async def run(self) -> None:
        """Look until told to end; a request that comes when this cannot asks for itself."""
        while not self._ended.is_set():
            try:
                await self._look()
            except (SQLAlchemyError, TooSlow) as failure:
                _log.warning("register_unseen type=%s", type(failure).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY_SECONDS):
                    await self._ended.wait()

    def end(self) -> None:
        """End ``run`` after the look under way: cut short, it would leave a connection behind."""
        self._ended.set()

    async def _look(self) -> None:
        begun, known = self._clock(), self._seen
        (row,) = await self._database.run(_LOOK, {"known": known.number})
        told = cast("Sequence[str] | None", row["revoked"])
        revoked = known.revoked if told is None else frozenset(told)
        if begun >= self._seen.begun:
            number = cast("int", row["number"])
            self._seen = _Seen(number, revoked, cast("datetime", row["at"]), begun)
            self._compare()

    def _compare(self) -> None:
        """Warn once of two clocks that have come apart, and say when they agree again."""
        seconds = (self._wall() - self.now()).total_seconds()
        apart = abs(seconds) > APART_SECONDS
        if apart != self._apart:
            self._apart = apart
            _log.warning("clock_%s seconds=%.1f", "skewed" if apart else "agrees", seconds)
