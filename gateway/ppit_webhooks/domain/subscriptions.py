"""A subscription: which receiver of whose is told of what, and whether it is at present."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from ppit_platform.caller import Caller
from ppit_platform.events import EventType

MOST_SUBSCRIPTIONS = 20
"""Of one organisation, whatever their states."""
OVERLAP = timedelta(hours=24)
"""How long a secret goes on signing beside the one that replaces it."""


class SubscriptionState(StrEnum):
    """``DISABLED``: the receiver answered 410. ``ENDED``: the gate no longer lets it be told."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    DISABLED = "DISABLED"
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True)
class SubscriptionKey:
    key_id: UUID
    public_key: str
    sealed: bytes
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Subscription:
    """``caller`` is on whose authority it stands: a client under an agreement, never a person.

    ``reason`` is why it is not active: a status or a code of the gate. ``failing_since`` is when
    a delivery was given up, until another arrives.
    """

    subscription_id: UUID
    caller: Caller
    url: str
    event_types: frozenset[EventType]
    created_at: datetime
    state: SubscriptionState = SubscriptionState.ACTIVE
    reason: str | None = None
    failing_since: datetime | None = None
    slowed_until: datetime | None = None

    def rests_until(self, now: datetime) -> datetime | None:
        """Return until when its receiver is left alone; None if it may be called."""
        until = self.slowed_until
        return until if until is not None and until > now else None


def key_place(subscription_id: UUID, key_id: UUID) -> bytes:
    """Return where the secret of a key is sealed for."""
    return f"webhook key\n{subscription_id}\n{key_id}".encode()
