"""Who gets a token, and the many who do not: FAPI 2.0 client authentication."""

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import httpx
import pytest

from ppit_client import TokenRefused, new_key_pair
from ppit_gateway.actions.count_failures import FailureCounter
from ppit_gateway.app import Listener, create_app
from ppit_gateway.log.client import LogClient
from ppit_platform.ids import new_id
from ppit_platform.tokens import PublicKey, SigningKey
from tests.support.gate import (
    APPROVE,
    ISSUER,
    SCREEN,
    GateHouse,
    an_agreement,
    assertion,
    gate_house,
)
from tests.support.jws import HandKey
from tests.support.postgres import Database
from tests.support.serving import served
from tests.support.token_requests import DETAILS, a_form, asked, read, refusal


async def test_a_client_that_proves_its_key_gets_one_purpose_under_one_agreement(
    standing: GateHouse,
) -> None:
    details = {**DETAILS, "user": {"id": "w-017"}}
    answer = await asked(standing, a_form(standing, authorization_details=json.dumps([details])))
    body = answer.json()
    assert answer.status_code == 200
    assert body["token_type"] == "Bearer"  # noqa: S105  # a type, no secret
    assert body["expires_in"] <= 300
    assert body["scope"] == SCREEN
    assert body["authorization_details"] == [details]
    assert "refresh_token" not in body
    claims = await read(standing, body["access_token"])
    told = {name: claims.body[name] for name in ("sub", "client_id", "org", "user", "assurance")}
    assert told == {
        "sub": "thanet-phones",
        "client_id": "thanet-phones",
        "org": "thanet",
        "user": "w-017",
        "assurance": "partner-vouched",
    }
    assert (claims.body["dsa"], claims.body["dsa_ver"]) == ("DSA-001", 1)
    assert claims.body["purpose"] == "OFFICER_SAFETY_VISIT"


@pytest.mark.parametrize(
    "grant", ["password", "implicit", "authorization_code", "refresh_token", ""]
)
async def test_other_grants_do_not_exist(standing: GateHouse, grant: str) -> None:
    assert await refusal(standing, a_form(standing, grant_type=grant)) == (
        400,
        "unsupported_grant_type",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"grant_type": None}, (400, "invalid_request")),
        ({"client_assertion": None}, (401, "invalid_client")),
        ({"client_assertion_type": None}, (401, "invalid_client")),
        ({"client_assertion_type": "urn:other"}, (401, "invalid_client")),
        ({"client_assertion": "not.a.jwt"}, (401, "invalid_client")),
        ({"client_assertion": "a" * 9000}, (401, "invalid_client")),
        ({"client_id": "dover-grants"}, (401, "invalid_client")),
        ({"client_secret": "s3cret"}, (401, "invalid_client")),
        ({"unknown": "x"}, (400, "invalid_request")),
        ({"scope": "officer-safety:review"}, (400, "invalid_scope")),
        ({"scope": f"{SCREEN} victims:read"}, (400, "invalid_scope")),
        ({"scope": f"{SCREEN}  {SCREEN}"}, (400, "invalid_scope")),
        ({"scope": "*"}, (400, "invalid_scope")),
        ({"authorization_details": None}, (400, "invalid_authorization_details")),
        ({"authorization_details": "[]"}, (400, "invalid_authorization_details")),
        ({"authorization_details": "{}"}, (400, "invalid_authorization_details")),
        ({"authorization_details": "[" * 4000}, (400, "invalid_authorization_details")),
        ({"authorization_details": "[" * 9000}, (400, "invalid_request")),
        (
            {"authorization_details": json.dumps([DETAILS, DETAILS])},
            (400, "invalid_authorization_details"),
        ),
    ],
)
async def test_a_form_that_asks_wrongly_is_refused(
    standing: GateHouse, changes: dict[str, str | None], expected: tuple[int, str]
) -> None:
    assert await refusal(standing, a_form(standing, **changes)) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "other"},
        {"agreement": "DSA-404"},
        {"purpose": "TRACE_CIVIL_DEBT"},
        {"purpose": "CURIOSITY"},
        {"user": {"id": "nobody"}},
        {"user": {"id": "w-017", "role": "APPROVER"}},
        {"user": "w-017"},
        {"areas": ["E07000108"]},
    ],
)
async def test_what_the_agreement_does_not_cover_is_not_granted(
    standing: GateHouse, changes: dict[str, object]
) -> None:
    form = a_form(standing, authorization_details=json.dumps([{**DETAILS, **changes}]))
    assert await refusal(standing, form) == (400, "invalid_authorization_details")


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": [ISSUER]},
        {"aud": f"{ISSUER}/oauth2/token"},
        {"aud": None},
        {"sub": None},
        {"sub": "dover-grants"},
        {"iss": "dover-grants"},
        {"jti": None},
        {"exp": None},
        {"exp": [1]},
        {"exp": True},
        {"exp": int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())},
        {"exp": timedelta(hours=1)},
        {"iat": timedelta(minutes=2), "exp": timedelta(minutes=4)},
        {"nbf": timedelta(minutes=2), "exp": timedelta(minutes=4)},
    ],
)
async def test_an_assertion_that_is_not_exactly_right_is_refused(
    standing: GateHouse, claims: dict[str, object]
) -> None:
    form = a_form(standing, client_assertion=assertion(standing.key, **claims))
    assert await refusal(standing, form) == (401, "invalid_client")


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "RS256"},
        {"alg": "none"},
        {"alg": "HS256"},
        {"kid": "../../etc/passwd"},
        {"kid": "'; DROP TABLE client; --"},
        {"kid": None},
        {"jku": "http://127.0.0.1:1/keys"},
        {"crit": ["exp"]},
    ],
)
async def test_an_assertion_with_another_header_is_refused(
    standing: GateHouse, header: dict[str, object]
) -> None:
    key = HandKey(standing.key.private_pem, SigningKey.from_pem(standing.key.private_pem))
    now = int(datetime.now(UTC).timestamp())
    claims = {"iss": "thanet-phones", "sub": "thanet-phones", "aud": ISSUER, "jti": "x"}
    raw = key.token({**claims, "iat": now, "exp": now + 60}, **header)
    assert await refusal(standing, a_form(standing, client_assertion=raw)) == (
        401,
        "invalid_client",
    )


