"""The token and revocation endpoints of a fake gate."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import cast
from urllib.parse import parse_qsl

import httpx

from ppit_client.fake.proving import Proving
from ppit_client.fake.refusals import challenge, oauth
from ppit_client.fake.register import FakeAgreement, FakeClient, Grant
from ppit_client.token_desk import REVOCATION_PATH, TOKEN_PATH

_LIFE = 300
_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"


@dataclass(slots=True)
class FakeDesk:
    """``clock`` counts seconds, never back."""

    proving: Proving
    clock: Callable[[], float]
    clients: dict[str, FakeClient] = field(default_factory=dict[str, FakeClient])
    agreements: dict[str, FakeAgreement] = field(default_factory=dict[str, FakeAgreement])
    grants: dict[str, Grant] = field(default_factory=dict[str, Grant])

    def answer(self, request: httpx.Request) -> httpx.Response | None:
        """Answer a form; None for a path that is none of this desk's."""
        path = request.url.path
        if path not in {TOKEN_PATH, REVOCATION_PATH}:
            return None
        form = dict(parse_qsl(request.content.decode("ascii"), keep_blank_values=True))
        client = self.proving.client(form, self.clients)
        if path == REVOCATION_PATH:
            self.grants.pop(form.get("token", ""), None)
            return httpx.Response(200)
        return self._token(client, form, request.headers.get("dpop"))

    def holder(self, raw: str) -> Grant:
        """Return what a token stands for, as the register is now."""
        grant = self.grants.get(raw)
        agreement = self.agreements.get(grant.agreement.agreement_id) if grant else None
        if grant is None or self.clock() >= grant.expires or agreement != grant.agreement:
            raise challenge(401, "INVALID_TOKEN", "invalid_token")
        return grant

    def _token(
        self, client: FakeClient, form: Mapping[str, str], proof: str | None
    ) -> httpx.Response:
        if proof is None and not client.sandbox:
            raise oauth(400, "invalid_dpop_proof")
        url = f"{self.proving.issuer}{TOKEN_PATH}"
        key = None if proof is None else self.proving.bound(proof, url)
        grant = self._grant(client, form, key)
        raw = token_urlsafe(32)
        self.grants[raw] = grant
        said: dict[str, object] = {
            "access_token": raw,
            "token_type": "Bearer" if key is None else "DPoP",
            "expires_in": _LIFE,
            "scope": " ".join(sorted(grant.scopes)),
            "authorization_details": json.loads(form["authorization_details"]),
        }
        return httpx.Response(
            200, json=said, headers={} if key is None else {"dpop-nonce": self.proving.nonce(key)}
        )

    def _grant(self, client: FakeClient, form: Mapping[str, str], key: str | None) -> Grant:
        details = _details(form)
        agreement = self.agreements.get(str(details.get("agreement")))
        purpose, user = str(details.get("purpose")), _user(details)
        if form.get("grant_type") == _EXCHANGE:
            user = client.subject_tokens.get(form.get("subject_token", ""))
            if user is None:
                raise oauth(400, "invalid_request")
        if agreement is None or agreement.agreement_id not in client.agreements:
            raise oauth(400, "invalid_authorization_details")
        if purpose not in agreement.purposes or (user is not None and user not in agreement.users):
            raise oauth(400, "invalid_authorization_details")
        scopes = frozenset(form.get("scope", "").split()) or agreement.scopes
        services = {scope.partition(":")[0] for scope in scopes}
        if not scopes <= agreement.scopes or len(services) != 1:
            raise oauth(400, "invalid_scope")
        expires = self.clock() + _LIFE
        return Grant(client.client_id, agreement, purpose, user, scopes, key, expires)


def _details(form: Mapping[str, str]) -> Mapping[str, object]:
    try:
        (details,) = cast("list[dict[str, object]]", json.loads(form["authorization_details"]))
    except (KeyError, ValueError) as failure:
        raise oauth(400, "invalid_authorization_details") from failure
    return details


def _user(details: Mapping[str, object]) -> str | None:
    user = details.get("user")
    return str(cast("dict[str, object]", user).get("id")) if isinstance(user, dict) else None
