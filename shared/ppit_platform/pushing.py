"""Hands facts from the outbox to the log, at least once, and marks those that it acknowledged.

Events go the same way to the webhooks service, which takes each once by its id.
"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from ppit_platform import event_outbox, outbox
from ppit_platform.events import BATCH, Event
from ppit_platform.house import HouseClient


async def push(engine: AsyncEngine, house: HouseClient, pending: Sequence[outbox.Pending]) -> int:
    """Return how many of ``pending`` the log has now.

    Raises ``GateUnavailable``; then nothing was marked and the next push sends the same again.
    """
    if not pending:
        return 0
    acknowledged = await house.log_facts(pending)
    logged = [fact.fact_id for fact in pending if fact.fact_id in acknowledged]
    async with engine.begin() as connection:
        await outbox.mark_logged(connection, logged)
    return len(logged)


async def push_old_facts(engine: AsyncEngine, house: HouseClient) -> int:
    """Push whatever the gate should have logged by itself by now; return how many went in.

    A fact that the log will not have is left behind for the next time: those after it go on.
    """
    total = 0
    last: outbox.Pending | None = None
    while True:
        async with engine.connect() as connection:
            pending = await outbox.older_than_grace(connection, after=last)
        total += await push(engine, house, pending)
        if len(pending) < outbox.BATCH:
            return total
        last = pending[-1]


async def push_events(engine: AsyncEngine, house: HouseClient) -> int:
    """Push whatever was announced; return how many were taken, and are forgotten here.

    Raises ``GateUnavailable``. An event that nobody takes stays; those after it go on.
    """
    total = 0
    last: Event | None = None
    while True:
        async with engine.connect() as connection:
            found = await event_outbox.waiting(connection, after=last.event_id if last else None)
        if found:
            taken = await house.hand_events(found)
            async with engine.begin() as connection:
                await event_outbox.forget_taken(connection, sorted(taken))
            total += len(taken)
        if len(found) < BATCH:
            return total
        last = found[-1]
