"""Long work that partners give the whole house: what a test may ask of each kind.

Each can be done without being disturbed, as a reference, and begun to be disturbed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Protocol, cast

from ppit_ops.partners import Reply
from ppit_ops.services import Service

_ATTEMPTS = 60


class Work(Protocol):
    """Work of one service that takes a while."""

    @property
    def service(self) -> Service: ...

    @property
    def agreement(self) -> str:
        """The agreement under which it is done."""
        ...

    async def undisturbed(self) -> object:
        """Do it from beginning to end, leave no trace that matters, return what came of it."""
        ...

    async def begin(self, key: str) -> None: ...

    async def amid(self) -> bool:
        """Tell whether some of it is done and some is not."""
        ...

    async def result(self) -> object: ...

    async def stopped(self) -> str | None:
        """Return why it was stopped with some of it left undone; None if it was not."""
        ...


def stop_code(body: Mapping[str, object], rows: int) -> str | None:
    """Return why work in rows was stopped with some of them left undone; None if it was not."""
    undone = cast("int", body["rows_done"]) < rows
    return str(body["stop_code"]) if undone and body["state"] == "STOPPED" else None


async def accepted(send: Callable[[], Awaitable[Reply]]) -> Reply:
    """Send until it is accepted, as a partner does that is told to try again; each time alike."""
    for _ in range(_ATTEMPTS):
        reply = await send()
        if reply.status != HTTPStatus.SERVICE_UNAVAILABLE:
            assert reply.status == HTTPStatus.ACCEPTED, f"{reply.status} {reply.code}"
            return reply
        await asyncio.sleep(1)
    msg = "the house did not become available"
    raise TimeoutError(msg)
