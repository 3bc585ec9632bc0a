"""Long work that partners give the whole house: what a test may ask of each kind.

Each can be done without being disturbed, as a reference, and begun to be disturbed.
"""

from collections.abc import Mapping
from typing import Protocol, cast

from ppit_ops.services import Service


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
