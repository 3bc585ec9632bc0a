"""Subscriptions and their keys. Row-level security shows an organisation its own alone."""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, text

from ppit_platform import caller_claims
from ppit_platform.db import Transaction
from ppit_platform.events import EventType
from ppit_webhooks.domain.subscriptions import Subscription, SubscriptionKey, SubscriptionState

_COLUMNS = """
    subscription_id, caller, url, event_types, state, reason, failing_since, slowed_until,
    created_at
"""
_ADD = text("""
    INSERT INTO subscription (subscription_id, org_id, caller, url, event_types, state, created_at)
    VALUES (:subscription_id, :org_id, CAST(:caller AS jsonb), :url, :event_types, 'ACTIVE',
            :created_at)
""")
_ONE = text(f"SELECT {_COLUMNS} FROM subscription WHERE subscription_id = :subscription_id")  # noqa: S608  # a constant of this module
_ALL = text(f"SELECT {_COLUMNS} FROM subscription ORDER BY subscription_id")  # noqa: S608
_TOLD = text(f"""
    SELECT {_COLUMNS} FROM subscription
     WHERE state = 'ACTIVE' AND event_types && CAST(:types AS text[]) ORDER BY subscription_id
""")  # noqa: S608
_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended('webhooks/' || :org_id, 0))")
_MOVE = text("""
    UPDATE subscription
       SET state = :state, reason = :reason, failing_since = NULL, slowed_until = NULL,
           caller = coalesce(CAST(:caller AS jsonb), caller)
     WHERE subscription_id = :subscription_id
""")
_FAILING = text("""
    UPDATE subscription SET failing_since = coalesce(failing_since, :now)
     WHERE subscription_id = :subscription_id
""")
_WELL = text("""
    UPDATE subscription SET failing_since = NULL
     WHERE subscription_id = :subscription_id AND failing_since IS NOT NULL
""")
_SLOW = text("""
    UPDATE subscription SET slowed_until = greatest(slowed_until, :until)
     WHERE subscription_id = :subscription_id
""")
_FORGET = text("DELETE FROM subscription WHERE subscription_id = :subscription_id")
_ADD_KEY = text("""
    INSERT INTO subscription_key (key_id, subscription_id, org_id, public_key, sealed, created_at)
    VALUES (:key_id, :subscription_id, :org_id, :public_key, :sealed, :created_at)
""")
_KEYS = text("""
    SELECT subscription_id, key_id, public_key, sealed, created_at, expires_at FROM subscription_key
     WHERE subscription_id = ANY (CAST(:subscription_ids AS uuid[]))
       AND (expires_at IS NULL OR expires_at > :now)
     ORDER BY key_id DESC
""")
_EXPIRE = text("""
    UPDATE subscription_key SET expires_at = :at
     WHERE subscription_id = :subscription_id AND expires_at IS NULL
""")


class SubscriptionStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def alone(self, org_id: str) -> None:
        """Let one at a time of an organisation add: its subscriptions are counted."""
        await (await self._session.connection()).execute(_ALONE, {"org_id": org_id})

    async def add(self, new: Subscription) -> None:
        values = {
            "subscription_id": new.subscription_id,
            "org_id": new.caller.org_id,
            "caller": json.dumps(caller_claims.as_json(new.caller)),
            "url": new.url,
            "event_types": sorted(kind.value for kind in new.event_types),
            "created_at": new.created_at,
        }
        await (await self._session.connection()).execute(_ADD, values)

    async def get(self, subscription_id: UUID) -> Subscription | None:
        connection = await self._session.connection()
        rows = await connection.execute(_ONE, {"subscription_id": subscription_id})
        row = rows.mappings().first()
        return None if row is None else _subscription(row)

    async def all(self) -> list[Subscription]:
        rows = await (await self._session.connection()).execute(_ALL)
        return [_subscription(row) for row in rows.mappings()]

    async def told_of(self, types: set[EventType]) -> list[Subscription]:
        """Return those that are active and want any of ``types``."""
        values = {"types": sorted(kind.value for kind in types)}
        rows = await (await self._session.connection()).execute(_TOLD, values)
        return [_subscription(row) for row in rows.mappings()]

    async def move(self, changed: Subscription) -> None:
        """Keep a new state, with its reason and on whose authority it now stands."""
        values = {
            "subscription_id": changed.subscription_id,
            "state": changed.state.value,
            "reason": changed.reason,
            "caller": json.dumps(caller_claims.as_json(changed.caller)),
        }
        await (await self._session.connection()).execute(_MOVE, values)

    async def failing(self, subscription_id: UUID, now: datetime) -> None:
        values = {"subscription_id": subscription_id, "now": now}
        await (await self._session.connection()).execute(_FAILING, values)

    async def well(self, subscription_id: UUID) -> None:
        values = {"subscription_id": subscription_id}
        await (await self._session.connection()).execute(_WELL, values)

    async def slow(self, subscription_id: UUID, until: datetime) -> None:
        values = {"subscription_id": subscription_id, "until": until}
        await (await self._session.connection()).execute(_SLOW, values)

    async def forget(self, subscription_id: UUID) -> None:
        """Delete it with its keys and deliveries; what was sent stays in the log."""
        values = {"subscription_id": subscription_id}
        await (await self._session.connection()).execute(_FORGET, values)


class KeyStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def add(self, subscription: Subscription, key: SubscriptionKey) -> None:
        values = {
            "key_id": key.key_id,
            "subscription_id": subscription.subscription_id,
            "org_id": subscription.caller.org_id,
            "public_key": key.public_key,
            "sealed": key.sealed,
            "created_at": key.created_at,
        }
        await (await self._session.connection()).execute(_ADD_KEY, values)

    async def signing(
        self, subscription_ids: list[UUID], now: datetime
    ) -> dict[UUID, list[SubscriptionKey]]:
        """Return the keys that sign now, the newest first, of each subscription."""
        values = {"subscription_ids": subscription_ids, "now": now}
        rows = await (await self._session.connection()).execute(_KEYS, values)
        found: dict[UUID, list[SubscriptionKey]] = {one: [] for one in subscription_ids}
        for row in rows.mappings():
            found[row["subscription_id"]].append(_key(row))
        return found

    async def expire(self, subscription_id: UUID, at: datetime) -> None:
        """Let every key that has no end yet end at ``at``."""
        values = {"subscription_id": subscription_id, "at": at}
        await (await self._session.connection()).execute(_EXPIRE, values)


def _subscription(row: RowMapping) -> Subscription:
    return Subscription(
        subscription_id=row["subscription_id"],
        caller=caller_claims.from_json(row["caller"]),
        url=row["url"],
        event_types=frozenset(map(EventType, row["event_types"])),
        created_at=row["created_at"],
        state=SubscriptionState(row["state"]),
        reason=row["reason"],
        failing_since=row["failing_since"],
        slowed_until=row["slowed_until"],
    )


def _key(row: RowMapping) -> SubscriptionKey:
    return SubscriptionKey(
        key_id=row["key_id"],
        public_key=row["public_key"],
        sealed=row["sealed"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )
