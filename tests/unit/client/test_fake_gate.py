"""How a partner tests software of its own: with the fake gate, and either client."""

import json
from collections.abc import AsyncGenerator
from io import BytesIO

import httpx
import pytest

from ppit_client import (
    JSON_LINES,
    InConflict,
    Manners,
    NoAnswer,
    PartnerClient,
    RequestWrong,
    SyncPartnerClient,
    Terms,
    TokenRefused,
)
from ppit_client.fake import FakeAgreement, FakeClient, FakeGate, Said
from ppit_client.manners import USUAL
from ppit_client.signing import part

PATH = "/officer-safety/v1/screenings"
KEY = "key-00000001"
ANSWER = {"result": "NO_KNOWN_MARKERS"}


@pytest.fixture
def gate() -> FakeGate:
    gate = FakeGate()
    gate.says("POST", PATH, Said(ANSWER), Said({"result": "UNABLE_TO_SCREEN"}))
    gate.says("GET", f"{PATH}/s1", Said(ANSWER))
    return gate


@pytest.fixture
async def client(gate: FakeGate) -> AsyncGenerator[PartnerClient]:
    one = gate.client()
    async with PartnerClient(
        gate.issuer,
        one.client_id,
        one.key.private_pem,
        "DSA-001",
        "OFFICER_SAFETY_VISIT",
        user="w-017",
        transport=gate,
    ) as opened:
        yield opened


def plain(gate: FakeGate, manners: Manners = USUAL) -> SyncPartnerClient:
    one = gate.client()
    return SyncPartnerClient(
        gate.issuer,
        one.client_id,
        one.key.private_pem,
        "DSA-001",
        "OFFICER_SAFETY_VISIT",
        user="w-017",
        transport=gate,
        manners=manners,
    )


async def test_d_a_request_that_is_repeated_is_answered_once(
    gate: FakeGate, client: PartnerClient
) -> None:
    first = await client.post(PATH, {}, case_reference="VISIT/1", idempotency_key=KEY)
    again = await client.post(PATH, {}, case_reference="VISIT/1", idempotency_key=KEY)
    assert first.json == again.json == ANSWER
    assert (first.replayed, again.replayed) == (False, True)
    assert [one.headers["idempotency-key"] for one in gate.asked] == [KEY, KEY]


async def test_d_a_key_that_was_used_for_something_else_is_refused(client: PartnerClient) -> None:
    await client.post(PATH, {"a": 1}, case_reference="VISIT/1", idempotency_key=KEY)
    with pytest.raises(RequestWrong, match="IDEMPOTENCY_KEY_REUSED"):
        await client.post(PATH, {"a": 2}, case_reference="VISIT/1", idempotency_key=KEY)


def test_d_what_was_lost_after_it_was_done_is_asked_for_and_not_done_again(gate: FakeGate) -> None:
    gate.says("POST", PATH, Said(ANSWER, lost=True), Said({"result": "ANOTHER"}))
    with plain(gate) as client:
        answer = client.post(PATH, {}, case_reference="VISIT/1")
    assert answer.json == ANSWER
    assert answer.replayed


def test_j_a_gate_in_trouble_is_told_apart_from_one_that_refuses(gate: FakeGate) -> None:
    with plain(gate, manners=Manners(tries=1)) as client:
        client.get(f"{PATH}/s1", case_reference="VISIT/1")
        gate.troubled(Said(lost=True), Said({"code": "KEY_IN_FLIGHT"}, 409))
        with pytest.raises(NoAnswer) as lost:
            client.post(PATH, {}, case_reference="VISIT/1", idempotency_key=KEY)
        with pytest.raises(InConflict):
            client.post(PATH, {}, case_reference="VISIT/1")
    assert lost.value.idempotency_key == KEY
    assert len(gate.asked) == 1


def test_b2_an_old_nonce_costs_one_more_request_and_is_noticed_by_nobody(gate: FakeGate) -> None:
    with plain(gate) as client:
        client.get(f"{PATH}/s1", case_reference="VISIT/1")
        gate.renew_nonces()
        gate.arrived.clear()
        answer = client.get(f"{PATH}/s1", case_reference="VISIT/1")
    assert answer.json == ANSWER
    one, other = (part(request.headers["dpop"], 1)["nonce"] for request in gate.arrived)
    assert one != other


