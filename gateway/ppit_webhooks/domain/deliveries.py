"""A delivery: one event to one receiver, however often it is tried."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from uuid import UUID

from ppit_platform.events import EventData, EventType
from ppit_platform.wire import instant_text

KEPT = timedelta(days=30)
"""How long events can be sent again."""
_SLOW = frozenset(
    {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT}
)


class DeliveryState(StrEnum):
    """``FAILED`` after the last attempt; ``STOPPED`` with its subscription."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"
    STOPPED = "STOPPED"


class Trouble(StrEnum):
    """Why an attempt brought no status."""

    ADDRESS_REFUSED = "ADDRESS_REFUSED"
    NOT_CONNECTED = "NOT_CONNECTED"
    TIMED_OUT = "TIMED_OUT"
    BROKE_OFF = "BROKE_OFF"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt: a status, or trouble."""

    status: int | None = None
    retry_after: timedelta | None = None
    trouble: Trouble | None = None

    @property
    def delivered(self) -> bool:
        status = self.status
        return status is not None and HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def gone(self) -> bool:
        return self.status == HTTPStatus.GONE

    @property
    def slow(self) -> bool:
        """Say whether the receiver is to be left alone for a while, by all its deliveries."""
        if self.delivered:
            return False
        return self.retry_after is not None or self.status in _SLOW

    @property
    def code(self) -> str:
        return self.trouble.value if self.trouble else f"HTTP_{self.status}"


@dataclass(frozen=True, slots=True)
class Message:
    """An event as it is sent: ``body`` is the same bytes at each attempt."""

    event_id: UUID
    type: EventType
    happened_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Delivery:
    delivery_id: UUID
    subscription_id: UUID
    message_id: UUID
    type: EventType
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None = None
    last_code: str | None = None
    ended_at: datetime | None = None


def message_of(event_id: UUID, kind: EventType, happened_at: datetime, data: EventData) -> Message:
    """Write the thin payload of Standard Webhooks: type, timestamp, data."""
    said = {"type": kind.value, "timestamp": instant_text(happened_at), "data": dict(data)}
    return Message(event_id, kind, happened_at, json.dumps(said, separators=(",", ":")))
