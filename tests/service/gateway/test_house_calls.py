"""What services may ask of the gate: on behalf of a request, of a job, and for themselves."""

import secrets
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from ppit_gateway.domain.house_calls import HouseRulesUnusable, read_house_rules
from ppit_gateway.proxy.origin import Origin
from ppit_platform import caller_claims
from ppit_platform.audit import AuditFact
from ppit_platform.caller import Caller
from ppit_platform.codes import LogOperation, ProcessingRegime, PurposeCode
from ppit_platform.hop import Hop, body_digest, read_hop, seal_hop
from ppit_platform.house import (
    GateUnavailable,
    HopAuthority,
    HouseClient,
    MandateAuthority,
    MandateEnded,
    open_house,
)
from ppit_platform.ids import new_id
from ppit_platform.mandate import Mandate, seal_mandate
from ppit_platform.outbox import Pending
from ppit_platform.tokens import SharedKey, SigningKey
from tests.support.behind import SECRET, SERVICE, Script, a_screening
from tests.support.gate import SCREENINGS, GateHouse, an_agreement, gate_house
from tests.support.postgres import Database

RULE: dict[str, object] = {
    "from_service": "victims",
    "from_purpose": "VICTIM_SAFEGUARD",
    "service": SERVICE,
    "method": "GET",
    "path": "/v1/screenings/{screening_id}",
    "purpose": "OFFICER_SAFETY_VISIT",
    "subject_classes": ["NOT_APPLICABLE"],
    "fields": ["result"],
}


@pytest.fixture
async def house(tmp_path: Path, gateway_database: Database) -> AsyncGenerator[GateHouse]:
    async with gate_house(tmp_path, gateway_database, house_calls=[RULE]) as running:
        both = ["OFFICER_SAFETY_VISIT", "VICTIM_SAFEGUARD"]
        await running.load(running.the_register(an_agreement(version=2, purposes=both)))
        yield running


@pytest.fixture
async def victims(house: GateHouse) -> AsyncGenerator[HouseClient]:
    async with open_house(str(house.internal), key_of(house, "victims")) as client:
        yield client


def key_of(house: GateHouse, service: str) -> SharedKey:
    return SharedKey.from_hex(service, (house.settings.hop_key_dir / f"{service}.key").read_text())


def a_caller(**changes: object) -> Caller:
    caller = Caller(
        request_id=new_id(),
        org_id="thanet",
        client_id="thanet-phones",
        actor=None,
        purpose=PurposeCode.VICTIM_SAFEGUARD,
        regime=ProcessingRegime.UK_GDPR,
        agreement_id="DSA-001",
        agreement_version=2,
        case_reference="VICTIM/1",
        scopes=frozenset({"victims:worklist"}),
        areas=frozenset({"E07000114"}),
        audiences=frozenset({"WARDENS"}),
        people_limit=3,
    )
    return replace(caller, **changes)  # pyright: ignore[reportArgumentType]


def a_hop(
    house: GateHouse, caller: Caller, service: str = "victims", *, secret: bytes | None = None
) -> HopAuthority:
    """Seal a hop as the gate does; with another ``secret``, as only its service could."""
    origin = Origin(secret or house.settings.mandate_key_file.read_bytes())
    hop = Hop(
        caller=caller,
        audience=service,
        method="GET",
        path="/v1/worklist",
        body_sha256=body_digest(b""),
        idempotency_key=None,
        idempotency_fingerprint=None,
        mandate=None,
        expires=datetime.now(UTC) + timedelta(seconds=30),
        origin=origin.seal(service, caller),
    )
    return HopAuthority(seal_hop(hop, key_of(house, service)))


def a_mandate(house: GateHouse, caller: Caller, service: str = "victims") -> str:
    mandate = Mandate(new_id(), caller, service, 3, datetime.now(UTC) + timedelta(hours=1))
    key = SigningKey.from_pem(house.settings.mandate_key_file.read_bytes())
    return seal_mandate(mandate, key)


async def test_a_service_asks_for_the_derived_purpose_and_gets_the_rules_fields_only(
    house: GateHouse, victims: HouseClient
) -> None:
    house.behind.script = Script(body=a_screening(address=SECRET))
    answer = await victims.call(a_hop(house, a_caller()), "GET", f"{SCREENINGS}/abc")
    assert (answer.status, answer.body) == (200, {"result": "MARKERS_HELD"})
    (hop,) = house.behind.hops
    assert hop.caller.purpose is PurposeCode.OFFICER_SAFETY_VISIT
    assert hop.caller.scopes == {"officer-safety:screen"}
    assert hop.caller.case_reference == "VICTIM/1"
    intent, outcome = house.entries("intent", "outcome")
    assert intent.body["via"] == "victims"
    assert intent.body["org_id"] == "thanet"
    assert outcome.body["fields_withheld"] == ["address", "control_measures"]
    assert house.people_today() == 1