async def test_a_list_is_written_to_a_file_as_it_comes(
    gate: FakeGate, client: PartnerClient
) -> None:
    into, other = BytesIO(), BytesIO(b"before")
    other.seek(6)
    await client.get_file(f"{PATH}/s1", into, JSON_LINES, case_reference="VISIT/1")
    with plain(gate) as thread:
        answer = thread.get_file(f"{PATH}/s1", other, JSON_LINES, case_reference="VISIT/1")
    assert json.loads(into.getvalue()) == ANSWER
    assert other.getvalue() == b"before" + into.getvalue()
    assert answer.text == ""
    assert {one.headers["accept"] for one in gate.asked} == {JSON_LINES}


@pytest.mark.parametrize("size", [0, 5, 3 * 1024 * 1024])
async def test_a_file_arrives_whole_from_where_it_was_left(
    gate: FakeGate, client: PartnerClient, size: int
) -> None:
    for_one, for_other = (BytesIO(b"skip" + b"x" * size) for _ in range(2))
    for file in (for_one, for_other):
        file.seek(4)
    await client.post_file(PATH, for_one, JSON_LINES, case_reference="LIST/1")
    with plain(gate) as thread:
        thread.post_file(PATH, for_other, JSON_LINES, case_reference="LIST/1")
    assert [len(one.body) for one in gate.asked] == [size, size]
    assert {one.headers["content-length"] for one in gate.asked} == {str(size)}


async def test_a1_a_person_who_signed_in_has_a_token_of_their_own() -> None:
    machine = FakeClient(subject_tokens={"id-token-of-w-021": "w-021"})
    agreement = FakeAgreement(users=frozenset({"w-017", "w-021"}))
    gate = FakeGate(machine, agreements=[agreement])
    gate.says("GET", "/officer-safety/v1/me", Said({}))
    with plain(gate) as client:
        client.get("/officer-safety/v1/me", case_reference="VISIT/1")
        other = client.acting(client.terms.signed_in("id-token-of-w-021"))
        other.get("/officer-safety/v1/me", case_reference="VISIT/1")
        stranger = client.acting(client.terms.signed_in("no such token"))
        with pytest.raises(TokenRefused, match="invalid_request"):
            stranger.token()
    assert [one.grant.user for one in gate.asked] == ["w-017", "w-021"]


async def test_each_service_has_a_token_of_its_own_and_no_more_than_its_scopes() -> None:
    scopes = frozenset({"officer-safety:screen", "partners:read"})
    gate = FakeGate(agreements=[FakeAgreement(scopes=scopes)])
    gate.says("GET", f"{PATH}/s1", Said({}))
    gate.says("GET", "/partners/v1/me", Said({"client_id": "thanet-phones"}))
    with plain(gate) as client:
        named = "officer-safety:screen partners:read"
        both = client.acting(Terms("DSA-001", "OFFICER_SAFETY_VISIT", "w-017", named))
        both.get(f"{PATH}/s1", case_reference="VISIT/1")
        assert both.me(case_reference="VISIT/1").json == {"client_id": "thanet-phones"}
        both.get(f"{PATH}/s1", case_reference="VISIT/1")
    granted = [sorted(one.grant.scopes) for one in gate.asked]
    assert granted == [["officer-safety:screen"], ["partners:read"], ["officer-safety:screen"]]


def test_a_partner_whose_agreement_changes_goes_on_with_a_new_token(gate: FakeGate) -> None:
    with plain(gate) as client:
        client.get(f"{PATH}/s1", case_reference="VISIT/1")
        gate.change(FakeAgreement())
        client.get(f"{PATH}/s1", case_reference="VISIT/1")
    assert [one.grant.agreement.version for one in gate.asked] == [1, 2]


async def test_the_fake_is_a_transport_for_anything_that_speaks_httpx(gate: FakeGate) -> None:
    async with httpx.AsyncClient(transport=gate, base_url=gate.issuer) as http:
        answer = await http.get(PATH)
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")
