"""F: the gate hands events on to the webhooks service, and says whether a standing order holds."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import LiteralString

import pytest

from ppit_gateway.app import Catalogue
from ppit_platform.caller import Caller
from ppit_platform.events import Event, EventType
from ppit_platform.house import GateUnavailable, HouseClient, MandateEnded, open_house
from ppit_platform.ids import new_id
from ppit_platform.tokens import SharedKey
from ppit_webhooks.app import create_app
from ppit_webhooks.settings import Settings
from tests.support.behind import SERVICE
from tests.support.calls import a_caller
from tests.support.gate import GateHouse, an_agreement, gate_house
from tests.support.postgres import Database
from tests.support.service import told
from tests.support.serving import served
from tests.support.working import owner_rows

CALLER = replace(
    a_caller(user_id=None), org_id="thanet", client_id="thanet-phones", agreement_version=1
)


@dataclass(frozen=True, slots=True)
class Orders:
    """A gate with the real webhooks service behind it, asked by officer-safety."""

    gate: GateHouse
    house: HouseClient
    webhooks: Database

    def rows(self, sql: LiteralString) -> list[dict[str, object]]:
        return owner_rows(self.webhooks, sql)

    async def asked_by(self, service: str, caller: Caller, *services: str) -> int:
        """Ask as another service does, which signs with its own key."""
        file = self.gate.settings.hop_key_dir / f"{service}.key"
        key = SharedKey.from_hex(service, file.read_text())
        async with open_house(str(self.gate.internal), key) as house:
            return await house.check_standing(caller, services)


@pytest.fixture
async def orders(
    tmp_path: Path, gateway_database: Database, webhooks_database: Database
) -> AsyncIterator[Orders]:
    socket = tmp_path / "webhooks.sock"
    upstreams = {SERVICE: tmp_path / "service.sock", "webhooks": socket}
    inside = tmp_path / "webhooks"
    inside.mkdir()
    async with gate_house(tmp_path, gateway_database, upstreams=upstreams) as gate:
        hops = gate.settings.hop_key_dir
        values = {
            **told(webhooks_database, "ppit_webhooks", inside),
            "hop_key_file": hops / "webhooks.key",
            "gate_socket": str(gate.internal),
        }
        app = create_app(Settings.model_validate(values))
        key = SharedKey.from_hex(SERVICE, (hops / f"{SERVICE}.key").read_text())
        async with (
            served(app, socket, lifespan=True),
            open_house(str(gate.internal), key) as house,
        ):
            yield Orders(gate, house, webhooks_database)


def _event(org_id: str = "thanet", kind: EventType = EventType.MARKER_CHANGED) -> Event:
    return Event(kind, org_id, datetime.now(UTC), {"id": str(new_id()), "state": "ACTIVE"})


async def test_f_events_reach_the_webhooks_service_once_for_the_organisation_they_belong_to(
    orders: Orders,
) -> None:
    events = [_event("thanet"), _event("dover")]
    ids = {one.event_id for one in events}
    assert await orders.house.hand_events(events) == ids
    assert await orders.house.hand_events(events) == ids
    kept = orders.rows("SELECT event_id, org_id FROM event")
    assert {(row["event_id"], row["org_id"]) for row in kept} == {
        (one.event_id, one.org_id) for one in events
    }


async def test_f_a_service_announces_its_own_events_alone(orders: Orders) -> None:
    own, foreign = _event(), _event(kind=EventType.CASE_DECIDED)
    assert await orders.house.hand_events([own, foreign]) == {own.event_id}
    assert len(orders.rows("SELECT event_id FROM event")) == 1


async def test_f_while_the_webhooks_service_is_away_nothing_is_called_taken(
    tmp_path: Path, gateway_database: Database
) -> None:
    async with gate_house(tmp_path, gateway_database) as gate:
        file = gate.settings.hop_key_dir / f"{SERVICE}.key"
        key = SharedKey.from_hex(SERVICE, file.read_text())
        async with open_house(str(gate.internal), key) as house:
            with pytest.raises(GateUnavailable, match="503"):
                await house.hand_events([_event()])


def test_f_no_partner_can_bring_an_event() -> None:
    routes = Catalogue.published().routes()
    assert routes.at("webhooks", "/v1/events") == {}
    assert set(routes.at("webhooks", "/v1/subscriptions")) == {"GET", "POST"}


async def test_f_a_standing_order_outlives_a_version_but_not_its_agreement(orders: Orders) -> None:
    assert await orders.house.check_standing(CALLER, []) == 1
    newer = an_agreement(version=2)
    await orders.gate.load(orders.gate.the_register(newer))
    assert await orders.house.check_standing(CALLER, []) == 2
    await orders.gate.load(orders.gate.the_register(newer, suspended=["DSA-001"]))
    with pytest.raises(MandateEnded, match="DSA_SUSPENDED"):
        await orders.house.check_standing(CALLER, [])
    with pytest.raises(MandateEnded, match="DSA_NOT_FOUND"):
        await orders.house.check_standing(replace(CALLER, agreement_id="DSA-404"), [])


async def test_f_a_standing_order_needs_an_agreement_for_what_it_tells_of(orders: Orders) -> None:
    assert await orders.house.check_standing(CALLER, ["officer-safety"]) == 1
    with pytest.raises(MandateEnded, match="INSUFFICIENT_SCOPE"):
        await orders.house.check_standing(CALLER, ["vetting"])
    # No agreement grants this client anything of the service that asks now.
    with pytest.raises(MandateEnded, match="INSUFFICIENT_SCOPE"):
        await orders.asked_by("webhooks", CALLER)