@pytest.mark.parametrize(
    ("change", "path", "status", "code"),
    [
        ({"purpose": PurposeCode.OFFICER_SAFETY_VISIT}, "/abc", 403, "HOUSE_CALL_NOT_PERMITTED"),
        ({"agreement_version": 1}, "/abc", 401, "INVALID_TOKEN"),
        ({"agreement_id": "DSA-404"}, "/abc", 403, "DSA_NOT_FOUND"),
        ({"client_id": "nobody"}, "/abc", 401, "INVALID_TOKEN"),
        ({}, "/abc/def", 404, "NOT_FOUND"),
    ],
)
async def test_what_has_no_rule_or_no_agreement_is_refused(
    house: GateHouse,
    victims: HouseClient,
    change: dict[str, object],
    path: str,
    status: int,
    code: str,
) -> None:
    authority = a_hop(house, a_caller(**change))
    answer = await victims.call(authority, "GET", f"{SCREENINGS}{path}")
    body = cast("dict[str, object]", answer.body)
    assert (answer.status, body["code"]) == (status, code)
    assert house.behind.hops == []


async def test_the_rule_is_for_one_service_and_a_hop_says_whose_it_is(
    house: GateHouse, victims: HouseClient
) -> None:
    answer = await victims.call(a_hop(house, a_caller(), SERVICE), "GET", f"{SCREENINGS}/abc")
    assert answer.status == 403
    forged = HopAuthority(seal_forged(a_caller()))
    assert (await victims.call(forged, "GET", f"{SCREENINGS}/abc")).status == 401
    assert house.behind.hops == []


async def test_a_service_cannot_make_up_who_asks_or_widen_who_did(
    house: GateHouse, victims: HouseClient
) -> None:
    made_up = a_hop(house, a_caller(), secret=secrets.token_bytes(32))
    assert (await victims.call(made_up, "GET", f"{SCREENINGS}/abc")).status == 401
    narrow = a_caller(purpose=PurposeCode.OFFICER_SAFETY_VISIT)
    key = key_of(house, "victims")
    now = datetime.now(UTC)
    given = read_hop(a_hop(house, narrow).token, key=key, audience="victims", now=now)
    for wider in (
        replace(narrow, purpose=PurposeCode.VICTIM_SAFEGUARD),
        replace(narrow, purpose=PurposeCode.VICTIM_SAFEGUARD, org_id="dover"),
    ):
        widened = HopAuthority(seal_hop(replace(given, caller=wider), key))
        assert (await victims.call(widened, "GET", f"{SCREENINGS}/abc")).status == 401
    unmarked = HopAuthority(seal_hop(replace(given, caller=a_caller(), origin=None), key))
    assert (await victims.call(unmarked, "GET", f"{SCREENINGS}/abc")).status == 401
    assert house.behind.hops == []


def seal_forged(caller: Caller) -> str:
    key = SharedKey.from_hex("victims", secrets.token_hex(32))
    hop = Hop(
        caller,
        "victims",
        "GET",
        "/",
        "",
        None,
        None,
        None,
        datetime.now(UTC) + timedelta(seconds=30),
    )
    return seal_hop(hop, key)


async def test_a_job_asks_with_its_mandate_until_its_agreement_is_suspended(
    house: GateHouse, victims: HouseClient
) -> None:
    sealed = a_mandate(house, a_caller())
    answer = await victims.call(MandateAuthority(sealed), "GET", f"{SCREENINGS}/abc")
    assert answer.status == 200
    await victims.check_mandate(sealed)
    suspended = house.the_register(
        an_agreement(version=2, purposes=["OFFICER_SAFETY_VISIT", "VICTIM_SAFEGUARD"]),
        suspended=["DSA-001"],
    )
    await house.load(suspended)
    with pytest.raises(MandateEnded, match="DSA_SUSPENDED"):
        await victims.check_mandate(sealed)
    stopped = await victims.call(MandateAuthority(sealed), "GET", f"{SCREENINGS}/abc")
    assert stopped.status == 403


async def test_a_mandate_is_checked_for_the_service_that_holds_it(
    house: GateHouse, victims: HouseClient
) -> None:
    with pytest.raises(MandateEnded, match="MANDATE_OF_ANOTHER_SERVICE"):
        await victims.check_mandate(a_mandate(house, a_caller(), SERVICE))
    with pytest.raises(MandateEnded, match="MANDATE_ENDED"):
        await victims.check_mandate("not a mandate")


def pending(caller: Caller, fact: AuditFact, job: int | None = None) -> Pending:
    return Pending(
        fact.fact_id,
        None if job else caller.request_id,
        job,
        fact.as_json(),
        caller_claims.as_json(caller),
        datetime.now(UTC),
    )


