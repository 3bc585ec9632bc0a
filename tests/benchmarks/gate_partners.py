"""The partners of the gate's benchmark: a register of two, and a token for each."""

import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from ppit_client import KeyPair, new_key_pair
from ppit_platform.dpop import make_proof
from ppit_platform.tokens import SigningKey
from tests.benchmarks.gate_crowd import SHARE
from tests.support.gate import KENT, an_agreement

SCOPE = "officer-safety:screen"


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner with a key of its own; ``requests`` is what its agreement lets it ask."""

    org_id: str
    agreement_id: str
    requests: Mapping[str, object] | None
    pair: KeyPair

    @property
    def name(self) -> str:
        return f"{self.org_id.title()} District Council"

    def agreement(self) -> dict[str, object]:
        """Let it see everything, and more people than anybody has."""
        usual = an_agreement(scopes=[SCOPE], fields={SCOPE: ["*"]}, people_per_day=100_000_000)
        signed = [
            {"organisation": organisation, "name": f"{organisation} signs", "signed": "2020-01-01"}
            for organisation in (self.name, KENT)
        ]
        own: dict[str, object] = {"agreement_id": self.agreement_id, "partner": self.org_id}
        limits = {} if self.requests is None else {"requests": self.requests}
        return {**usual, **own, **limits, "signatures": signed}

    def client(self) -> dict[str, object]:
        return {
            "client_id": f"{self.org_id}-phones",
            "org_id": self.org_id,
            "jwks": self.pair.jwks,
            "agreements": [self.agreement_id],
        }

    def user(self) -> dict[str, object]:
        return {"user_id": "w-017", "org_id": self.org_id, "role": "WARDEN"}


def the_partners() -> tuple[Partner, Partner]:
    """Return one that may ask as fast as it can, and one with a small share."""
    share = {"burst": {"q": SHARE, "w": 1}, "minute": {"q": 60 * SHARE, "w": 60}}
    return (
        Partner("thanet", "DSA-001", None, new_key_pair()),
        Partner("dover", "DSA-002", share, new_key_pair()),
    )


def the_register(partners: Sequence[Partner]) -> bytes:
    document = {
        "partners": [{"org_id": one.org_id, "name": one.name} for one in partners],
        "clients": [one.client() for one in partners],
        "users": [one.user() for one in partners],
        "agreements": [one.agreement() for one in partners],
    }
    return json.dumps(document).encode()


async def bound_token(issuer: str, partner: Partner) -> str:
    """Ask for a token as any partner does: with a proof, and then with the nonce it wants."""
    details = {
        "type": "ppit-disclosure",
        "agreement": partner.agreement_id,
        "purpose": "OFFICER_SAFETY_VISIT",
    }
    key, url = SigningKey.from_pem(partner.pair.private_pem), f"{issuer}/oauth2/token"
    nonce = None
    async with httpx.AsyncClient() as http:
        while True:
            form = {
                "grant_type": "client_credentials",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": assertion_for(issuer, partner, key),
                "scope": SCOPE,
                "authorization_details": json.dumps([{**details, "user": {"id": "w-017"}}]),
            }
            proof = make_proof(key, method="POST", url=url, now=datetime.now(UTC), nonce=nonce)
            answer = await http.post(url, data=form, headers={"DPoP": proof})
            if answer.is_success:
                return str(answer.json()["access_token"])
            assert nonce is None, answer.text
            nonce = answer.headers["dpop-nonce"]


def assertion_for(issuer: str, partner: Partner, key: SigningKey) -> str:
    now, client_id = int(time.time()), f"{partner.org_id}-phones"
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": issuer,
        "iat": now,
        "exp": now + 60,
        "jti": os.urandom(8).hex(),
    }
    return key.sign(claims, typ="JWT")
