"""The stand-in for the gate's inside answers a question of one service to another as it does."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from ppit_gateway.app import Catalogue
from ppit_gateway.proxy.origin import Origin
from ppit_platform.caller import Caller
from ppit_platform.hop import HOP_LIFE, Hop, body_digest, seal_hop
from ppit_platform.house import (
    GateUnavailable,
    HopAuthority,
    HouseAnswer,
    HouseClient,
    MandateAuthority,
    open_house,
)
from ppit_platform.ids import new_id
from ppit_platform.mandate import MANDATE_LIFE, Mandate, seal_mandate
from ppit_platform.tokens import SharedKey, SigningKey
from tests.support.behind import SERVICE, Script, a_screening, published
from tests.support.calls import a_caller
from tests.support.gate import SCREENINGS, gate_house
from tests.support.gate_inside import gate_inside
from tests.support.postgres import Database

RULE: dict[str, object] = {
    "from_service": SERVICE,
    "from_purpose": "OFFICER_SAFETY_VISIT",
    "service": SERVICE,
    "method": "POST",
    "path": "/v1/screenings",
    "purpose": "OFFICER_SAFETY_VISIT",
    "subject_classes": ["NOT_APPLICABLE"],
    "fields": ["result"],
}
CATALOGUE = Catalogue({SERVICE: published()}, [RULE])
CALLER = replace(a_caller(org_id="thanet"), client_id="thanet-phones")
KEY = "key-00000001"


@dataclass(frozen=True, slots=True)
class Asking:
    """A way into the house, and what is asked with: of a request, of a job, of nobody, ended."""

    house: HouseClient
    hop: HopAuthority
    mandate: MandateAuthority
    forged: HopAuthority
    ended: MandateAuthority
    say: Callable[[int, object], None]
    """Have the service that is asked answer so."""
    unplug: Callable[[], None]


def a_hop(key: SharedKey, origin: str | None = None) -> HopAuthority:
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
        origin=origin,
    )
    return HopAuthority(seal_hop(hop, key))


STRANGER = SharedKey.from_hex(SERVICE, "0c" * 32)


@asynccontextmanager
async def the_real_one(folder: Path, database: Database) -> AsyncGenerator[Asking]:
    async with gate_house(folder, database, house_calls=[RULE]) as gate:
        key_file = gate.settings.hop_key_dir / f"{SERVICE}.key"
        key = SharedKey.from_hex(SERVICE, key_file.read_text())
        secret = gate.settings.mandate_key_file.read_bytes()
        signing = SigningKey.from_pem(secret)

        def a_mandate(caller: Caller) -> MandateAuthority:
            until = datetime.now(UTC) + MANDATE_LIFE
            return MandateAuthority(
                seal_mandate(Mandate(new_id(), caller, SERVICE, 10, until), signing)
            )

        def say(status: int, body: object) -> None:
            refusal = status >= 400
            kind = "application/problem+json" if refusal else "application/json"
            gate.behind.script = Script(
                body=body, status=status, content_type=kind, facts=() if refusal else None
            )

        async with open_house(str(gate.internal), key) as house:
            yield Asking(
                house,
                a_hop(key, Origin(secret).seal(SERVICE, CALLER)),
                a_mandate(CALLER),
                a_hop(STRANGER),
                a_mandate(replace(CALLER, agreement_version=9)),
                say,
                gate.internal.unlink,
            )


@asynccontextmanager
async def the_stand_in(folder: Path) -> AsyncGenerator[Asking]:
    socket = folder / "inside.sock"
    key = SharedKey.from_hex(SERVICE, "0e" * 32)
    async with gate_inside(socket, key, CATALOGUE) as gate:
        gate.ended["ended"] = "INVALID_TOKEN"

        def say(status: int, body: object) -> None:
            gate.replies[SCREENINGS] = status, body

        def unplug() -> None:
            gate.replies[SCREENINGS] = "unreachable"

        async with open_house(str(socket), key) as house:
            yield Asking(
                house,
                a_hop(key),
                MandateAuthority("good"),
                a_hop(STRANGER),
                MandateAuthority("ended"),
                say,
                unplug,
            )


@pytest.fixture(params=["the real one", "the stand-in"])
async def asking(
    request: pytest.FixtureRequest, tmp_path: Path, gateway_database: Database
) -> AsyncGenerator[Asking]:
    real = request.param == "the real one"
    opened = the_real_one(tmp_path, gateway_database) if real else the_stand_in(tmp_path)
    async with opened as way:
        yield way


async def ask(
    asking: Asking, authority: HopAuthority | MandateAuthority, key: str | None = KEY
) -> HouseAnswer:
    return await asking.house.call(
        authority, "POST", SCREENINGS, body={"visit": 1}, idempotency_key=key
    )


def code_of(answer: HouseAnswer) -> tuple[int, object]:
    return answer.status, cast("dict[str, object]", answer.body)["code"]


async def test_a_request_and_a_job_are_answered_with_the_fields_of_the_rule(
    asking: Asking,
) -> None:
    asking.say(200, a_screening())
    for authority in (asking.hop, asking.mandate):
        answer = await ask(asking, authority)
        assert (answer.status, answer.body) == (200, {"result": "MARKERS_HELD"})


async def test_a_refusal_of_the_other_service_comes_through(asking: Asking) -> None:
    asking.say(422, {"code": "INVALID_REQUEST"})
    assert code_of(await ask(asking, asking.hop)) == (422, "INVALID_REQUEST")


async def test_what_has_no_rule_is_refused(asking: Asking) -> None:
    answer = await asking.house.call(asking.hop, "GET", f"{SCREENINGS}/abc")
    assert code_of(answer) == (403, "HOUSE_CALL_NOT_PERMITTED")


async def test_an_idempotent_question_needs_its_key(asking: Asking) -> None:
    asking.say(200, a_screening())
    answer = await ask(asking, asking.hop, None)
    assert code_of(answer) == (400, "IDEMPOTENCY_KEY_REQUIRED")


async def test_whoever_is_not_of_the_house_and_a_mandate_that_ended_are_refused(
    asking: Asking,
) -> None:
    asking.say(200, a_screening())
    for authority in (asking.forged, asking.ended):
        assert code_of(await ask(asking, authority)) == (401, "INVALID_TOKEN")


async def test_where_nobody_answers_the_caller_hears_so(asking: Asking) -> None:
    asking.unplug()
    with pytest.raises(GateUnavailable):
        await ask(asking, asking.hop)