async def test_pushed_facts_are_logged_once_however_often_they_are_pushed(
    house: GateHouse, victims: HouseClient
) -> None:
    facts = [AuditFact(LogOperation.DISCLOSURE, subjects_disclosed=(f"e1:{n}",)) for n in range(3)]
    pushed = [pending(a_caller(), fact, job=7) for fact in facts]
    first = await victims.log_facts(pushed[:2])
    again = await victims.log_facts(pushed)
    assert first == {fact.fact_id for fact in facts[:2]}
    assert again == {fact.fact_id for fact in facts}
    logged = house.entries("fact")
    assert {one.key for one in logged} == {str(fact.fact_id) for fact in facts}
    assert len(logged) == 3
    assert {one.body["job_id"] for one in logged} == {"7"}
    assert all("VICTIM/1" not in one.text for one in logged)


async def test_the_fact_of_a_request_that_the_gate_logged_is_not_logged_again(
    house: GateHouse,
) -> None:
    async with house.client() as phone:
        assert (await phone.get(f"{SCREENINGS}/abc", case_reference="V/1")).status == 200
    (hop,) = house.behind.hops
    (logged,) = house.entries("fact")
    fact = cast("dict[str, object]", logged.body["fact"])
    again = Pending(
        hop.caller.request_id,
        hop.caller.request_id,
        None,
        fact,
        caller_claims.as_json(hop.caller),
        datetime.now(UTC),
    )
    async with open_house(str(house.internal), key_of(house, SERVICE)) as client:
        assert {str(one) for one in await client.log_facts([again])} == {logged.key}
    assert len(house.entries("fact")) == 1


async def test_a_fact_that_contradicts_the_log_is_not_acknowledged(victims: HouseClient) -> None:
    fact = AuditFact(LogOperation.DISCLOSURE)
    await victims.log_facts([pending(a_caller(), fact)])
    other = replace(fact, operation=LogOperation.ERASURE)
    assert await victims.log_facts([pending(a_caller(), other)]) == frozenset()


def unreadable() -> list[Pending]:
    """Return facts that no log can hold, each for a reason of its own."""
    fact = AuditFact(LogOperation.DISCLOSURE)
    good = pending(a_caller(), fact)
    beyond = AuditFact(LogOperation.DISCLOSURE, counts={"markers": 2**60})
    endless = AuditFact(LogOperation.DISCLOSURE, fields=("x" * 300_000,))
    return [
        replace(good, fact={"name": SECRET}),
        replace(good, fact={**fact.as_json(), "operation": "GOSSIP"}),
        replace(good, caller={"org_id": "thanet"}),
        pending(a_caller(), beyond),
        pending(a_caller(), endless),
    ]


@pytest.mark.parametrize("which", range(5))
async def test_a_fact_that_no_log_can_hold_does_not_hold_up_its_neighbours(
    house: GateHouse, victims: HouseClient, which: int, caplog: pytest.LogCaptureFixture
) -> None:
    facts = [pending(a_caller(), AuditFact(LogOperation.DISCLOSURE)) for _ in range(2)]
    bad = unreadable()[which]
    logged = await victims.log_facts([facts[0], bad, facts[1]])
    assert logged == {fact.fact_id for fact in facts}
    assert {one.key for one in house.entries("fact")} == {str(fact.fact_id) for fact in facts}
    assert SECRET not in caplog.text
    assert [one for one in caplog.messages if one.startswith(("fact_unreadable", "fact_refused"))]


async def test_nobody_else_brings_facts(house: GateHouse) -> None:
    stranger = SharedKey.from_hex("victims", secrets.token_hex(32))
    async with open_house(str(house.internal), stranger) as client:
        with pytest.raises(GateUnavailable, match="401"):
            await client.log_facts([pending(a_caller(), AuditFact(LogOperation.DISCLOSURE))])
    assert house.entries("fact") == []


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "TRACE_CIVIL_DEBT"},
        {"path": "/v1/unknown"},
        {"service": "tracing"},
        {"extra": 1},
        {"fields": "*"},
        {"subject_classes": []},
        {"subject_classes": ["NOT_APPLICABLE", "VICTIM"]},
        {"fields": ["result", "nickname"]},
        {"fields": ["result", "reliability.graded.deeper"]},
        {"method": "POST", "path": "/v1/screenings", "fields": ["control_measures"]},
    ],
)
async def test_a_table_that_names_what_nobody_publishes_is_unusable(
    house: GateHouse, change: dict[str, object]
) -> None:
    routes = house.catalogue.routes()
    with pytest.raises(HouseRulesUnusable):
        read_house_rules([{**RULE, **change}], routes)
