"""Asks the token service in a test's own words: forms, proofs, nonces, and what it answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import cast

import httpx

from ppit_client.proofs import ASSERTION_TYPE
from ppit_gateway.api.discovery import JWKS_PATH
from ppit_platform.ids import new_id
from ppit_platform.tokens import Claims, Expected, PublicKey, verify
from tests.support.gate import ISSUER, SCREEN, GateHouse, assertion
from tests.support.jws import HandKey

TOKEN_URL = f"{ISSUER}/oauth2/token"
ACCESS_TYPE = "at+jwt"
DETAILS: dict[str, object] = {
    "type": "ppit-disclosure",
    "agreement": "DSA-001",
    "purpose": "OFFICER_SAFETY_VISIT",
}


def a_form(house: GateHouse, **changes: str | None) -> dict[str, str]:
    """Return a good form, changed; None removes a parameter."""
    good: dict[str, str | None] = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": assertion(house.key),
        "scope": SCREEN,
        "authorization_details": json.dumps([DETAILS]),
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


def about(house: GateHouse, token: str, **changes: str | None) -> dict[str, str]:
    """Return a good form of the revocation or introspection endpoint."""
    good: dict[str, str | None] = {
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": assertion(house.key),
        "token": token,
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


async def asked(
    house: GateHouse,
    form: Mapping[str, str],
    path: str = "/oauth2/token",
    *,
    socket: Path | None = None,
    **headers: str,
) -> httpx.Response:
    """Send a form to the gate, or to another worker at ``socket``."""
    async with house.http(socket) as http:
        answer = await http.post(path, data=dict(form), headers=headers)
    assert answer.headers["cache-control"] == "no-store"
    return answer


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Return status and code of an error of RFC 6749 s.5.2, which has two members."""
    body = cast("dict[str, str]", answer.json())
    assert body.keys() == {"error", "error_description"}
    return answer.status_code, body["error"]


def bound(answer: httpx.Response) -> bool:
    """Say whether the answer is a token that is bound to a key."""
    told = answer.json().get("token_type"), answer.headers.get("dpop-nonce", "") != ""
    return answer.status_code == HTTPStatus.OK.value and told == ("DPoP", True)


async def refusal(
    house: GateHouse, form: Mapping[str, str], path: str = "/oauth2/token", **headers: str
) -> tuple[int, str]:
    return refused(await asked(house, form, path, socket=None, **headers))


@dataclass(slots=True)
class Prover:
    """A client's key for proofs, and the nonce that it was given last."""

    key: HandKey = field(default_factory=HandKey.new)
    nonce: str | None = None

    def proof(self, header: Mapping[str, object] | None = None, /, **changes: object) -> str:
        """Sign a good proof for the token endpoint, changed; None removes a name."""
        good: dict[str, object] = {
            "jti": str(new_id()),
            "htm": "POST",
            "htu": TOKEN_URL,
            "iat": int(datetime.now(UTC).timestamp()),
            "nonce": self.nonce,
        }
        claims = {name: value for name, value in (good | changes).items() if value is not None}
        jwk = dict(self.key.public.point.members())
        head = {"typ": "dpop+jwt", "kid": None, "jwk": jwk, **(header or {})}
        return self.key.token(claims, **head)

    async def ask(
        self, house: GateHouse, form: Mapping[str, str], *, socket: Path | None = None
    ) -> httpx.Response:
        """Ask with a new proof; once more with the nonce, if one is asked for."""
        answer = await asked(house, form, socket=socket, DPoP=self.proof())
        if answer.json().get("error") == "use_dpop_nonce":
            self.nonce = answer.headers["dpop-nonce"]
            answer = await asked(house, form, socket=socket, DPoP=self.proof())
        return answer

    async def know_nonce(self, house: GateHouse) -> None:
        """Be given a nonce, whatever became of the token."""
        answer = await asked(house, a_form(house), DPoP=self.proof())
        self.nonce = answer.headers["dpop-nonce"]


async def published(house: GateHouse, socket: Path | None = None) -> dict[str, PublicKey]:
    """Return the keys of the gate as any verifier reads them."""
    async with house.http(socket) as http:
        listed = (await http.get(JWKS_PATH)).json()["keys"]
    keys = [PublicKey.from_jwk(cast("dict[str, object]", jwk)) for jwk in listed]
    return {key.key_id: key for key in keys}


async def read(house: GateHouse, token: str, service: str = "officer-safety") -> Claims:
    """Verify an access token as a resource server would, by what the gate publishes."""
    types: frozenset[str | None] = frozenset({ACCESS_TYPE})
    expected = Expected(types, ISSUER, f"{ISSUER}/{service}", timedelta(seconds=300))
    return verify(token, keys=await published(house), expected=expected, now=datetime.now(UTC))


def without_sandbox(house: GateHouse, **changes: object) -> dict[str, object]:
    """Return the register with a client that must bind its tokens."""
    document = house.the_register(**changes)
    for client in cast("list[dict[str, object]]", document["clients"]):
        client["sandbox"] = False
    return document
