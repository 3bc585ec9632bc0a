"""Takes a subscription, and gives it its first secret."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ppit_platform.codes import LogOperation
from ppit_platform.errors import FieldError
from ppit_platform.events import EventType
from ppit_platform.ids import new_id
from ppit_platform.sealing import Seal
from ppit_webhooks.actions.desk import Desk
from ppit_webhooks.domain.receivers import NoReceiver
from ppit_webhooks.domain.signatures import SECRET_BYTES, SigningSecret
from ppit_webhooks.domain.subscriptions import (
    MOST_SUBSCRIPTIONS,
    Subscription,
    SubscriptionKey,
    key_place,
)
from ppit_webhooks.errors import TooManySubscriptions, UrlRefused


@dataclass(frozen=True, slots=True)
class Shown:
    """A subscription with the keys that sign for it, the newest first.

    ``secret`` is there only in the answer that makes it.
    """

    subscription: Subscription
    keys: tuple[SubscriptionKey, ...]
    secret: str | None = None


async def subscribe(url: str, event_types: Iterable[EventType], desk: Desk) -> Shown:
    """Keep it on the authority of the client and its agreement: whoever asked may leave."""
    try:
        desk.rules.check(url)
    except NoReceiver as failure:
        error = FieldError("/url", UrlRefused.code, str(failure))
        msg = "see errors"
        raise UrlRefused(msg, (error,)) from failure
    await desk.stores.subscriptions.alone(desk.caller.org_id)
    if len(await desk.stores.subscriptions.all()) >= MOST_SUBSCRIPTIONS:
        msg = f"at most {MOST_SUBSCRIPTIONS}"
        raise TooManySubscriptions(msg)
    subscription = Subscription(
        subscription_id=new_id(),
        caller=replace(desk.caller, actor=None),
        url=url,
        event_types=frozenset(event_types),
        created_at=desk.now,
    )
    await desk.stores.subscriptions.add(subscription)
    key, secret = new_key(subscription, desk.seal, desk.now)
    await desk.stores.keys.add(subscription, key)
    desk.tell(LogOperation.ALTERATION, "subscribed", f"subscription:{subscription.subscription_id}")
    return Shown(subscription, (key,), secret)


def new_key(subscription: Subscription, seal: Seal, now: datetime) -> tuple[SubscriptionKey, str]:
    """Return a key with its secret sealed, and the secret itself, to be shown this once."""
    secret = SigningSecret.from_bytes(os.urandom(2 * SECRET_BYTES))
    key_id = new_id()
    place = key_place(subscription.subscription_id, key_id)
    sealed = seal.close(secret.to_bytes(), place=place)
    return SubscriptionKey(key_id, secret.public_key, sealed, now, None), secret.shown_once
