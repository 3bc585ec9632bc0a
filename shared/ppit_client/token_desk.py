"""Gets access tokens and gives them back: private_key_jwt, DPoP, exchange (RFC 8693, RFC 7009)."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import cast
from urllib.parse import urlencode

from ppit_client.answers import answer_of, members
from ppit_client.asking import Fetch, Lost, Received, Send, Talk, Terms, Want
from ppit_client.exchange import BEARER, BOUND, Exchange
from ppit_client.manners import Tries
from ppit_client.problems import NoAnswer, TokenRefused
from ppit_client.tokens import Token, Tokens

TOKEN_PATH = "/oauth2/token"  # noqa: S105  # a path, no secret
REVOCATION_PATH = "/oauth2/revoke"
_KIND = "token_type"
_FORM = "application/x-www-form-urlencoded"
_EXCHANGE_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange"
_ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105  # a name, no secret


class TokenDesk:
    """The tokens of one client, and how it asks for more."""

    def __init__(self, exchange: Exchange, tokens: Tokens) -> None:
        self._exchange = exchange
        self._tokens = tokens

    def token(self, want: Want) -> Talk[Token]:
        """Return the token that is held, or have one fetched."""
        held = self._tokens.find(want)
        return held or cast("Token", (yield Fetch(want)))

    def fetch(self, want: Want) -> Talk[Token]:
        """Ask the token endpoint, unless somebody else just did; raises ``TokenRefused``."""
        held = self._tokens.find(want)
        if held is not None:
            return held
        body = yield from self._asked(TOKEN_PATH, _grant(want))
        scheme = BOUND if self._exchange.manners.dpop else BEARER
        if str(body.get("token_type")).lower() != scheme.lower():
            # A token that anybody may use is not what was asked for (RFC 9449 s.5).
            msg = "the gate gave a token of another kind than was asked for"
            raise TokenRefused(_KIND, msg, HTTPStatus.OK)
        lasts = float(cast("int", body["expires_in"]))
        return self._tokens.keep(want, str(body["access_token"]), scheme, lasts)

    def revoke(self, terms: Terms) -> Talk[None]:
        """Have the gate take back every token that is held for ``terms``."""
        for token in self._tokens.take(terms):
            form = {"token": token.text, "token_type_hint": "access_token"}
            yield from self._asked(REVOCATION_PATH, form)

    def drop(self, want: Want, token: Token) -> None:
        self._tokens.drop(want, token)

    def forget(self, terms: Terms) -> None:
        self._tokens.take(terms)

    def _asked(self, path: str, form: Mapping[str, str]) -> Talk[Mapping[str, object]]:
        """Return what a success says; ``NoAnswer`` or ``TokenRefused`` for anything else."""
        tries = self._exchange.tries(repeatable=True)
        outcome = yield from self._exchange.until_answered(
            tries, lambda: self._posting(path, form, tries)
        )
        if isinstance(outcome, Lost):
            raise NoAnswer(None)
        body = members(answer_of(outcome.status, outcome.headers, outcome.content).json)
        if outcome.status != HTTPStatus.OK:
            raise _refusal(outcome, body)
        return body

    def _posting(self, path: str, form: Mapping[str, str], tries: Tries) -> Send:
        exchange = self._exchange
        headers = {"Content-Type": _FORM, "Accept": "application/json"}
        if exchange.manners.dpop and path == TOKEN_PATH:
            headers["DPoP"] = exchange.proof("POST", path)
        body = urlencode({**form, **exchange.identity.credentials()}).encode()
        stall = min(exchange.manners.stall_seconds, tries.left)
        return Send("POST", path, headers, body, None, tries.left, stall)


def want_at(terms: Terms, service: str, scope: str | None = None) -> Want:
    """Name the token for ``service``, which has its scopes only: a token is for one service.

    Where nobody names a scope the gate grants what the agreement has, and chooses the service.
    """
    if scope is None and terms.scope is not None:
        named = terms.scope.split()
        scope = " ".join(one for one in named if one.startswith(f"{service}:")) or terms.scope
    return Want(terms, service if scope else "", scope)


def _grant(want: Want) -> dict[str, str]:
    terms = want.terms
    details: dict[str, object] = {
        "type": "ppit-disclosure",
        "agreement": terms.agreement,
        "purpose": terms.purpose,
        **({"user": {"id": terms.user}} if terms.user is not None else {}),
    }
    form = {"grant_type": "client_credentials", "authorization_details": json.dumps([details])}
    if terms.subject_token is not None:
        form["grant_type"] = _EXCHANGE_TYPE
        form["subject_token"] = terms.subject_token
        form["subject_token_type"] = _ID_TOKEN
    if want.scope is not None:
        form["scope"] = want.scope
    return form


def _refusal(outcome: Received, body: Mapping[str, object]) -> TokenRefused:
    error = body.get("error") or body.get("code") or f"HTTP_{outcome.status}"
    described = body.get("error_description") or body.get("detail") or ""
    return TokenRefused(str(error), str(described), outcome.status)
