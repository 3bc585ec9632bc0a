"""Bounds how long a caller waits, even for work that does not stop when it is told to."""

import asyncio
import re
import time
from collections.abc import Coroutine
from contextvars import ContextVar
from math import inf
from typing import TypeVar

from ppit_platform.errors import ServiceError

TIME_LEFT = "X-Time-Left"
"""How many milliseconds whoever asks will wait: it shrinks with every hop inside the house."""
_MILLISECONDS = re.compile(r"\d{1,7}", re.ASCII)
_FOR_THE_WAY_BACK = 0.1

_T = TypeVar("_T")
_ends: ContextVar[float] = ContextVar("ends", default=inf)


def time_left(seconds: float) -> str:
    """Write the header's value; ``seconds`` are what is left here."""
    return str(max(1, int(seconds * 1000)))


def seconds_of(value: str | None) -> float:
    """Read the header's value; what is no number says nothing, as if it were not there."""
    if value is None or _MILLISECONDS.fullmatch(value) is None:
        return inf
    return int(value) / 1000


def seconds_left() -> float:
    """Return how long the request that is being served here has yet; ``inf`` outside of one."""
    return _ends.get() - time.monotonic()


def lapsing(answer: asyncio.Future[_T], seconds: float) -> asyncio.TimerHandle:
    """Have a future fail with ``TimeoutError`` after ``seconds``, unless the handle is cancelled.

    For waits on every request: ``asyncio.timeout`` takes several times as long.
    """

    def lapse() -> None:
        if not answer.done():
            answer.set_exception(TimeoutError())

    return answer.get_loop().call_later(seconds, lapse)


class TooSlow(ServiceError):
    status = 503
    code = "SERVICE_UNAVAILABLE"
    title = "The service could not answer in time"
    retry_after = 2


class Deadline:
    """Answers in time or raises ``TooSlow``; what it left behind is cancelled and watched.

    A paused database answers no cancellation either, so that waiting for the cancelled work, as
    ``asyncio.timeout`` does, would wait for the database.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._left_behind: set[asyncio.Task[object]] = set()

    async def hold(self, work: Coroutine[object, object, _T], *, at_most: float = inf) -> _T:
        """Wait for ``work``; ``at_most`` seconds is how long whoever asked does."""
        seconds = max(0.0, min(self._seconds, at_most - _FOR_THE_WAY_BACK))
        outer = _ends.set(min(_ends.get(), time.monotonic() + seconds))
        task = asyncio.create_task(work)
        _ends.reset(outer)
        try:
            await asyncio.wait({task}, timeout=seconds)
        except asyncio.CancelledError:
            self._leave(task)
            raise
        if not task.done():
            self._leave(task)
            msg = "its records or its own load kept it"
            raise TooSlow(msg)
        return task.result()

    def _leave(self, task: asyncio.Task[_T]) -> None:
        task.cancel()
        self._left_behind.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[_T]) -> None:
        self._left_behind.discard(task)
        if not task.cancelled():
            task.exception()  # read, so that asyncio does not print what it says
