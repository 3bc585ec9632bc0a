"""The two things that are taken and given back in one transaction: a wider view, and the pen."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy import text

from ppit_platform.db import Transaction
from ppit_victims.storage.policies import WHOLE_REGISTER

_WRITER = 70_742_504_919_101
_OPEN = text(f"SELECT set_config('ppit.{WHOLE_REGISTER}', :held, true)")
_TAKE_THE_PEN = text("SELECT pg_advisory_xact_lock(:lock)")


@asynccontextmanager
async def whole_register(session: Transaction) -> AsyncGenerator[None]:
    """Look beyond the caller's area within the block: to find out who is meant, never to list.

    If the block fails, the transaction is rolled back and the view is gone with it.
    """
    connection = await session.connection()
    await connection.execute(_OPEN, {"held": "yes"})
    yield
    await connection.execute(_OPEN, {"held": ""})


async def take_the_pen(session: Transaction) -> None:
    """Wait to be the one who writes victims until this transaction ends.

    Two who report one person at a time must find each other's record, not make two.
    """
    await (await session.connection()).execute(_TAKE_THE_PEN, {"lock": _WRITER})
