"""What webhooks publishes: written from its document, not by hand."""

from typing import Literal, NotRequired, TypeAlias, TypedDict

from ppit_client.questions import Operation

__all__ = [
    "CREATE_REPLAY",
    "CREATE_RESUMPTION",
    "CREATE_SECRET_ROTATION",
    "CREATE_SUBSCRIPTION",
    "CREATE_SUSPENSION",
    "CREATE_TEST",
    "DELETE_SUBSCRIPTION",
    "GET_DELIVERIES",
    "GET_SUBSCRIPTION",
    "GET_SUBSCRIPTIONS",
]


EventType: TypeAlias = Literal[
    "vetting.case.checked",
    "vetting.case.decided",
    "tracing.trace.finished",
    "tracing.trace.recalled",
    "tracing.batch.finished",
    "victims.import.finished",
    "victims.report.linked",
    "officer_safety.marker.changed",
    "audit.notice.made",
    "audit.notice.overdue",
    "audit.alarm.raised",
    "webhooks.test",
]


class KeyShown(TypedDict):
    created_at: str
    expires_at: str | None
    key_id: str
    public_key: str


SubscriptionState: TypeAlias = Literal["ACTIVE", "SUSPENDED", "DISABLED", "ENDED"]


class SubscriptionShown(TypedDict):
    agreement_id: str
    created_at: str
    event_types: list[EventType]
    failing_since: str | None
    keys: list[KeyShown]
    reason: str | None
    slowed_until: str | None
    state: SubscriptionState
    subscription_id: str
    url: str


class SubscriptionList(TypedDict):
    items: list[SubscriptionShown]


class SubscriptionGiven(TypedDict):
    event_types: list[
        Literal[
            "vetting.case.checked",
            "vetting.case.decided",
            "tracing.trace.finished",
            "tracing.trace.recalled",
            "tracing.batch.finished",
            "victims.import.finished",
            "victims.report.linked",
            "officer_safety.marker.changed",
            "audit.notice.made",
            "audit.notice.overdue",
            "audit.alarm.raised",
        ]
    ]
    url: str


class SecretShown(TypedDict):
    agreement_id: str
    created_at: str
    event_types: list[EventType]
    failing_since: str | None
    keys: list[KeyShown]
    reason: str | None
    secret: str
    slowed_until: str | None
    state: SubscriptionState
    subscription_id: str
    url: str


class Unsubscribed(TypedDict):
    subscription_id: str


DeliveryState: TypeAlias = Literal["PENDING", "DELIVERED", "FAILED", "STOPPED"]


class DeliveryShown(TypedDict):
    attempts: int
    created_at: str
    delivery_id: str
    ended_at: str | None
    event_id: str
    last_code: str | None
    next_attempt_at: str | None
    state: DeliveryState
    type: EventType


class DeliveryList(TypedDict):
    items: list[DeliveryShown]


class ReplayGiven(TypedDict):
    event_id: NotRequired[str | None]
    since: NotRequired[str | None]


class ReplayTaken(TypedDict):
    events: int
    go_on_since: str | None


GET_SUBSCRIPTIONS: Operation[None, SubscriptionList] = Operation(
    "GET", "/webhooks/v1/subscriptions", "webhooks:read"
)
"""List all subscriptions of one's organisation, at most 20, the oldest first."""
CREATE_SUBSCRIPTION: Operation[SubscriptionGiven, SecretShown] = Operation(
    "POST", "/webhooks/v1/subscriptions", "webhooks:manage"
)
"""Have events of one's own objects sent to ``url``, signed as Standard Webhooks 1.0.0 says."""
DELETE_SUBSCRIPTION: Operation[None, Unsubscribed] = Operation(
    "DELETE", "/webhooks/v1/subscriptions/{subscription_id}", "webhooks:manage"
)
"""End a subscription with its keys and deliveries; what was sent stays in the log."""
GET_SUBSCRIPTION: Operation[None, SubscriptionShown] = Operation(
    "GET", "/webhooks/v1/subscriptions/{subscription_id}", "webhooks:read"
)
"""Show a subscription and the public keys that sign for it. 404 also where it is another's."""
GET_DELIVERIES: Operation[None, DeliveryList] = Operation(
    "GET", "/webhooks/v1/subscriptions/{subscription_id}/deliveries", "webhooks:read"
)
"""List deliveries of the last 30 days, 50 to a page, the newest first (RFC 8288)."""
CREATE_REPLAY: Operation[ReplayGiven, ReplayTaken] = Operation(
    "POST", "/webhooks/v1/subscriptions/{subscription_id}/replay", "webhooks:manage"
)
CREATE_RESUMPTION: Operation[None, SubscriptionShown] = Operation(
    "POST", "/webhooks/v1/subscriptions/{subscription_id}/resumption", "webhooks:manage"
)
"""Have events sent again from now on, whyever they were not, on the caller's agreement."""
CREATE_SECRET_ROTATION: Operation[None, SecretShown] = Operation(
    "POST", "/webhooks/v1/subscriptions/{subscription_id}/secret-rotation", "webhooks:manage"
)
"""Get a new secret and key pair; the present ones sign beside them for 24 hours."""
CREATE_SUSPENSION: Operation[None, SubscriptionShown] = Operation(
    "POST", "/webhooks/v1/subscriptions/{subscription_id}/suspension", "webhooks:manage"
)
"""Have nothing sent until it is resumed; events that come meanwhile can be replayed."""
CREATE_TEST: Operation[None, DeliveryShown] = Operation(
    "POST", "/webhooks/v1/subscriptions/{subscription_id}/test", "webhooks:manage"
)
"""Have an event of type ``webhooks.test`` sent, signed like any other."""
