"""A service's question to another goes through the gate, decided and logged like a partner's."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from ppit_gateway.proxy.origin import Origin
from ppit_platform.hop import HOP_LIFE, Hop, body_digest, seal_hop
from ppit_platform.house import HopAuthority, HouseClient, MandateAuthority, open_house
from ppit_platform.ids import new_id
from ppit_platform.mandate import MANDATE_LIFE, Mandate, seal_mandate
from ppit_platform.tokens import SharedKey, SigningKey
from tests.support.behind import SERVICE
from tests.support.calls import a_caller
from tests.support.gate import SCREENINGS, GateHouse, gate_house
from tests.support.postgres import Database

RULE = {
    "from_service": SERVICE,
    "from_purpose": "OFFICER_SAFETY_VISIT",
    "service": SERVICE,
    "method": "POST",
    "path": "/v1/screenings",
    "purpose": "OFFICER_SAFETY_VISIT",
    "fields": ["result"],
}
CALLER = replace(a_caller(org_id="thanet"), client_id="thanet-phones")


@dataclass(frozen=True, slots=True)
class Asking:
    gate: GateHouse
    house: HouseClient
    key: SharedKey

    def hop(self) -> HopAuthority:
        origin = Origin(self.gate.settings.mandate_key_file.read_bytes())
        hop = Hop(
            caller=CALLER,
            audience=SERVICE,
            method="POST",
            path="/v1/visits",
            body_sha256=body_digest(b""),
            idempotency_key=None,
            idempotency_fingerprint=None,
            mandate=None,
            expires=datetime.now(UTC) + HOP_LIFE,
            origin=origin.seal(SERVICE, CALLER),
        )
        return HopAuthority(seal_hop(hop, self.key))

    def mandate(self) -> MandateAuthority:
        until = datetime.now(UTC) + MANDATE_LIFE
        signing = SigningKey.from_pem(self.gate.settings.mandate_key_file.read_bytes())
        return MandateAuthority(
            seal_mandate(Mandate(new_id(), CALLER, SERVICE, 10, until), signing)
        )


@pytest.fixture
async def asking(tmp_path: Path, gateway_database: Database) -> AsyncGenerator[Asking]:
    async with gate_house(tmp_path, gateway_database, house_calls=[RULE]) as gate:
        key_file = gate.settings.hop_key_dir / f"{SERVICE}.key"
        key = SharedKey.from_hex(SERVICE, key_file.read_text())
        async with open_house(str(gate.internal), key) as house:
            yield Asking(gate, house, key)


async def test_a_question_is_answered_with_the_fields_of_its_rule(asking: Asking) -> None:
    for authority in (asking.hop(), asking.mandate()):
        answer = await asking.house.call(
            authority, "POST", SCREENINGS, body={"visit": 1}, idempotency_key="key-00000001"
        )
        assert (answer.status, answer.body) == (200, {"result": "MARKERS_HELD"})
    intents = asking.gate.entries("intent")
    assert [intent.body["via"] for intent in intents] == [SERVICE, SERVICE]


async def test_a_question_without_a_rule_is_refused(asking: Asking) -> None:
    answer = await asking.house.call(asking.hop(), "GET", f"{SCREENINGS}/abc")
    assert answer.status == 403
    assert "code" in cast("dict[str, object]", answer.body)
