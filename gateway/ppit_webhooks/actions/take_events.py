"""Takes events from the gate, each once, and has everybody told who wants to hear of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ppit_platform import jobs
from ppit_platform.codes import LogOperation
from ppit_platform.db import Transaction
from ppit_platform.events import Event
from ppit_platform.ids import new_id
from ppit_webhooks.actions.desk import Desk, Stores
from ppit_webhooks.domain.deliveries import KEPT, Delivery, DeliveryState, Message, message_of
from ppit_webhooks.domain.subscriptions import Subscription

DELIVER = "webhooks.deliver"


async def take_events(events: Sequence[Event], desk: Desk) -> None:
    """Keep those that are new and start their deliveries: all of one organisation, the caller's.

    An event that was taken before changes nothing. What is older than 30 days is forgotten.
    """
    org_id = desk.caller.org_id
    stores = desk.stores
    await stores.events.forget_before(desk.now - KEPT)
    new: list[Message] = []
    for event in events:
        message = message_of(event.event_id, event.type, event.happened_at, event.data)
        if await stores.events.take(message, org_id, desk.now):
            new.append(message)
    told = await stores.subscriptions.told_of({message.type for message in new}) if new else []
    deliveries = [delivery for message in new for delivery in to_all(message, told, desk.now)]
    await start(deliveries, org_id, stores, await desk.unit.open())
    desk.tell(
        LogOperation.COLLECTION,
        "events",
        events=len(events),
        new=len(new),
        deliveries=len(deliveries),
    )


def to_all(
    message: Message, subscriptions: Iterable[Subscription], now: datetime
) -> Iterable[Delivery]:
    """Return a delivery to each subscription that wants events of this type."""
    for one in subscriptions:
        if message.type in one.event_types:
            yield delivery_of(message, one, now)


def delivery_of(message: Message, subscription: Subscription, now: datetime) -> Delivery:
    return Delivery(
        delivery_id=new_id(),
        subscription_id=subscription.subscription_id,
        message_id=message.event_id,
        type=message.type,
        state=DeliveryState.PENDING,
        attempts=0,
        created_at=now,
        next_attempt_at=now,
    )


async def start(
    deliveries: Sequence[Delivery], org_id: str, stores: Stores, session: Transaction
) -> None:
    """Keep them with their first jobs, in one transaction."""
    await stores.deliveries.add(deliveries, org_id)
    for one in deliveries:
        await put_off(one, org_id, session, None)


async def put_off(
    delivery: Delivery, org_id: str, session: Transaction, until: datetime | None
) -> None:
    """Have the next attempt made ``until`` then, or at once; it names how many went before."""
    named = {"org": org_id, "delivery": delivery.delivery_id, "attempts": delivery.attempts}
    await jobs.defer(session, DELIVER, named, at=until)
