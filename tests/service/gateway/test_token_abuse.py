"""The row "Token" of the abuse list, at the token endpoint and where tokens are shown (A2, A3)."""

import asyncio
import json
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from ppit_platform.tokens import SharedKey, SigningKey
from tests.support.gate import ISSUER, GateHouse
from tests.support.jws import HandKey, base64url, hmac_token
from tests.support.keys import signing_pem
from tests.support.partner_issuer import RsaKey, issuer_claims
from tests.support.token_requests import a_form, asked, refusal, refused

UNPROVEN = (401, "invalid_client")
SCREENING = "/officer-safety/v1/screenings/abc"


def said() -> dict[str, object]:
    now = int(datetime.now(UTC).timestamp())
    named = {"iss": "thanet-phones", "sub": "thanet-phones", "aud": ISSUER}
    return {**named, "iat": now, "exp": now + 60, "jti": base64url(now.to_bytes(8, "big"))}


def key_of(house: GateHouse) -> HandKey:
    return HandKey(house.key.private_pem, SigningKey.from_pem(house.key.private_pem))


async def tried(house: GateHouse, raw: str) -> tuple[int, str]:
    return await refusal(house, a_form(house, client_assertion=raw))


@pytest.mark.parametrize("alg", ["none", "None", "RS256", "PS256", "ES384", "EdDSA", "HS256"])
async def test_no_other_algorithm_proves_a_client(standing: GateHouse, alg: str) -> None:
    assert await tried(standing, key_of(standing).token(said(), alg=alg)) == UNPROVEN


@pytest.mark.parametrize(
    ("encoding", "form"),
    [
        (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        (Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        (Encoding.X962, PublicFormat.UncompressedPoint),
    ],
)
async def test_a_public_key_is_no_secret_that_hs256_could_share(
    standing: GateHouse, encoding: Encoding, form: PublicFormat
) -> None:
    private = load_pem_private_key(standing.key.private_pem, None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    secret = private.public_key().public_bytes(encoding, form)
    header = {"alg": "HS256", "typ": "JWT", "kid": key_of(standing).key_id}
    assert await tried(standing, hmac_token(secret, header, said())) == UNPROVEN


async def test_the_real_rs256_of_another_key_proves_nobody(standing: GateHouse) -> None:
    key = RsaKey(key_of(standing).key_id)
    assert await tried(standing, key.token(said())) == UNPROVEN


@pytest.mark.parametrize(
    "kid", ["../../etc/passwd", "'; DROP TABLE client_key; --", "k" * 5_000, "", 7, None, ["a"]]
)
async def test_a_key_id_is_looked_up_as_a_name_and_nothing_else(
    standing: GateHouse, kid: object
) -> None:
    assert await tried(standing, key_of(standing).token(said(), kid=kid)) == UNPROVEN


@pytest.mark.parametrize("name", ["jku", "x5u", "jwk", "x5c"])
async def test_no_token_says_where_its_key_is_and_nobody_goes_there(
    standing: GateHouse, name: str
) -> None:
    visits: list[int] = []

    def visited(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(1)
        writer.close()

    listening = await asyncio.start_server(visited, "127.0.0.1", 0)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        there = f"http://127.0.0.1:{port}/keys"
        value = {"jwk": key_of(standing).public.as_jwk(), "x5c": [there]}.get(name, there)
        raw = key_of(standing).token(said(), **{name: value})
        assert await tried(standing, raw) == UNPROVEN
    assert visits == []


@pytest.mark.parametrize("crit", [["exp"], ["b64"], [], "exp"])
async def test_nothing_is_critical_that_we_do_not_know(standing: GateHouse, crit: object) -> None:
    assert await tried(standing, key_of(standing).token(said(), crit=crit)) == UNPROVEN


@pytest.mark.parametrize("number", ["[1]", "Infinity", "NaN", "1e400", "true", "null", '"1"', "{}"])
@pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
async def test_a_time_that_is_no_time_is_401_and_never_500(
    standing: GateHouse, name: str, number: str
) -> None:
    key = key_of(standing)
    header = json.dumps({"alg": "ES256", "typ": "JWT", "kid": key.key_id}).encode()
    payload = json.dumps({**said(), name: "HERE"}).replace('"HERE"', number).encode()
    assert await tried(standing, key.raw(header, payload)) == UNPROVEN


async def test_a_header_nested_twenty_thousand_deep_is_401(standing: GateHouse) -> None:
    deep = b'{"alg":' + b"[" * 20_000 + b"]" * 20_000 + b"}"
    raw = f"{base64url(deep)}.{base64url(json.dumps(said()).encode())}.{base64url(b'x' * 64)}"
    # The form is larger than any that is read, and what fits into one nests no less.
    assert await tried(standing, raw) == (400, "invalid_request")
    fits = f"{base64url(b'[' * 3_000)}.{base64url(b'[' * 3_000)}.{base64url(b'x' * 64)}"
    assert await tried(standing, fits) == UNPROVEN


@pytest.mark.parametrize("name", ["scope", "client_id", "grant_type", "client_assertion"])
async def test_a_parameter_that_stands_twice_is_400(standing: GateHouse, name: str) -> None:
    form = {"client_id": "thanet-phones", **a_form(standing)}
    body = urlencode([*form.items(), (name, form[name])])
    async with standing.http() as http:
        answer = await http.post(
            "/oauth2/token",
            content=body.encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
    assert refused(answer) == (400, "invalid_request")


async def test_tokens_of_another_kind_are_no_access_tokens(scripted: GateHouse) -> None:
    good = (await asked(scripted, a_form(scripted))).json()["access_token"]
    gate = SigningKey.from_pem(signing_pem(scripted.settings.signing_key_dir))
    mandates = SigningKey.from_pem(scripted.settings.mandate_key_file.read_bytes())
    hops = (scripted.settings.hop_key_dir / "officer-safety.key").read_text()
    hop = SharedKey.from_hex("officer-safety", hops)
    now = int(datetime.now(UTC).timestamp())
    claims = {"iss": ISSUER, "aud": f"{ISSUER}/officer-safety", "iat": now, "exp": now + 30}
    others = {
        "an ID token": RsaKey("rsa-1").token(issuer_claims(ISSUER)),
        "an assertion": key_of(scripted).token(said()),
        "a hop": hop.sign({**claims, "jti": "a"}, typ="at+jwt"),
        "a mandate": mandates.sign({**claims, "jti": "a"}, typ="mandate+jwt"),
        "signed by us, of another kind": gate.sign({**claims, "jti": "a"}, typ="JWT"),
        "signed by us, and empty": gate.sign({**claims, "jti": "a"}, typ="at+jwt"),
    }
    async with scripted.http() as http:

        async def status(token: str) -> int:
            headers = {"Authorization": f"Bearer {token}", "Case-Reference": "ABC/1"}
            return (await http.get(SCREENING, headers=headers)).status_code

        statuses = {kind: await status(token) for kind, token in others.items()}
        assert await status(good) != 401
    assert statuses == dict.fromkeys(others, 401)
