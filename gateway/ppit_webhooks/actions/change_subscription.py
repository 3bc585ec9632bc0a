"""Suspends, resumes and ends a subscription, and rotates its secret."""

from dataclasses import replace
from uuid import UUID

from ppit_platform.codes import LogOperation
from ppit_webhooks.actions.desk import Desk
from ppit_webhooks.actions.read_subscriptions import open_subscription, show
from ppit_webhooks.actions.subscribe import Shown, new_key
from ppit_webhooks.domain.subscriptions import OVERLAP, SubscriptionState
from ppit_webhooks.errors import RotationUnderWay

ON_REQUEST = "ON_REQUEST"
"""Why a subscription is suspended that its owner suspended."""


async def suspend(subscription_id: UUID, desk: Desk) -> Shown:
    """Send nothing more: what waits is stopped, what comes is kept to be replayed."""
    found = await open_subscription(subscription_id, desk)
    moved = replace(found, state=SubscriptionState.SUSPENDED, reason=ON_REQUEST)
    await desk.stores.subscriptions.move(moved)
    await desk.stores.deliveries.stop(subscription_id, desk.now)
    desk.tell(LogOperation.ALTERATION, "suspended", f"subscription:{subscription_id}")
    return await show(moved, desk)


async def resume(subscription_id: UUID, desk: Desk) -> Shown:
    """Send again, from now on, on the authority of whoever asks now."""
    found = await open_subscription(subscription_id, desk)
    moved = replace(
        found,
        caller=replace(desk.caller, actor=None),
        state=SubscriptionState.ACTIVE,
        reason=None,
        failing_since=None,
        slowed_until=None,
    )
    await desk.stores.subscriptions.move(moved)
    desk.tell(LogOperation.ALTERATION, "resumed", f"subscription:{subscription_id}")
    return await show(moved, desk)


async def unsubscribe(subscription_id: UUID, desk: Desk) -> None:
    await open_subscription(subscription_id, desk)
    await desk.stores.subscriptions.forget(subscription_id)
    desk.tell(LogOperation.ALTERATION, "unsubscribed", f"subscription:{subscription_id}")


async def rotate_secret(subscription_id: UUID, desk: Desk) -> Shown:
    """Sign with a new secret at once, and with the present one beside it for a day."""
    found = await open_subscription(subscription_id, desk)
    await desk.stores.subscriptions.alone(desk.caller.org_id)
    before = await show(found, desk)
    if len(before.keys) > 1:
        msg = "wait until the older key ends"
        raise RotationUnderWay(msg)
    ends = desk.now + OVERLAP
    await desk.stores.keys.expire(subscription_id, ends)
    key, secret = new_key(found, desk.seal, desk.now)
    await desk.stores.keys.add(found, key)
    desk.tell(LogOperation.ALTERATION, "secret rotated", f"subscription:{subscription_id}")
    retiring = (replace(one, expires_at=ends) for one in before.keys)
    return Shown(found, (key, *retiring), secret)
