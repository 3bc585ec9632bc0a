"""Shows an organisation its own subscriptions."""

from uuid import UUID

from ppit_platform.codes import LogOperation
from ppit_webhooks.actions.desk import Desk
from ppit_webhooks.actions.subscribe import Shown
from ppit_webhooks.domain.subscriptions import Subscription
from ppit_webhooks.errors import SubscriptionUnknown


async def list_subscriptions(desk: Desk) -> list[Shown]:
    """Return all of the caller's organisation, the oldest first."""
    found = await desk.stores.subscriptions.all()
    ids = [one.subscription_id for one in found]
    keys = await desk.stores.keys.signing(ids, desk.now)
    desk.tell(LogOperation.CONSULTATION, "subscriptions", subscriptions=len(found))
    return [Shown(one, tuple(keys[one.subscription_id])) for one in found]


async def read_subscription(subscription_id: UUID, desk: Desk) -> Shown:
    shown = await show(await open_subscription(subscription_id, desk), desk)
    desk.tell(LogOperation.CONSULTATION, f"subscription:{subscription_id}")
    return shown


async def open_subscription(subscription_id: UUID, desk: Desk) -> Subscription:
    """Return one of the caller's own; ``SubscriptionUnknown`` also where it is another's."""
    found = await desk.stores.subscriptions.get(subscription_id)
    if found is None:
        msg = "no such subscription"
        raise SubscriptionUnknown(msg)
    return found


async def show(subscription: Subscription, desk: Desk) -> Shown:
    one = subscription.subscription_id
    keys = await desk.stores.keys.signing([one], desk.now)
    return Shown(subscription, tuple(keys[one]))
