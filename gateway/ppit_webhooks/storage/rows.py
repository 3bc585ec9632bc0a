"""Tables of the webhooks service. They describe what the migrations make; the rules stand there."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Column, DateTime, Index, LargeBinary, MetaData, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ppit_platform.db import Row

METADATA = MetaData()
UNPEOPLED: Mapping[str, str] = {
    "subscription": "receivers of organisations; a client and an agreement stand for each",
    "subscription_key": "sealed secrets and public keys",
    "event": "identifiers, counts and codes: what a value looks like is checked",
    "delivery": "which event went to which receiver, and what that answered",
}


def _instant(*, optional: bool = False) -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=optional)


class WebhookRow(Row):
    metadata: ClassVar[MetaData] = METADATA  # pyright: ignore[reportIncompatibleVariableOverride]


class SubscriptionRow(WebhookRow, table=True):
    __table_args__ = (Index("ix_subscription_org", "org_id"),)

    subscription_id: UUID = Field(primary_key=True)
    org_id: str = Field(sa_type=Text)
    caller: dict[str, object] = Field(sa_column=Column(JSONB(), nullable=False))
    url: str = Field(sa_type=Text)
    event_types: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    state: str = Field(sa_type=Text)
    reason: str | None = Field(sa_type=Text)
    failing_since: datetime | None = Field(sa_column=_instant(optional=True))
    slowed_until: datetime | None = Field(sa_column=_instant(optional=True))
    created_at: datetime = Field(sa_column=_instant())


class SubscriptionKeyRow(WebhookRow, table=True):
    __table_args__ = (Index("ix_subscription_key_subscription", "subscription_id"),)

    key_id: UUID = Field(primary_key=True)
    subscription_id: UUID = Field(foreign_key="subscription.subscription_id", ondelete="CASCADE")
    org_id: str = Field(sa_type=Text)
    public_key: str = Field(sa_type=Text)
    sealed: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_column=_instant())
    expires_at: datetime | None = Field(sa_column=_instant(optional=True))


class EventRow(WebhookRow, table=True):
    """``body`` is the very text that is signed and sent."""

    __table_args__ = (Index("ix_event_org", "org_id", "event_id"),)

    event_id: UUID = Field(primary_key=True)
    org_id: str = Field(sa_type=Text)
    type: str = Field(sa_type=Text)
    happened_at: datetime = Field(sa_column=_instant())
    taken_at: datetime = Field(sa_column=_instant())
    body: str = Field(sa_type=Text)


class DeliveryRow(WebhookRow, table=True):
    __table_args__ = (
        Index("ix_delivery_subscription", "subscription_id", "delivery_id"),
        Index("ix_delivery_event", "event_id"),
        Index("ix_delivery_waiting", "subscription_id", postgresql_where=text("state = 'PENDING'")),
    )

    delivery_id: UUID = Field(primary_key=True)
    org_id: str = Field(sa_type=Text)
    subscription_id: UUID = Field(foreign_key="subscription.subscription_id", ondelete="CASCADE")
    event_id: UUID = Field(foreign_key="event.event_id", ondelete="CASCADE")
    state: str = Field(sa_type=Text)
    attempts: int
    next_attempt_at: datetime | None = Field(sa_column=_instant(optional=True))
    last_code: str | None = Field(sa_type=Text)
    created_at: datetime = Field(sa_column=_instant())
    ended_at: datetime | None = Field(sa_column=_instant(optional=True))
