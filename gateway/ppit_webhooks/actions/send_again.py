"""Sends events again that a receiver missed, and sends it one that tries the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ppit_platform.codes import LogOperation
from ppit_platform.events import EventType
from ppit_platform.ids import new_id
from ppit_webhooks.actions.desk import Desk
from ppit_webhooks.actions.read_subscriptions import open_subscription
from ppit_webhooks.actions.take_events import delivery_of, start
from ppit_webhooks.domain.deliveries import Delivery, DeliveryState, Message, message_of
from ppit_webhooks.domain.subscriptions import Subscription, SubscriptionState
from ppit_webhooks.errors import EventUnknown, NotActive
from ppit_webhooks.storage.deliveries import MOST_AGAIN

PAGE = 50


@dataclass(frozen=True, slots=True)
class Replayed:
    """``go_on_since`` is there if more is left: replay again from then."""

    events: int
    go_on_since: datetime | None


async def replay_since(subscription_id: UUID, since: datetime, desk: Desk) -> Replayed:
    """Send what happened at ``since`` or later, the oldest 500; each keeps its webhook-id."""
    subscription = await _active(subscription_id, desk)
    found = await desk.stores.events.since(since, subscription.event_types)
    await _send(subscription, found, desk, "replayed")
    more = len(found) == MOST_AGAIN
    return Replayed(len(found), found[-1].happened_at if more else None)


async def replay_event(subscription_id: UUID, event_id: UUID, desk: Desk) -> Replayed:
    subscription = await _active(subscription_id, desk)
    message = await desk.stores.events.get(event_id)
    if message is None or message.type not in {*subscription.event_types, EventType.TEST}:
        msg = "no such event for this subscription"
        raise EventUnknown(msg)
    await _send(subscription, [message], desk, "replayed")
    return Replayed(1, None)


async def send_test(subscription_id: UUID, desk: Desk) -> Delivery:
    """Send an event that says nothing, signed and tried again like any other."""
    subscription = await _active(subscription_id, desk)
    data = {"id": str(subscription_id)}
    message = message_of(new_id(), EventType.TEST, desk.now, data)
    await desk.stores.events.take(message, desk.caller.org_id, desk.now)
    (delivery,) = await _send(subscription, [message], desk, "tested")
    return delivery


async def list_deliveries(
    subscription_id: UUID, state: DeliveryState | None, before: UUID | None, desk: Desk
) -> list[Delivery]:
    """Return a page and one more, the newest first."""
    await open_subscription(subscription_id, desk)
    found = await desk.stores.deliveries.page(subscription_id, state, before=before, size=PAGE + 1)
    shown = min(len(found), PAGE)
    desk.tell(LogOperation.CONSULTATION, f"subscription:{subscription_id}", deliveries=shown)
    return found


async def _active(subscription_id: UUID, desk: Desk) -> Subscription:
    found = await open_subscription(subscription_id, desk)
    if found.state is not SubscriptionState.ACTIVE:
        msg = "resume it first"
        raise NotActive(msg)
    return found


async def _send(
    subscription: Subscription, messages: Sequence[Message], desk: Desk, what: str
) -> list[Delivery]:
    deliveries = [delivery_of(one, subscription, desk.now) for one in messages]
    await start(deliveries, desk.caller.org_id, desk.stores, await desk.unit.open())
    named = f"subscription:{subscription.subscription_id}"
    desk.tell(LogOperation.ALTERATION, what, named, deliveries=len(deliveries))
    return deliveries
