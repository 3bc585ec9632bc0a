"""A4, A5: tokens are bound to a key that is proved, with a nonce, and each proof counts once."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from ppit_gateway.app import Listener, create_app
from tests.support.gate import ISSUER, SCREEN, GateHouse, assertion, gate_house
from tests.support.jws import HandKey
from tests.support.postgres import Cluster
from tests.support.serving import served
from tests.support.token_requests import (
    DETAILS,
    TOKEN_URL,
    Prover,
    a_form,
    asked,
    bound,
    read,
    refusal,
    refused,
    without_sandbox,
)

PERSON = json.dumps([{**DETAILS, "user": {"id": "w-017"}}])


@pytest.fixture(scope="module")
async def strict(
    tmp_path_factory: pytest.TempPathFactory, cluster: Cluster
) -> AsyncGenerator[GateHouse]:
    """One gate whose client is of no sandbox."""
    database = cluster.migrated("ppit_gateway")
    async with gate_house(tmp_path_factory.mktemp("strict"), database) as running:
        await running.load(without_sandbox(running))
        yield running
    cluster.drop(database)


@pytest.fixture
async def prover(strict: GateHouse) -> Prover:
    """Lend a key that has been given its nonce."""
    prover = Prover()
    await prover.know_nonce(strict)
    return prover


async def test_a5_a_token_is_bound_to_the_key_that_was_proved(strict: GateHouse) -> None:
    prover = Prover()
    answer = await prover.ask(strict, a_form(strict, authorization_details=PERSON))
    body = answer.json()
    assert answer.status_code == 200
    assert (body["token_type"], body["scope"], body["expires_in"]) == ("DPoP", SCREEN, 300)
    assert "refresh_token" not in body
    claims = await read(strict, body["access_token"])
    assert claims.body["cnf"] == {"jkt": prover.key.public.point.thumbprint()}
    assert claims.expires - claims.issued == timedelta(seconds=300)
    assert set(claims.body) == {
        *("iss", "sub", "aud", "exp", "iat", "jti", "client_id", "scope", "cnf"),
        *("org", "user", "assurance", "dsa", "dsa_ver", "purpose"),
    }


async def test_a5_a_token_for_a_machine_names_nobody(strict: GateHouse, prover: Prover) -> None:
    body = (await prover.ask(strict, a_form(strict))).json()
    claims = await read(strict, body["access_token"])
    assert {"user", "assurance", "act"}.isdisjoint(claims.body)
    assert (claims.body["sub"], claims.body["client_id"]) == ("thanet-phones", "thanet-phones")


async def test_a4_a_client_without_a_proof_gets_no_token(strict: GateHouse) -> None:
    assert await refusal(strict, a_form(strict)) == (400, "invalid_dpop_proof")


async def test_a4_the_first_answer_names_the_nonce_and_uses_nothing_up(strict: GateHouse) -> None:
    prover, form = Prover(), a_form(strict)
    first = await asked(strict, form, DPoP=prover.proof())
    assert refused(first) == (400, "use_dpop_nonce")
    prover.nonce = first.headers["dpop-nonce"]
    again = await asked(strict, form, DPoP=prover.proof())
    assert again.status_code == 200
    assert again.headers["dpop-nonce"]


async def test_a4_a_nonce_of_another_client_or_of_nobody_is_asked_for_anew(
    strict: GateHouse, prover: Prover
) -> None:
    other = Prover(nonce=prover.nonce)
    answer = await asked(strict, a_form(strict), DPoP=other.proof())
    assert refused(answer) == (400, "use_dpop_nonce")
    assert answer.headers["dpop-nonce"] != prover.nonce
    made_up = await asked(strict, a_form(strict), DPoP=prover.proof(nonce="made-up"))
    assert refused(made_up) == (400, "use_dpop_nonce")


async def test_a4_a_nonce_holds_in_every_worker(
    strict: GateHouse, prover: Prover, tmp_path: Path
) -> None:
    other = tmp_path / "other.sock"
    worker = create_app(strict.settings, Listener.EXTERNAL, strict.catalogue)
    async with served(worker, other, lifespan=True):
        answer = await asked(strict, a_form(strict), socket=other, DPoP=prover.proof())
    assert bound(answer)


@pytest.mark.parametrize(
    "changes",
    [
        {"htm": "GET"},
        {"htm": None},
        {"htu": f"{ISSUER}/oauth2/revoke"},
        {"htu": "http://other.test/oauth2/token"},
        {"htu": None},
        {"iat": 1_600_000_000},
        {"iat": None},
        {"iat": "now"},
        {"jti": None},
        {"jti": ""},
        {"exp": 1_600_000_000},
        {"nonce": 7},
    ],
)
async def test_a4_a_proof_that_does_not_hold_gives_no_token(
    strict: GateHouse, prover: Prover, changes: Mapping[str, object]
) -> None:
    proof = prover.proof(**changes)
    assert await refusal(strict, a_form(strict), DPoP=proof) == (400, "invalid_dpop_proof")


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "JWT"},
        {"alg": "RS256"},
        {"alg": "none"},
        {"jwk": None},
        {"jwk": {"kty": "oct", "k": "AAAA"}},
        {"jwk": dict(HandKey.new().public.point.members())},
        {"jku": "http://127.0.0.1:1/keys"},
    ],
)
async def test_a4_a_proof_with_another_header_gives_no_token(
    strict: GateHouse, prover: Prover, header: Mapping[str, object]
) -> None:
    proof = prover.proof(header)
    assert await refusal(strict, a_form(strict), DPoP=proof) == (400, "invalid_dpop_proof")


@pytest.mark.parametrize("proof", ["text", "a.b.c", "", "x" * 9000])
async def test_a4_text_that_is_no_proof_gives_no_token(strict: GateHouse, proof: str) -> None:
    assert await refusal(strict, a_form(strict), DPoP=proof) == (400, "invalid_dpop_proof")


async def test_two_proofs_in_two_headers_are_refused(strict: GateHouse, prover: Prover) -> None:
    async with strict.http() as http:
        request = http.build_request("POST", "/oauth2/token", data=a_form(strict))
        proofs = [(b"DPoP", prover.proof().encode()) for _ in range(2)]
        request.headers = httpx.Headers([*request.headers.raw, *proofs])
        assert len(request.headers.get_list("dpop")) == 2
        answer = await http.send(request)
    assert refused(answer) == (400, "invalid_dpop_proof")


async def test_a_proof_counts_once_even_with_a_new_assertion(
    strict: GateHouse, prover: Prover, tmp_path: Path
) -> None:
    proof = prover.proof()
    assert (await asked(strict, a_form(strict), DPoP=proof)).status_code == 200
    assert await refusal(strict, a_form(strict), DPoP=proof) == (400, "invalid_dpop_proof")
    other = tmp_path / "other.sock"
    worker = create_app(strict.settings, Listener.EXTERNAL, strict.catalogue)
    async with served(worker, other, lifespan=True):
        answer = await asked(strict, a_form(strict), socket=other, DPoP=proof)
    assert refused(answer) == (400, "invalid_dpop_proof")


async def test_a3_of_a_hundred_uses_of_one_assertion_exactly_one_succeeds(
    strict: GateHouse, prover: Prover
) -> None:
    form = a_form(strict)
    async with strict.http() as http:
        answers = await asyncio.gather(
            *(
                http.post("/oauth2/token", data=form, headers={"DPoP": prover.proof()})
                for _ in range(100)
            )
        )
    assert sorted(one.status_code for one in answers) == [200] + [401] * 99


async def test_of_a_hundred_uses_of_one_proof_exactly_one_succeeds(
    strict: GateHouse, prover: Prover
) -> None:
    headers = {"DPoP": prover.proof()}
    async with strict.http() as http:
        answers = await asyncio.gather(
            *(http.post("/oauth2/token", data=a_form(strict), headers=headers) for _ in range(100))
        )
    assert sorted(one.status_code for one in answers) == [200] + [400] * 99


async def test_a3_an_assertion_is_used_up_across_a_restart(
    strict: GateHouse, prover: Prover, tmp_path: Path
) -> None:
    form, socket = a_form(strict), tmp_path / "again.sock"
    statuses: list[int] = []
    for _ in range(2):
        worker = create_app(strict.settings, Listener.EXTERNAL, strict.catalogue)
        async with served(worker, socket, lifespan=True):
            answer = await asked(strict, form, socket=socket, DPoP=prover.proof())
            statuses.append(answer.status_code)
    assert statuses == [200, 401]


@pytest.mark.parametrize("url", [TOKEN_URL.upper().replace("/OAUTH2/TOKEN", "/oauth2/token")])
async def test_another_spelling_of_our_address_holds(
    strict: GateHouse, prover: Prover, url: str
) -> None:
    answer = await asked(strict, a_form(strict), DPoP=prover.proof(htu=f"{url}?a=b"))
    assert bound(answer)


async def test_a_client_of_the_sandbox_may_do_without_and_is_bound_if_it_does_not(
    standing: GateHouse,
) -> None:
    bare = (await asked(standing, a_form(standing))).json()
    assert bare["token_type"] == "Bearer"  # noqa: S105  # a type, no secret
    assert "cnf" not in (await read(standing, bare["access_token"])).body
    prover = Prover()
    bound = (await prover.ask(standing, a_form(standing))).json()
    assert bound["token_type"] == "DPoP"  # noqa: S105  # a type, no secret
    assert "cnf" in (await read(standing, bound["access_token"])).body


async def test_who_does_not_prove_a_key_is_told_of_no_nonce(strict: GateHouse) -> None:
    form = a_form(strict, client_assertion=assertion(strict.key, aud="elsewhere"))
    answer = await asked(strict, form, DPoP=Prover().proof())
    assert refused(answer) == (401, "invalid_client")
    assert "dpop-nonce" not in answer.headers
