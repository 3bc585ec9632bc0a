"""C: request limits are exact over all workers, said in each answer, and never a way to learn."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from ppit_client import Answer, PartnerClient
from ppit_gateway.app import Listener, create_app
from ppit_platform.dpop import access_token_hash_of
from tests.support.behind import Script, a_fact, a_screening
from tests.support.gate import (
    AS_IT_COMES,
    ISSUER,
    NO_TLS,
    SCREENINGS,
    GateHouse,
    an_agreement,
    body_of,
    gate_house,
    refused,
)
from tests.support.postgres import Database
from tests.support.serving import served
from tests.support.token_requests import Prover, a_form, without_sandbox
from tests.support.token_requests import asked as token_asked

LIMIT_TYPES = "https://iana.org/assignments/http-problem-types#"
VISIT = {"visit": "x"}


def limited(burst: int = 1000, minute: int = 1000, **changes: object) -> dict[str, object]:
    requests = {"burst": {"q": burst, "w": 1}, "minute": {"q": minute, "w": 60}}
    return an_agreement(version=2, requests=requests, **changes)


@pytest.fixture
async def house(tmp_path: Path, gateway_database: Database) -> AsyncGenerator[GateHouse]:
    """Give a gate with time enough for two hundred questions at once, asked by its own process."""
    async with gate_house(tmp_path, gateway_database, deadline_seconds=30.0) as running:
        yield running


@asynccontextmanager
async def worker(house: GateHouse, socket: Path) -> AsyncGenerator[httpx.AsyncHTTPTransport]:
    """Another worker of the same gate: nothing is shared but the database and the log."""
    app = create_app(house.settings, Listener.EXTERNAL, house.catalogue)
    async with served(app, socket, lifespan=True):
        yield httpx.AsyncHTTPTransport(uds=str(socket), verify=NO_TLS)


async def asked(phone: PartnerClient, times: int) -> list[Answer]:
    await phone.token()
    asking = (phone.get(f"{SCREENINGS}/s{n}", case_reference="V/1") for n in range(times))
    return list(await asyncio.gather(*asking))


async def test_c_of_two_hundred_at_once_exactly_four_pass(house: GateHouse) -> None:
    await house.load(house.the_register(limited(minute=4)))
    async with house.client() as phone:
        answers = await asked(phone, 200)
    assert Counter(one.status for one in answers) == {200: 4, 429: 196}
    assert len(house.behind.hops) == 4
    refusal = next(one for one in answers if one.status == 429)
    assert refused(refusal) == (429, "TOO_MANY_REQUESTS")
    assert body_of(refusal)["type"] == f"{LIMIT_TYPES}quota-exceeded"
    assert body_of(refusal)["violated-policies"] == ["minute"]
    assert 0 < int(refusal.headers["retry-after"]) <= 60


async def test_c_two_workers_let_no_more_pass_than_one(house: GateHouse, tmp_path: Path) -> None:
    await house.load(house.the_register(limited(minute=4)))
    async with worker(house, tmp_path / "second.sock") as transport, house.client() as one:
        other = PartnerClient(
            ISSUER,
            "thanet-phones",
            house.key.private_pem,
            "DSA-001",
            "OFFICER_SAFETY_VISIT",
            user="w-017",
            manners=AS_IT_COMES,
            transport=transport,
        )
        async with other:
            both = await asyncio.gather(asked(one, 12), asked(other, 12))
    assert Counter(answer.status for answers in both for answer in answers) == {200: 4, 429: 20}


async def test_c_each_answer_to_an_authenticated_caller_says_what_is_left(house: GateHouse) -> None:
    await house.load(house.the_register(limited(burst=20, minute=600)))
    async with house.client() as phone:
        first = await phone.get(f"{SCREENINGS}/s1", case_reference="V/1")
        second = await phone.get(f"{SCREENINGS}/s2", case_reference="V/1")
        lost = await phone.get("/officer-safety/v1/nowhere", case_reference="V/1")
        denied = await phone.get(f"{SCREENINGS}/s3", case_reference="x")
    assert first.headers["ratelimit-policy"] == '"burst";q=20;w=1, "minute";q=600;w=60'
    left = [one.headers["ratelimit"].partition('"minute";')[2] for one in (first, second, denied)]
    assert [one.partition(";")[0] for one in left] == ["r=599", "r=598", "r=597"]
    assert lost.status == 404
    assert '"minute";r=598' in lost.headers["ratelimit"]


async def test_c_persons_are_counted_apart_and_refusals_count(house: GateHouse) -> None:
    await house.load(house.the_register(limited(minute=3)))
    async with house.client("w-017") as one, house.client("a-001") as other:
        denied = [await one.get(f"{SCREENINGS}/s", case_reference="x") for _ in range(3)]
        refusal = await one.get(f"{SCREENINGS}/s", case_reference="V/1")
        allowed = await other.get(f"{SCREENINGS}/s", case_reference="V/1")
    assert {answer.headers["content-type"] for answer in denied} == {"application/problem+json"}
    assert refused(refusal) == (429, "TOO_MANY_REQUESTS")
    assert allowed.status == 200


async def test_c_whoever_waits_as_told_is_answered(house: GateHouse) -> None:
    await house.load(house.the_register(limited(burst=2)))
    async with house.client() as phone:
        answers = await asked(phone, 6)
        assert Counter(one.status for one in answers) == {200: 2, 429: 4}
        (wait,) = {one.headers["retry-after"] for one in answers if one.status == 429}
        assert wait == "1"
        await asyncio.sleep(1.0)  # as told
        assert (await phone.get(f"{SCREENINGS}/s", case_reference="V/1")).status == 200


async def test_c_a_curious_officer_is_stopped_and_it_is_in_the_log(house: GateHouse) -> None:
    await house.load(house.the_register(limited(people_per_user_hour=3)))

    async def looked_at(person: str, user: str | None = "w-017") -> Answer:
        house.behind.script = Script(body=a_screening(), facts=(a_fact(person),))
        async with house.client(user) as phone:
            return await phone.get(f"{SCREENINGS}/s", case_reference="V/1")

    statuses = [(await looked_at(name)).status for name in ("a", "b", "b", "a", "c")]
    refusal = await looked_at("d")
    assert statuses == [200] * 5
    assert refused(refusal) == (429, "ABNORMAL_USAGE")
    assert body_of(refusal)["type"] == f"{LIMIT_TYPES}abnormal-usage-detected"
    assert int(refusal.headers["retry-after"]) > 0
    assert [one.body["decision"] for one in house.entries("denied")] == ["ABNORMAL_USAGE"]
    assert (await looked_at("d", user="a-001")).status == 200
    # A machine looks at as many as its agreement lets be disclosed a day.
    assert [(await looked_at(name, user=None)).status for name in "abcdef"] == [200] * 6


async def test_c_what_was_asked_counts_on_after_the_log_has_been_started_again(
    house: GateHouse,
) -> None:
    await house.load(house.the_register(limited(minute=4)))
    async with house.client() as one, house.client("a-001") as other:
        before = [await one.get(f"{SCREENINGS}/s", case_reference="V/1") for _ in range(2)]
        denied = await one.get(f"{SCREENINGS}/s", case_reference="x")
        await house.switch.off()
        await house.switch.on()
        left = await one.get(f"{SCREENINGS}/s", case_reference="V/1")
        refusal = await one.get(f"{SCREENINGS}/s", case_reference="V/1")
        elsewhere = await other.get(f"{SCREENINGS}/s", case_reference="V/1")
    assert [answer.status for answer in (*before, denied, left)] == [200, 200, 400, 200]
    assert '"minute";r=0' in left.headers["ratelimit"]
    assert refused(refusal) == (429, "TOO_MANY_REQUESTS")
    assert '"minute";r=3' in elsewhere.headers["ratelimit"]


async def test_c_whom_an_officer_looked_at_counts_on_after_the_log_has_been_started_again(
    house: GateHouse,
) -> None:
    await house.load(house.the_register(limited(people_per_user_hour=3)))
    async with house.client() as curious, house.client("a-001") as other:
        for person in "abc":
            house.behind.script = Script(body=a_screening(), facts=(a_fact(person),))
            assert (await curious.get(f"{SCREENINGS}/s", case_reference="V/1")).status == 200
        await house.switch.off()
        await house.switch.on()
        house.behind.script = Script(body=a_screening(), facts=(a_fact("d"),))
        refusal = await curious.get(f"{SCREENINGS}/s", case_reference="V/1")
        elsewhere = await other.get(f"{SCREENINGS}/s", case_reference="V/1")
    assert refused(refusal) == (429, "ABNORMAL_USAGE")
    assert elsewhere.status == 200


async def test_c_an_agreement_that_is_at_its_limit_refuses_for_no_other(house: GateHouse) -> None:
    few = limited(minute=1)
    many = an_agreement(agreement_id="DSA-002")
    await house.load(house.the_register(few, many))
    async with house.client() as one, house.client(agreement="DSA-002") as other:
        first = await one.get(f"{SCREENINGS}/s", case_reference="V/1")
        second = await one.get(f"{SCREENINGS}/s", case_reference="V/1")
        elsewhere = await other.get(f"{SCREENINGS}/s", case_reference="V/1")
    assert [first.status, second.status, elsewhere.status] == [200, 429, 200]
    assert elsewhere.headers["ratelimit-policy"].startswith('"burst";q=100000')


async def test_c_whoever_must_wait_hears_it_before_their_proof_is_looked_at(
    house: GateHouse,
) -> None:
    await house.load(without_sandbox(house, agreements=[limited(minute=1)]))
    prover = Prover()
    await prover.know_nonce(house)
    granted = await token_asked(house, a_form(house), DPoP=prover.proof())
    token, path = granted.json()["access_token"], f"{SCREENINGS}/s"
    proof = prover.proof(
        htm="GET", htu=f"{ISSUER}{path}", nonce=None, ath=access_token_hash_of(token)
    )
    shown = {"Authorization": f"DPoP {token}", "Case-Reference": "V/1"}
    async with house.http() as http:
        first = await http.get(path, headers={**shown, "DPoP": proof})
        logged = len(house.entries())
        # Used before, and no proof at all: neither is worth the work, and neither passes.
        refusals = [await http.get(path, headers={**shown, "DPoP": one}) for one in (proof, "x")]
        unproved = await http.get(path, headers=shown)
    assert first.status_code == 200
    assert [(one.status_code, one.json()["code"]) for one in refusals] == [
        (429, "TOO_MANY_REQUESTS")
    ] * 2
    assert refusals[0].json()["violated-policies"] == ["minute"]
    assert 0 < int(refusals[0].headers["retry-after"]) <= 60
    assert '"minute";r=0' in refusals[0].headers["ratelimit"]
    assert (unproved.status_code, unproved.json()["code"]) == (401, "INVALID_DPOP_PROOF")
    assert (len(house.behind.hops), len(house.entries())) == (1, logged)
