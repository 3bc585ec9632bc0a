"""Events as they are sent, and what became of each at each receiver."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, text

from ppit_platform.db import Transaction
from ppit_platform.events import EventType
from ppit_webhooks.domain.deliveries import Delivery, DeliveryState, Message

MOST_AGAIN = 500
"""Events that one replay sends at most."""
_EVENT = "event_id, type, happened_at, body"
_TAKE = text("""
    INSERT INTO event (event_id, org_id, type, happened_at, taken_at, body)
    VALUES (:event_id, :org_id, :type, :happened_at, :taken_at, :body)
    ON CONFLICT (event_id) DO NOTHING RETURNING event_id
""")
_FORGET = text("DELETE FROM event WHERE taken_at < :before")
_EVENT_OF = text(f"SELECT {_EVENT} FROM event WHERE event_id = :event_id")  # noqa: S608  # a constant of this module
_SINCE = text(f"""
    SELECT {_EVENT} FROM event
     WHERE happened_at >= :since AND type = ANY (CAST(:types AS text[]))
     ORDER BY happened_at, event_id LIMIT {MOST_AGAIN}
""")  # noqa: S608
_DELIVERY = """
    d.delivery_id, d.subscription_id, d.event_id, e.type, d.state, d.attempts, d.created_at,
    d.next_attempt_at, d.last_code, d.ended_at
"""
_ADD = text("""
    INSERT INTO delivery (delivery_id, org_id, subscription_id, event_id, state, attempts,
                          next_attempt_at, created_at)
    VALUES (:delivery_id, :org_id, :subscription_id, :event_id, 'PENDING', 0, :created_at,
            :created_at)
""")
_ONE = text(f"""
    SELECT {_DELIVERY} FROM delivery d JOIN event e USING (event_id)
     WHERE d.delivery_id = :delivery_id
""")  # noqa: S608
_PAGE = text(f"""
    SELECT {_DELIVERY} FROM delivery d JOIN event e USING (event_id)
     WHERE d.subscription_id = :subscription_id
       AND (CAST(:state AS text) IS NULL OR d.state = :state)
       AND (CAST(:before AS uuid) IS NULL OR d.delivery_id < :before)
     ORDER BY d.delivery_id DESC LIMIT :size
""")  # noqa: S608
_TRIED = text("""
    UPDATE delivery
       SET state = :state, attempts = :attempts, next_attempt_at = :next_attempt_at,
           last_code = :last_code, ended_at = :ended_at
     WHERE delivery_id = :delivery_id AND state = 'PENDING' AND attempts = :before
     RETURNING delivery_id
""")
_STOP = text("""
    UPDATE delivery SET state = 'STOPPED', next_attempt_at = NULL, ended_at = :now
     WHERE subscription_id = :subscription_id AND state = 'PENDING'
""")


class EventStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def take(self, message: Message, org_id: str, now: datetime) -> bool:
        """Keep an event once by its id; say whether it is new."""
        values = {
            "event_id": message.event_id,
            "org_id": org_id,
            "type": message.type.value,
            "happened_at": message.happened_at,
            "taken_at": now,
            "body": message.body,
        }
        taken = await (await self._session.connection()).execute(_TAKE, values)
        return taken.first() is not None

    async def forget_before(self, before: datetime) -> None:
        """Delete this organisation's events that were taken earlier, with their deliveries."""
        await (await self._session.connection()).execute(_FORGET, {"before": before})

    async def get(self, event_id: UUID) -> Message | None:
        rows = await (await self._session.connection()).execute(_EVENT_OF, {"event_id": event_id})
        row = rows.mappings().first()
        return None if row is None else _message(row)

    async def since(self, since: datetime, types: Iterable[EventType]) -> list[Message]:
        """Return the oldest 500 of ``types`` that happened at ``since`` or later."""
        values = {"since": since, "types": sorted(kind.value for kind in types)}
        rows = await (await self._session.connection()).execute(_SINCE, values)
        return [_message(row) for row in rows.mappings()]


class DeliveryStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def add(self, deliveries: Sequence[Delivery], org_id: str) -> None:
        values = [
            {
                "delivery_id": one.delivery_id,
                "org_id": org_id,
                "subscription_id": one.subscription_id,
                "event_id": one.message_id,
                "created_at": one.created_at,
            }
            for one in deliveries
        ]
        if values:
            await (await self._session.connection()).execute(_ADD, values)

    async def get(self, delivery_id: UUID) -> Delivery | None:
        connection = await self._session.connection()
        rows = await connection.execute(_ONE, {"delivery_id": delivery_id})
        row = rows.mappings().first()
        return None if row is None else _delivery(row)

    async def page(
        self,
        subscription_id: UUID,
        state: DeliveryState | None,
        *,
        before: UUID | None,
        size: int,
    ) -> list[Delivery]:
        """Return the newest, or those before one, the newest first."""
        values = {
            "subscription_id": subscription_id,
            "state": None if state is None else state.value,
            "before": before,
            "size": size,
        }
        rows = await (await self._session.connection()).execute(_PAGE, values)
        return [_delivery(row) for row in rows.mappings()]

    async def tried(self, after: Delivery, before: int) -> bool:
        """Keep what an attempt came to; False if another kept it after ``before`` attempts."""
        values = {
            "delivery_id": after.delivery_id,
            "state": after.state.value,
            "attempts": after.attempts,
            "next_attempt_at": after.next_attempt_at,
            "last_code": after.last_code,
            "ended_at": after.ended_at,
            "before": before,
        }
        kept = await (await self._session.connection()).execute(_TRIED, values)
        return kept.first() is not None

    async def stop(self, subscription_id: UUID, now: datetime) -> None:
        """Stop whatever waits for a subscription that is not active any more."""
        values = {"subscription_id": subscription_id, "now": now}
        await (await self._session.connection()).execute(_STOP, values)


def _message(row: RowMapping) -> Message:
    return Message(row["event_id"], EventType(row["type"]), row["happened_at"], row["body"])


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(
        delivery_id=row["delivery_id"],
        subscription_id=row["subscription_id"],
        message_id=row["event_id"],
        type=EventType(row["type"]),
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        created_at=row["created_at"],
        next_attempt_at=row["next_attempt_at"],
        last_code=row["last_code"],
        ended_at=row["ended_at"],
    )
