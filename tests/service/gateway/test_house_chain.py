"""A partner's question leads to another inside the house: at once, or from its job."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from ppit_platform.hop import Hop
from ppit_platform.house import HopAuthority, HouseClient, MandateAuthority, open_house
from ppit_platform.tokens import SharedKey
from tests.support.behind import SECRET, SERVICE, Script, a_fact, a_screening
from tests.support.gate import (
    APPROVE,
    KENT,
    SCREEN,
    SCREENINGS,
    GateHouse,
    an_agreement,
    gate_house,
)
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
APPROVAL: dict[str, object] = {
    **RULE,
    "path": "/v1/markers/{marker_id}/approval",
    "purpose": "AUDIT_SELF_MONITOR",
    "subject_classes": [],
    "fields": ["marker_id"],
}
KEY = "key-of-the-house"


@dataclass(frozen=True, slots=True)
class Chain:
    """A partner's request that reached its service, and what that service may go on with."""

    gate: GateHouse
    house: HouseClient
    first: Hop
    hop: HopAuthority
    mandate: MandateAuthority

    def authority(self, which: str) -> HopAuthority | MandateAuthority:
        return self.hop if which == "a request" else self.mandate

    async def ask(self, which: str, body: object = None, key: str = KEY) -> tuple[int, object]:
        answer = await self.house.call(
            self.authority(which), "POST", SCREENINGS, body=body, idempotency_key=key
        )
        return answer.status, answer.body


def code_of(status: int, body: object) -> tuple[int, object]:
    return status, cast("dict[str, object]", body)["code"]


@pytest.fixture
async def chain(tmp_path: Path, gateway_database: Database) -> AsyncGenerator[Chain]:
    async with gate_house(tmp_path, gateway_database, house_calls=[RULE, APPROVAL]) as gate:
        async with gate.client() as phone:
            answer = await phone.post(
                SCREENINGS, {"visit": 1}, case_reference="VISIT/1", idempotency_key="key-00000001"
            )
        assert answer.status == 200
        (first,) = gate.behind.hops
        token = gate.behind.headers[0]["authorization"].removeprefix("Hop ")
        key_file = gate.settings.hop_key_dir / f"{SERVICE}.key"
        key = SharedKey.from_hex(SERVICE, key_file.read_text())
        async with open_house(str(gate.internal), key) as house:
            mandate = MandateAuthority(first.mandate or "")
            yield Chain(gate, house, first, HopAuthority(token), mandate)


@pytest.mark.parametrize("which", ["a request", "a job"])
async def test_the_second_question_is_asked_for_the_same_partner_person_areas_and_case(
    chain: Chain, which: str
) -> None:
    assert await chain.ask(which, {"visit": 2}) == (200, {"result": "MARKERS_HELD"})
    first, second = (hop.caller for hop in chain.gate.behind.hops)
    for name in ("org_id", "client_id", "actor", "agreement_id", "agreement_version"):
        assert getattr(second, name) == getattr(first, name)
    assert second.areas == first.areas == {"E07000114"}
    assert second.audiences == first.audiences == {"WARDENS"}
    assert second.case_reference == "VISIT/1"
    assert second.request_id != first.request_id
    assert chain.gate.entries("intent")[1].body["via"] == SERVICE
    assert chain.gate.entries("outcome")[1].body["fields_withheld"] == ["control_measures"]


@pytest.mark.parametrize("which", ["a request", "a job"])
async def test_an_idempotent_question_carries_its_key_and_asks_no_more_than_it_may(
    chain: Chain, which: str
) -> None:
    await chain.ask(which, {"visit": 2})
    await chain.ask(which, {"visit": 2})
    await chain.ask(which, {"visit": 3})
    _, one, again, other = chain.gate.behind.hops
    assert {hop.idempotency_key for hop in (one, again, other)} == {KEY}
    assert one.idempotency_fingerprint == again.idempotency_fingerprint
    assert one.idempotency_fingerprint != other.idempotency_fingerprint
    assert one.caller.people_limit == 1


async def test_a_key_that_no_partner_could_use_is_refused_to_the_house_too(chain: Chain) -> None:
    keys = ("short", "with space", "x" * 65)
    refusals = [await chain.ask("a request", key=key) for key in keys]
    assert [code_of(*one) for one in refusals] == [(400, "IDEMPOTENCY_KEY_INVALID")] * len(keys)
    assert len(chain.gate.behind.hops) == 1
    denied = chain.gate.entries("denied")
    assert [one.body["decision"] for one in denied] == ["IDEMPOTENCY_KEY_INVALID"] * len(keys)


@pytest.mark.parametrize(
    ("script", "status", "code"),
    [
        (Script(raw=b"{}"), 502, "BAD_UPSTREAM"),
        (Script(body=a_screening(address=SECRET), cut=5), 502, "BAD_UPSTREAM"),
        (Script(body=a_screening(), facts=(a_fact("one", "two"),)), 502, "BAD_UPSTREAM"),
        (Script(body=a_screening(), seconds=3.0), 504, "SERVICE_TIMEOUT"),
    ],
)
async def test_a_service_that_answers_badly_gives_the_house_nothing(
    chain: Chain, script: Script, status: int, code: str
) -> None:
    chain.gate.behind.script = script
    answers = [await chain.ask(which) for which in ("a request", "a job")]
    assert [code_of(*one) for one in answers] == [(status, code)] * 2
    assert SECRET not in str(answers)


async def test_the_house_asks_with_as_little_as_a_partner(chain: Chain) -> None:
    answer = await chain.ask("a request", {"visit": "x" * 256 * 1024})
    assert code_of(*answer) == (413, "BODY_TOO_LARGE")
    assert len(chain.gate.behind.hops) == 1


async def test_without_the_log_nobody_is_asked(chain: Chain) -> None:
    await chain.gate.switch.off()
    answers = [await chain.ask(which) for which in ("a request", "a job")]
    assert [code_of(*one) for one in answers] == [(503, "AUDIT_UNAVAILABLE")] * 2
    assert len(chain.gate.behind.hops) == 1


async def test_what_only_a_person_may_do_a_machine_does_not_get_done_by_the_house(
    chain: Chain,
) -> None:
    chain.gate.behind.script = Script(body=a_screening())
    async with chain.gate.client(user=None) as machine:
        await machine.post(
            SCREENINGS, {"visit": 1}, case_reference="V/1", idempotency_key="key-00000002"
        )
    token = chain.gate.behind.headers[-1]["authorization"].removeprefix("Hop ")
    answer = await chain.house.call(
        HopAuthority(token), "POST", "/officer-safety/v1/markers/abc/approval"
    )
    assert code_of(answer.status, answer.body) == (403, "PERSON_REQUIRED")


async def test_a_job_is_refused_once_its_agreement_has_a_new_version(chain: Chain) -> None:
    signed = [
        {"organisation": "Thanet District Council", "name": "A. One", "signed": "2020-01-02"},
        {"organisation": KENT, "name": "B. Two", "signed": "2020-01-02"},
    ]
    newer = an_agreement(version=2, fields={APPROVE: ["*"], SCREEN: ["*"]}, signatures=signed)
    await chain.gate.load(chain.gate.the_register(newer))
    answers = [await chain.ask(which) for which in ("a request", "a job")]
    assert [code_of(*one) for one in answers] == [(401, "INVALID_TOKEN")] * 2
    assert len(chain.gate.behind.hops) == 1