async def test_a_key_that_nobody_registered_proves_nothing(standing: GateHouse) -> None:
    form = a_form(standing, client_assertion=assertion(new_key_pair()))
    assert await refusal(standing, form) == (401, "invalid_client")


async def test_basic_credentials_are_refused(standing: GateHouse) -> None:
    answer = await refusal(standing, a_form(standing), Authorization="Basic dGhhbmV0OnNlY3JldA==")
    assert answer == (401, "invalid_client")


async def test_of_many_uses_of_one_assertion_exactly_one_succeeds(
    standing: GateHouse,
) -> None:
    form = a_form(standing)
    answers = await asyncio.gather(*(asked(standing, form) for _ in range(20)))
    assert sorted(one.status_code for one in answers) == [200] + [401] * 19


async def test_an_assertion_is_used_up_for_every_other_worker_too(
    standing: GateHouse, tmp_path: Path
) -> None:
    form = a_form(standing)
    assert (await asked(standing, form)).status_code == 200
    other = tmp_path / "other.sock"
    worker = create_app(standing.settings, Listener.EXTERNAL, standing.catalogue)
    async with served(worker, other, lifespan=True), standing.http(other) as http:
        answer = await http.post("/oauth2/token", data=form)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_a_parameter_that_stands_twice_is_refused(standing: GateHouse) -> None:
    pairs = httpx.QueryParams([*a_form(standing).items(), ("scope", SCREEN)])
    async with standing.http() as http:
        answer = await http.post(
            "/oauth2/token",
            content=str(pairs).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_a_token_request_is_a_form(standing: GateHouse) -> None:
    async with standing.http() as http:
        answer = await http.post("/oauth2/token", json=a_form(standing))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_a_client_outside_the_sandbox_is_told_that_it_needs_dpop(house: GateHouse) -> None:
    register = house.the_register()
    cast("list[dict[str, object]]", register["clients"])[0]["sandbox"] = False
    await house.load(register)
    answer = await asked(house, a_form(house))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_dpop_proof")
    assert "DPoP" in answer.json()["error_description"]


async def test_a_person_gets_no_more_than_their_role_allows(standing: GateHouse) -> None:
    async with standing.client(scope=f"{SCREEN} {APPROVE}") as warden:
        with pytest.raises(TokenRefused, match="invalid_scope"):
            await warden.token()
    async with standing.client("a-001", scope=f"{SCREEN} {APPROVE}") as approver:
        assert await approver.token()


async def test_a_partner_that_may_not_vouch_gets_no_token_for_a_person(house: GateHouse) -> None:
    await house.load(house.the_register(an_agreement(version=2, vouches_for_users=False)))
    async with house.client() as phone:
        with pytest.raises(TokenRefused, match="USER_NOT_VOUCHED"):
            await phone.token()
    async with house.client(None) as machine:
        assert await machine.token()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends": "2021-01-01"}, "DSA_EXPIRED"),
        ({"starts": "2089-01-01"}, "DSA_EXPIRED"),
        ({"partner": "dover"}, "DSA_NOT_FOUND"),
    ],
)
async def test_an_agreement_out_of_force_or_of_another_gives_no_token(
    house: GateHouse, changes: dict[str, object], code: str
) -> None:
    other = an_agreement(agreement_id="DSA-009", **changes)
    register = house.the_register(an_agreement(), other)
    await house.load(register)
    async with house.client(agreement="DSA-009") as phone:
        with pytest.raises(TokenRefused, match=code):
            await phone.token()


