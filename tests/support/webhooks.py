"""The webhooks service on a test database, with a clock that a test moves."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

from ppit_client.webhooks import WebhookEvent, verify
from ppit_platform.caller import Caller
from ppit_platform.codes import PurposeCode
from ppit_platform.events import Event, EventType
from ppit_platform.house_caller import the_house
from ppit_platform.ids import new_id
from ppit_webhooks.actions.deliver import SERVICE
from ppit_webhooks.app import add_work, create_app
from ppit_webhooks.settings import Settings
from ppit_webhooks.sources.receiver import Resolver
from tests.support.calls import Served, a_caller
from tests.support.postgres import Database
from tests.support.receiver import HOST, Heard, Receiver, resolving
from tests.support.service import Running, Service, running, told

ROLE = "ppit_webhooks"
SCOPES = frozenset({"webhooks:read", "webhooks:manage"})
SUBSCRIPTIONS = "/v1/subscriptions"


def a_partner(org_id: str = "thanet", agreement_id: str = "DSA-001") -> Caller:
    caller = a_caller(org_id=org_id, purpose=PurposeCode.VET_GRANT, scopes=SCOPES, user_id=None)
    return replace(caller, agreement_id=agreement_id)


def an_event(org_id: str = "thanet", **changes: object) -> Event:
    values: dict[str, object] = {
        "type": EventType.CASE_DECIDED,
        "org_id": org_id,
        "happened_at": datetime.now(UTC),
        "data": {"id": str(new_id()), "decision": "APPROVED"},
        **changes,
    }
    return Event(**values)  # pyright: ignore[reportArgumentType]


@dataclass(slots=True)
class Moving:
    """A clock that stands until it is moved."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The service as the gate reaches it, the receiver of its partner, and the time."""

    running: Running
    receiver: Receiver
    clock: Moving
    settings: Settings

    def by(self, caller: Caller) -> "Webhooks":
        return replace(self, running=self.running.by(caller))

    async def subscribe(self, url: str | None = None, *types: EventType) -> dict[str, object]:
        body = {"url": url or self.receiver.url, "event_types": types or [EventType.CASE_DECIDED]}
        served = await self.running.post(SUBSCRIPTIONS, body)
        assert served.status == 201, served.body
        return served.json

    async def told(self, *events: Event) -> Served:
        """Hand events in as the gate does: under a hop of the house, for their organisation."""
        house = the_house(SERVICE, PurposeCode.PARTNER_ADMINISTRATION, "EVENTS")
        asking = self.running.by(replace(house, org_id=events[0].org_id))
        return await asking.http.post("/v1/events", {"events": [one.as_json() for one in events]})

    async def shown(self, subscription: dict[str, object]) -> dict[str, object]:
        served = await self.running.get(f"{SUBSCRIPTIONS}/{subscription['subscription_id']}")
        assert served.status == 200, served.body
        return served.json

    async def post(self, subscription: dict[str, object], what: str, body: object = None) -> Served:
        path = f"{SUBSCRIPTIONS}/{subscription['subscription_id']}/{what}"
        return await self.running.post(path, body)

    async def deliveries(self, subscription: dict[str, object]) -> list[dict[str, object]]:
        path = f"{SUBSCRIPTIONS}/{subscription['subscription_id']}/deliveries"
        served = await self.running.get(path)
        assert served.status == 200, served.body
        return cast("list[dict[str, object]]", served.json["items"])

    async def the_delivery(self, subscription: dict[str, object]) -> dict[str, object]:
        """Return the only delivery there is."""
        (one,) = await self.deliveries(subscription)
        return one

    async def attempt(self) -> None:
        """Make each attempt that is waiting, once, as if its time had come."""
        self.running.rows("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
        await self.running.work.once()

    def due_in(self) -> float:
        """Return the seconds until the one job that waits is due, by the moved clock."""
        (row,) = self.running.rows(
            "SELECT scheduled_at FROM procrastinate_jobs WHERE status = 'todo'"
        )
        return (row["scheduled_at"] - self.clock.at).total_seconds()

    def verified(self, heard: Heard, *keys: object) -> WebhookEvent:
        return verify(heard.headers, heard.body, [str(key) for key in keys], now=self.clock.at)

    def facts(self, operation: str) -> list[dict[str, Any]]:
        """Return the facts of this operation that wait for the log, the oldest first."""
        rows = self.running.rows(
            "SELECT fact, caller, job_id FROM audit_outbox"
            " WHERE fact ->> 'operation' = %s ORDER BY created_at",
            operation,
        )
        return [dict(row) for row in rows]


@asynccontextmanager
async def open_webhooks(
    database: Database,
    folder: Path,
    receiver: Receiver,
    *,
    resolver: Resolver | None = None,
    **changes: object,
) -> AsyncGenerator[Webhooks]:
    """Start it. Only ``HOST`` has an address, that of the receiver, unless told otherwise."""
    values = {
        **told(database, ROLE, folder),
        "loopback": True,
        "authorities_file": receiver.authorities if receiver.authorities.name else None,
        "attempt_seconds": 5.0,
        **changes,
    }
    settings = Settings.model_validate(values)
    clock = Moving()
    found = resolver or resolving({HOST: ["127.0.0.1"], "127.0.0.1": ["127.0.0.1"]})
    add = partial(add_work, settings, now=clock, resolver=found)
    service = Service(SERVICE, create_app(settings, clock=clock), settings, add)
    async with running(service, database, a_partner()) as serving:
        yield Webhooks(serving, receiver, clock, settings)
