"""Routes by which a partner says what it wants to hear of, and where."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from ppit_platform.events import EventType
from ppit_platform.wire import Instant, WireModel
from ppit_webhooks.actions.change_subscription import resume, rotate_secret, suspend, unsubscribe
from ppit_webhooks.actions.read_subscriptions import list_subscriptions, read_subscription
from ppit_webhooks.actions.subscribe import Shown, subscribe
from ppit_webhooks.api.desk import AtTheDesk
from ppit_webhooks.api.rules import managing, reading
from ppit_webhooks.domain.receivers import LONGEST
from ppit_webhooks.domain.subscriptions import SubscriptionState

router = APIRouter(prefix="/v1/subscriptions", tags=["subscriptions"])

Subscribable = Literal[
    EventType.CASE_CHECKED,
    EventType.CASE_DECIDED,
    EventType.TRACE_FINISHED,
    EventType.TRACE_RECALLED,
    EventType.BATCH_FINISHED,
    EventType.IMPORT_FINISHED,
    EventType.REPORT_LINKED,
    EventType.MARKER_CHANGED,
    EventType.NOTICE_MADE,
    EventType.NOTICE_OVERDUE,
    EventType.ALARM_RAISED,
]
_ESSENTIAL = ("subscription_id", "state")


class SubscriptionGiven(WireModel):
    """``url`` is https to a public name, without user, query or fragment."""

    url: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    event_types: Annotated[tuple[Subscribable, ...], Field(min_length=1, max_length=20)]


class KeyShown(WireModel):
    """``public_key`` verifies ``v1a`` signatures; ``expires_at`` is when it signs no more."""

    key_id: UUID
    public_key: str
    created_at: Instant
    expires_at: Instant | None


class SubscriptionShown(WireModel):
    """``failing_since``: a delivery was given up then, and none has arrived since.

    ``reason``: why nothing is sent: ``ON_REQUEST``, ``HTTP_410`` or a code of the gate.
    """

    subscription_id: UUID
    url: str
    event_types: tuple[EventType, ...]
    agreement_id: str
    state: SubscriptionState
    reason: str | None
    failing_since: Instant | None
    slowed_until: Instant | None
    created_at: Instant
    keys: tuple[KeyShown, ...]


class SecretShown(SubscriptionShown):
    """``secret`` verifies ``v1`` signatures. It is shown this once."""

    secret: str


class SubscriptionList(WireModel):
    items: tuple[SubscriptionShown, ...]


class Unsubscribed(WireModel):
    subscription_id: UUID


def _fields(shown: Shown) -> dict[str, object]:
    one = shown.subscription
    return {
        "subscription_id": one.subscription_id,
        "url": one.url,
        "event_types": sorted(one.event_types),
        "agreement_id": one.caller.agreement_id,
        "state": one.state,
        "reason": one.reason,
        "failing_since": one.failing_since,
        "slowed_until": one.slowed_until,
        "created_at": one.created_at,
        "keys": [
            KeyShown(
                key_id=key.key_id,
                public_key=key.public_key,
                created_at=key.created_at,
                expires_at=key.expires_at,
            )
            for key in shown.keys
        ],
    }


def _shown(shown: Shown) -> SubscriptionShown:
    return SubscriptionShown.model_validate(_fields(shown))


def _with_secret(shown: Shown) -> SecretShown:
    return SecretShown.model_validate({**_fields(shown), "secret": shown.secret})


@router.post("", status_code=201, **managing(essential_fields=(*_ESSENTIAL, "secret")))
async def create_subscription(body: SubscriptionGiven, desk: AtTheDesk) -> SecretShown:
    """Have events of one's own objects sent to ``url``, signed as Standard Webhooks 1.0.0 says.

    It stands on the client's agreement and ends with it; of a service's events the client is told
    while some agreement grants it something of that service. Events hold identifiers, counts and
    codes only. Refuses with 422 ``URL_REFUSED``, 409 ``TOO_MANY_SUBSCRIPTIONS``.
    """
    return _with_secret(await subscribe(body.url, body.event_types, desk))


@router.get("", **reading(essential_fields=tuple(f"items.{one}" for one in _ESSENTIAL)))
async def get_subscriptions(desk: AtTheDesk) -> SubscriptionList:
    """List all subscriptions of one's organisation, at most 20, the oldest first."""
    return SubscriptionList(items=tuple(map(_shown, await list_subscriptions(desk))))


@router.get("/{subscription_id}", **reading(essential_fields=_ESSENTIAL))
async def get_subscription(subscription_id: UUID, desk: AtTheDesk) -> SubscriptionShown:
    """Show a subscription and the public keys that sign for it. 404 also where it is another's."""
    return _shown(await read_subscription(subscription_id, desk))


@router.delete("/{subscription_id}", **managing(essential_fields=("subscription_id",)))
async def delete_subscription(subscription_id: UUID, desk: AtTheDesk) -> Unsubscribed:
    """End a subscription with its keys and deliveries; what was sent stays in the log."""
    await unsubscribe(subscription_id, desk)
    return Unsubscribed(subscription_id=subscription_id)


@router.post("/{subscription_id}/suspension", status_code=201, **managing())
async def create_suspension(subscription_id: UUID, desk: AtTheDesk) -> SubscriptionShown:
    """Have nothing sent until it is resumed; events that come meanwhile can be replayed."""
    return _shown(await suspend(subscription_id, desk))


@router.post("/{subscription_id}/resumption", status_code=201, **managing())
async def create_resumption(subscription_id: UUID, desk: AtTheDesk) -> SubscriptionShown:
    """Have events sent again from now on, whyever they were not, on the caller's agreement."""
    return _shown(await resume(subscription_id, desk))


@router.post(
    "/{subscription_id}/secret-rotation",
    status_code=201,
    **managing(essential_fields=(*_ESSENTIAL, "secret")),
)
async def create_secret_rotation(subscription_id: UUID, desk: AtTheDesk) -> SecretShown:
    """Get a new secret and key pair; the present ones sign beside them for 24 hours.

    Refuses with 409 ``ROTATION_UNDER_WAY`` while two sign.
    """
    return _with_secret(await rotate_secret(subscription_id, desk))