async def test_discovery_says_what_the_gate_does_and_its_keys_verify_its_tokens(
    standing: GateHouse,
) -> None:
    async with standing.http() as http, standing.client() as phone:
        server = (await http.get("/.well-known/oauth-authorization-server")).json()
        resource = (await http.get("/.well-known/oauth-protected-resource")).json()
        jwks = (await http.get("/.well-known/jwks.json")).json()
        token = await phone.token()
    assert server["issuer"] == ISSUER == resource["resource"]
    assert server["token_endpoint"] == f"{ISSUER}/oauth2/token"
    assert server["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert server["grant_types_supported"] == [
        "client_credentials",
        "urn:ietf:params:oauth:grant-type:token-exchange",
    ]
    for endpoint in ("revocation", "introspection"):
        assert server[f"{endpoint}_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert server["revocation_endpoint"] == f"{ISSUER}/oauth2/revoke"
    assert server["introspection_endpoint"] == f"{ISSUER}/oauth2/introspect"
    assert server["token_endpoint_auth_signing_alg_values_supported"] == ["ES256"]
    assert server["dpop_signing_alg_values_supported"] == ["ES256"]
    assert resource["dpop_signing_alg_values_supported"] == ["ES256"]
    assert resource["dpop_bound_access_tokens_required"] is True
    assert SCREEN in server["scopes_supported"]
    assert resource["authorization_servers"] == [ISSUER]
    (jwk,) = jwks["keys"]
    assert "d" not in jwk
    assert PublicKey.from_jwk(jwk).key_id == jwk["kid"]
    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", token)


async def test_failed_authentications_are_counted_in_the_log_not_listed(house: GateHouse) -> None:
    now = datetime.now(UTC)
    log = LogClient(house.log.config.socket)
    counter = FailureCounter(log, new_id())
    for client_id in ("thanet-phones", "thanet-phones", "thanet-phones", None):
        counter.note(client_id, now)
    await counter.tell(now)
    assert house.entries() == []
    await counter.tell(now + timedelta(minutes=1))
    await counter.tell(now + timedelta(minutes=2))
    await log.close()
    counted = {one.body["client_id"]: one.body["failures"] for one in house.entries()}
    assert counted == {"thanet-phones": 3, "unknown": 1}
    assert {one.kind for one in house.entries()} == {"auth-failures"}


async def test_the_gate_tells_its_failures_when_it_ends(
    tmp_path: Path, gateway_database: Database
) -> None:
    async with gate_house(tmp_path, gateway_database) as house:
        stale = assertion(house.key, exp=int(datetime(2020, 1, 1, tzinfo=UTC).timestamp()))
        for _ in range(3):
            await refusal(house, a_form(house, client_assertion=stale))
        assert house.entries() == []
    (counted,) = house.entries("auth-failures")
    assert (counted.body["client_id"], counted.body["failures"]) == ("thanet-phones", 3)
