"""FAPI 2.0 Security Profile Final, as its conformance suite asks it of a token endpoint.

One test for each module that applies to client credentials with ``private_key_jwt`` and DPoP, by
the module's name. What concerns resources is beside the tests of the resource side.
"""

import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from ppit_client import new_key_pair
from ppit_platform.tokens import key_id_of
from tests.support.gate import ISSUER, GateHouse, assertion, gate_house
from tests.support.jws import HandKey, base64url
from tests.support.postgres import Cluster
from tests.support.token_requests import (
    Prover,
    a_form,
    asked,
    bound,
    read,
    refusal,
    refused,
    without_sandbox,
)

UNPROVEN = (401, "invalid_client")
UNBOUND = (400, "invalid_dpop_proof")


@pytest.fixture(scope="module")
async def server(
    tmp_path_factory: pytest.TempPathFactory, cluster: Cluster
) -> AsyncGenerator[GateHouse]:
    """One authorisation server whose client is of no sandbox."""
    database = cluster.migrated("ppit_gateway")
    async with gate_house(tmp_path_factory.mktemp("fapi"), database) as running:
        await running.load(without_sandbox(running))
        yield running
    cluster.drop(database)


@pytest.fixture
async def prover(server: GateHouse) -> Prover:
    """Lend a key that has been given its nonce."""
    prover = Prover()
    await prover.know_nonce(server)
    return prover


async def answered(server: GateHouse, prover: Prover, **changes: str | None) -> httpx.Response:
    return await asked(server, a_form(server, **changes), DPoP=prover.proof())


async def with_assertion(
    server: GateHouse, prover: Prover, **claims: object
) -> tuple[int, str | None]:
    """Return status and error of a request whose assertion says something else."""
    changed = assertion(server.key, **claims)
    answer = await answered(server, prover, client_assertion=changed)
    return answer.status_code, answer.json().get("error")


async def test_happy_flow(server: GateHouse, prover: Prover) -> None:
    answer = await answered(server, prover)
    assert answer.status_code == 200
    claims = await read(server, answer.json()["access_token"])
    assert claims.body["cnf"] == {"jkt": prover.key.public.point.thumbprint()}


