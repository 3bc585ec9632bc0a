"""Bounds how long a caller waits, even for work that does not stop when it is told to."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

from ppit_platform.errors import ServiceError

_T = TypeVar("_T")


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

    async def hold(self, work: Coroutine[object, object, _T]) -> _T:
        task = asyncio.create_task(work)
        try:
            await asyncio.wait({task}, timeout=self._seconds)
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
