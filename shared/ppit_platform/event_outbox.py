"""Events on their way: written with their effect, and kept until the webhooks service has them."""

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ppit_platform.events import BATCH, Event, EventType

_WRITE = text("""
    INSERT INTO event_outbox (event_id, org_id, type, data, happened_at)
    VALUES (:event_id, :org_id, :type, CAST(:data AS jsonb), :happened_at)
""")
_OLDEST = text(f"""
    SELECT event_id, org_id, type, data, happened_at FROM event_outbox
     WHERE event_id > CAST(:after AS uuid)
     ORDER BY event_id LIMIT {BATCH}
""")  # noqa: S608  # a constant of this module
_TAKEN = text("DELETE FROM event_outbox WHERE event_id = ANY (CAST(:taken AS uuid[]))")


async def write(connection: AsyncConnection, event: Event) -> None:
    values = {
        "event_id": event.event_id,
        "org_id": event.org_id,
        "type": event.type.value,
        "data": json.dumps(dict(event.data)),
        "happened_at": event.happened_at,
    }
    await connection.execute(_WRITE, values)


async def waiting(connection: AsyncConnection, *, after: UUID | None = None) -> list[Event]:
    """Return the oldest that nobody has taken yet, or those that follow ``after``."""
    rows = await connection.execute(_OLDEST, {"after": after or UUID(int=0)})
    return [
        Event(
            type=EventType(row["type"]),
            org_id=row["org_id"],
            happened_at=row["happened_at"],
            data=row["data"],
            event_id=row["event_id"],
        )
        for row in rows.mappings()
    ]


async def forget_taken(connection: AsyncConnection, taken: Sequence[UUID]) -> None:
    await connection.execute(_TAKEN, {"taken": list(taken)})