async def test_discovery_endpoint_verification(server: GateHouse) -> None:
    async with server.http() as http:
        told = (await http.get("/.well-known/oauth-authorization-server")).json()
        keys = (await http.get("/.well-known/jwks.json")).json()["keys"]
    assert told["issuer"] == ISSUER
    assert told["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert told["token_endpoint_auth_signing_alg_values_supported"] == ["ES256"]
    assert told["dpop_signing_alg_values_supported"] == ["ES256"]
    assert told["response_types_supported"] == []
    # A1: others, authorization_code among them, are refused: test_other_grants_do_not_exist.
    exchange = "urn:ietf:params:oauth:grant-type:token-exchange"
    assert told["grant_types_supported"] == ["client_credentials", exchange]
    assert {name for name in told if name.startswith(("authorization_end", "pushed_"))} == set()
    assert [(jwk["kty"], jwk["crv"], jwk["use"], jwk["alg"]) for jwk in keys] == [
        ("EC", "P-256", "sig", "ES256")
    ]
    assert {"d", "k", "p", "q"}.isdisjoint(*keys)


async def test_ensure_client_assertion_in_token_endpoint(server: GateHouse, prover: Prover) -> None:
    answer = await answered(server, prover, client_assertion=None, client_assertion_type=None)
    assert refused(answer) == UNPROVEN


async def test_ensure_client_assertion_with_exp_is_5_minutes_in_past_fails(
    server: GateHouse, prover: Prover
) -> None:
    past = {"iat": timedelta(minutes=-6), "exp": timedelta(minutes=-5)}
    assert await with_assertion(server, prover, **past) == UNPROVEN


async def test_ensure_client_assertion_with_no_sub_fails(server: GateHouse, prover: Prover) -> None:
    assert await with_assertion(server, prover, sub=None) == UNPROVEN


@pytest.mark.parametrize("audience", ["http://other.test", f"{ISSUER}/other", ""])
async def test_ensure_client_assertion_with_wrong_aud_fails(
    server: GateHouse, prover: Prover, audience: str
) -> None:
    assert await with_assertion(server, prover, aud=audience) == UNPROVEN


@pytest.mark.parametrize("audience", [[ISSUER], [ISSUER, "other"], f"{ISSUER}/oauth2/token"])
async def test_ensure_client_assertion_with_an_array_or_the_token_endpoint_as_aud_fails(
    server: GateHouse, prover: Prover, audience: object
) -> None:
    assert await with_assertion(server, prover, aud=audience) == UNPROVEN


@pytest.mark.parametrize("name", ["iat", "nbf"])
async def test_client_assertion_with_iat_or_nbf_8_seconds_ahead_succeeds(
    server: GateHouse, prover: Prover, name: str
) -> None:
    ahead = {name: timedelta(seconds=8)}
    assert await with_assertion(server, prover, **ahead) == (200, None)


@pytest.mark.parametrize("name", ["iat", "nbf"])
async def test_client_assertion_with_iat_or_nbf_60_seconds_ahead_fails(
    server: GateHouse, prover: Prover, name: str
) -> None:
    ahead = {name: timedelta(seconds=60), "exp": timedelta(seconds=120)}
    assert await with_assertion(server, prover, **ahead) == UNPROVEN


async def test_ensure_client_id_in_token_endpoint(server: GateHouse, prover: Prover) -> None:
    assert (await answered(server, prover, client_id="thanet-phones")).status_code == 200
    assert refused(await answered(server, prover, client_id="dover-grants")) == UNPROVEN


async def test_ensure_signed_client_assertion_with_rs256_fails(
    server: GateHouse, prover: Prover
) -> None:
    good = assertion(server.key)
    head = base64url(json.dumps({"alg": "RS256", "kid": key_id_of(good)}).encode())
    signature = base64url(b"\x01" * 256)
    changed = ".".join((head, good.split(".")[1], signature))
    answer = await answered(server, prover, client_assertion=changed)
    assert refused(answer) == UNPROVEN


async def test_ensure_client_assertion_of_another_key_fails(
    server: GateHouse, prover: Prover
) -> None:
    changed = assertion(new_key_pair())
    assert refused(await answered(server, prover, client_assertion=changed)) == UNPROVEN


async def test_ensure_holder_of_key_required(server: GateHouse) -> None:
    assert await refusal(server, a_form(server)) == UNBOUND


@pytest.mark.parametrize("seconds", [-10, 10])
async def test_ensure_dpop_proof_with_iat_10_seconds_before_or_after_succeeds(
    server: GateHouse, prover: Prover, seconds: int
) -> None:
    # Ahead by nine: a second may pass on the way.
    at = int(datetime.now(UTC).timestamp()) + min(seconds, 9)
    answer = await asked(server, a_form(server), DPoP=prover.proof(iat=at))
    assert bound(answer)


async def test_check_dpop_proof_nbf_exp(server: GateHouse, prover: Prover) -> None:
    now = int(datetime.now(UTC).timestamp())
    for changes in ({"exp": now - 300}, {"nbf": now + 300}):
        assert await refusal(server, a_form(server), DPoP=prover.proof(**changes)) == UNBOUND
    good = prover.proof(exp=now + 60, nbf=now)
    assert (await asked(server, a_form(server), DPoP=good)).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"jti": None},
        {"htm": None},
        {"htu": None},
        {"iat": None},
        {"htm": "GET"},
        {"htu": f"{ISSUER}/elsewhere"},
        {"iat": 1_600_000_000},
        {"iat": 4_000_000_000},
    ],
)
async def test_dpop_negative_tests_claims(
    server: GateHouse, prover: Prover, changes: dict[str, object]
) -> None:
    assert await refusal(server, a_form(server), DPoP=prover.proof(**changes)) == UNBOUND


@pytest.mark.parametrize(
    "header",
    [
        {"typ": None},
        {"typ": "JWT"},
        {"alg": None},
        {"alg": "none"},
        {"alg": "RS256"},
        {"jwk": None},
        {"jwk": {**HandKey.new().public.point.members(), "d": "AAAA"}},
        {"jwk": dict(HandKey.new().public.point.members())},
    ],
)
async def test_dpop_negative_tests_header(
    server: GateHouse, prover: Prover, header: dict[str, object]
) -> None:
    assert await refusal(server, a_form(server), DPoP=prover.proof(header)) == UNBOUND


async def test_dpop_negative_tests_jti_reuse(server: GateHouse, prover: Prover) -> None:
    first, second = prover.proof(jti="same"), prover.proof(jti="same")
    assert (await asked(server, a_form(server), DPoP=first)).status_code == 200
    assert await refusal(server, a_form(server), DPoP=second) == UNBOUND


@pytest.mark.parametrize("url", [f"{ISSUER}/oauth2/token?a=b", "HTTP://GATE.test:80/oauth2/token"])
async def test_dpop_positive_spellings_of_htu(server: GateHouse, prover: Prover, url: str) -> None:
    answer = await asked(server, a_form(server), DPoP=prover.proof(htu=url, extra="claim"))
    assert bound(answer)
