"""What the gate refuses, with which code, and that the log hears of it."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

import httpx
import pytest

from ppit_client import PartnerClient
from ppit_platform.hop import seal_hop
from ppit_platform.tokens import SharedKey, SigningKey
from tests.support.behind import SECRET, Script, a_screening
from tests.support.gate import APPROVE, ISSUER, SCREEN, SCREENINGS, GateHouse, an_agreement, refused
from tests.support.jws import HandKey, hmac_token
from tests.support.keys import signing_pem

VISIT: dict[str, object] = {"postcode": "CT9 1AA"}
CASE = {"Case-Reference": "VISIT/1"}


async def tried(
    house: GateHouse, token: str | None, path: str = f"{SCREENINGS}/abc", **headers: str
) -> httpx.Response:
    known = {} if token is None else {"Authorization": f"Bearer {token}"}
    async with house.http() as http:
        return await http.get(path, headers={**CASE, **known, **headers})


def code_of(answer: httpx.Response) -> str:
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["instance"] == f"urn:uuid:{answer.headers['x-request-id']}"
    return str(body["code"])


async def test_nobody_without_a_token_is_answered(standing: GateHouse) -> None:
    answer = await tried(standing, None)
    assert (answer.status_code, code_of(answer)) == (401, "UNAUTHENTICATED")
    challenge = answer.headers["www-authenticate"]
    assert "error" not in challenge
    assert f'resource_metadata="{ISSUER}/.well-known/oauth-protected-resource"' in challenge
    assert standing.behind.hops == []


def forged(house: GateHouse, good: str) -> dict[str, str]:
    """Return tokens that look like ``good`` and are not."""
    pem = signing_pem(house.settings.signing_key_dir)
    gate = SigningKey.from_pem(pem)
    payload = good.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    stranger = HandKey.new()
    return {
        "signed by another key": stranger.token(claims, typ="at+jwt", kid=gate.public.key_id),
        "alg none": HandKey(pem, gate).token(claims, typ="at+jwt", alg="none"),
        "another type": gate.sign(claims, typ="JWT"),
        "for another service": gate.sign({**claims, "aud": f"{ISSUER}/victims"}, typ="at+jwt"),
        "of another issuer": gate.sign({**claims, "iss": "http://other"}, typ="at+jwt"),
        "without a version": gate.sign({**claims, "dsa_ver": "1"}, typ="at+jwt"),
        "of no known purpose": gate.sign({**claims, "purpose": "CURIOSITY"}, typ="at+jwt"),
        "HS256 with the public key": hmac_token(
            json.dumps(gate.public.as_jwk()).encode(),
            {"alg": "HS256", "typ": "at+jwt", "kid": gate.public.key_id},
            claims,
        ),
        "another last character": good[:-1] + ("A" if good[-1] != "A" else "B"),
        "padded": good + "==",
        "not a token": "x",
    }


async def test_no_forged_token_is_answered(house: GateHouse) -> None:
    async with house.client() as phone:
        good = await phone.token()
    assert (await tried(house, good)).status_code == 200
    for kind, token in forged(house, good).items():
        answer = await tried(house, token)
        assert (answer.status_code, code_of(answer)) == (401, "INVALID_TOKEN"), kind
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]
    assert len(house.behind.hops) == 1


async def test_a_token_of_the_house_is_no_access_token(house: GateHouse) -> None:
    async with house.client() as phone:
        await phone.get(f"{SCREENINGS}/abc", case_reference="VISIT/1")
    (hop,) = house.behind.hops
    key = SharedKey.from_hex(
        "officer-safety", (house.settings.hop_key_dir / "officer-safety.key").read_text()
    )
    raw = seal_hop(replace(hop, expires=datetime.now(UTC) + timedelta(seconds=30)), key)
    answer = await tried(house, raw)
    assert (answer.status_code, code_of(answer)) == (401, "INVALID_TOKEN")


@pytest.mark.parametrize("case", ["x", "visit/1", "A" * 41, "A;B", "VISIT 1"])
async def test_a_case_reference_has_one_form(standing: GateHouse, case: str) -> None:
    async with standing.client() as phone:
        answer = await phone.get(f"{SCREENINGS}/abc", case_reference=case)
    assert refused(answer) == (400, "CASE_REF_INVALID")
    assert case not in json.dumps(answer.json)
    assert standing.behind.hops == []


async def test_a_request_without_a_case_is_refused_and_the_refusal_is_logged(
    house: GateHouse,
) -> None:
    async with house.client() as phone, house.http() as http:
        token = await phone.token()
        answer = await http.get(f"{SCREENINGS}/abc", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, code_of(answer)) == (403, "CASE_REF_REQUIRED")
    (denied,) = house.entries()
    assert (denied.kind, denied.key) == ("denied", answer.headers["x-request-id"])
    assert denied.body["decision"] == "CASE_REF_REQUIRED"
    assert denied.body["log_operation"] == "DENIED"
    assert denied.body["role"] == "WARDEN"
    assert house.sql("SELECT value FROM log.salt") == []


@pytest.mark.parametrize(
    ("key", "code"),
    [("", "IDEMPOTENCY_KEY_REQUIRED"), ("x", "IDEMPOTENCY_KEY_INVALID")],
)
async def test_a_question_that_counts_needs_an_idempotency_key(
    standing: GateHouse, key: str, code: str
) -> None:
    async with standing.client() as phone:
        answer = await phone.post(SCREENINGS, VISIT, case_reference="V/1", idempotency_key=key)
    assert refused(answer) == (400, code)


async def denied(house: GateHouse, client: PartnerClient, path: str) -> tuple[int, object]:
    async with client:
        answer = await client.post(path, {}, case_reference="V/1", idempotency_key="key-00000001")
    assert house.behind.hops == []
    status, code = refused(answer)
    (entry,) = house.entries("denied")
    assert entry.body["decision"] == code
    assert entry.body["legal_basis"] == an_agreement()["legal_basis"]
    assert "V/1" not in json.dumps(entry.body)
    assert house.sql("SELECT DISTINCT value FROM log.salt") == [("V/1",)]
    assert house.entries("intent") == []
    return status, code


async def test_a_scope_that_the_token_does_not_carry_is_refused(house: GateHouse) -> None:
    client = house.client("a-001", scope=SCREEN)
    path = "/officer-safety/v1/markers/m1/approval"
    assert await denied(house, client, path) == (403, "INSUFFICIENT_SCOPE")


async def test_a_machine_may_not_do_what_only_a_person_may(house: GateHouse) -> None:
    client = house.client(None, scope=APPROVE)
    path = "/officer-safety/v1/markers/m1/approval"
    assert await denied(house, client, path) == (403, "PERSON_REQUIRED")


async def test_an_operation_answers_only_the_purposes_it_declares(house: GateHouse) -> None:
    both = an_agreement(purposes=["OFFICER_SAFETY_VISIT", "AUDIT_SELF_MONITOR"])
    await house.load(house.the_register({**both, "version": 2}))
    client = house.client(purpose="AUDIT_SELF_MONITOR")
    assert await denied(house, client, SCREENINGS) == (403, "OPERATION_NOT_PERMITTED")


async def test_a_suspended_agreement_stops_the_next_request_with_a_live_token(
    house: GateHouse,
) -> None:
    async with house.client() as phone:
        assert (await phone.get(f"{SCREENINGS}/a", case_reference="V/1")).status == 200
        await house.load(house.the_register(suspended=["DSA-001"]))
        stopped = await phone.get(f"{SCREENINGS}/a", case_reference="V/1")
        await house.load(house.the_register())
        again = await phone.get(f"{SCREENINGS}/a", case_reference="V/1")
    assert refused(stopped) == (403, "DSA_SUSPENDED")
    assert again.status == 200


async def test_a_new_version_ends_the_tokens_of_the_old_one(house: GateHouse) -> None:
    async with house.client() as phone:
        old = await phone.token()
        await house.load(house.the_register(an_agreement(version=2)))
        answer = await tried(house, old)
        phone.forget_token()
        fresh = await phone.get(f"{SCREENINGS}/a", case_reference="V/1")
    assert (answer.status_code, code_of(answer)) == (401, "INVALID_TOKEN")
    assert fresh.status == 200


@pytest.mark.parametrize("section", ["users", "clients"])
async def test_whoever_is_suspended_is_stopped_with_a_live_token(
    house: GateHouse, section: str
) -> None:
    register = house.the_register()
    async with house.client() as phone:
        token = await phone.token()
        for one in cast("list[dict[str, object]]", register[section]):
            one["status"] = "SUSPENDED"
        await house.load(register)
        answer = await tried(house, token)
    assert (answer.status_code, code_of(answer)) == (401, "INVALID_TOKEN")
    assert house.behind.hops == []


@pytest.mark.parametrize(
    ("path", "method", "status", "code"),
    [
        ("/officer-safety/v1/unknown", "GET", 404, "NOT_FOUND"),
        ("/officer-safety/livez", "GET", 404, "NOT_FOUND"),
        ("/officer-safety/openapi.json", "GET", 404, "NOT_FOUND"),
        ("/officer-safety", "GET", 404, "NOT_FOUND"),
        ("/internal/v1/facts", "POST", 404, "NOT_FOUND"),
        ("/victims/v1/reports", "POST", 404, "NOT_FOUND"),
        (SCREENINGS, "GET", 405, "METHOD_NOT_ALLOWED"),
    ],
)
async def test_only_what_is_published_is_routed(
    standing: GateHouse, path: str, method: str, status: int, code: str
) -> None:
    async with standing.client() as phone, standing.http() as http:
        token = await phone.token()
        answer = await http.request(
            method, path, headers={**CASE, "Authorization": f"Bearer {token}"}
        )
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert standing.behind.hops == []
    if status == 405:
        assert answer.headers["allow"] == "POST"


async def test_a_body_is_json(standing: GateHouse) -> None:
    async with standing.client() as phone, standing.http() as http:
        headers = {
            **CASE,
            "Authorization": f"Bearer {await phone.token()}",
            "Idempotency-Key": "key-00000001",
        }
        kinds = ["text/plain", "application/xml", "application/json; charset=utf-16"]
        answers = [
            await http.post(SCREENINGS, content=b"{}", headers={**headers, "Content-Type": kind})
            for kind in kinds
        ]
        bare = await http.post(SCREENINGS, content=b"{}", headers=headers)
    assert [one.status_code for one in (*answers, bare)] == [415] * 4
    assert standing.behind.hops == []


async def test_a_body_above_256_kib_is_refused_before_it_is_read(standing: GateHouse) -> None:
    async with standing.client() as phone:
        big = {"padding": "x" * 256 * 1024}
        answer = await phone.post(
            SCREENINGS, big, case_reference="V/1", idempotency_key="key-00000001"
        )
    assert refused(answer) == (413, "BODY_TOO_LARGE")


async def test_no_refusal_repeats_what_was_sent(standing: GateHouse) -> None:
    standing.behind.script = Script(body=a_screening())
    async with standing.http() as http, standing.client() as phone:
        token = await phone.token()
        answers = [
            await http.get(f"{SCREENINGS}/x", headers={"Authorization": f"Bearer {SECRET}"}),
            await http.get(
                f"{SCREENINGS}/x",
                headers={"Authorization": f"Bearer {token}", "Case-Reference": SECRET},
            ),
            await http.post("/oauth2/token", data={"grant_type": SECRET}),
        ]
    assert [one.status_code for one in answers] == [401, 400, 400]
    assert all(SECRET not in one.text for one in answers)
