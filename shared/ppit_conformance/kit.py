"""Sends token requests and calls as a check wants them, and reads what comes back."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import cast
from urllib.parse import urlencode

import httpx

from ppit_conformance.hand import Changes, Hand, Request
from ppit_conformance.target import Target

_ERROR = re.compile(r'\berror="([^"]*)"')
_FORM = "application/x-www-form-urlencoded"
_TOKEN_SECONDS = 120.0
_MOST_WAITS = 4
_LONGEST_WAIT = 120


class Unseen(Exception):
    """No answer, or none of the kind that a check needs: it could not be made."""


@dataclass(frozen=True, slots=True)
class Reply:
    """``error`` is of the OAuth body (RFC 6749 s.5.2) or of the challenge (RFC 6750 s.3)."""

    status: int
    error: str
    headers: Mapping[str, str]
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A token request, changed: None removes a field; ``proofs`` stand in for the good proof."""

    claims: Changes = field(default_factory=dict[str, object])
    header: Changes = field(default_factory=dict[str, object])
    fields: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    proof: Changes = field(default_factory=dict[str, object])
    proof_header: Changes = field(default_factory=dict[str, object])
    proofs: Sequence[str] | None = None
    assertion: str | None = None
    twice: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call of the resource, changed."""

    proof: Changes = field(default_factory=dict[str, object])
    proof_header: Changes = field(default_factory=dict[str, object])
    proofs: Sequence[str] | None = None
    scheme: str = "DPoP"
    by_stranger: bool = False
    url: str | None = None


class Kit:
    """One run. ``sleep`` waits so many seconds."""

    def __init__(
        self, target: Target, http: httpx.Client, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.target = target
        self.hand = Hand(target)
        self.nonce: str | None = None
        self._http = http
        self._sleep = sleep
        self._token: tuple[str, float] | None = None

    def token(self, form: Form | None = None) -> Reply:
        """Ask for a token; once more with the nonce, where one is asked for."""
        asked = form or Form()
        reply = self._token_once(asked)
        if reply.error == "use_dpop_nonce" and asked.proofs is None and "nonce" not in asked.proof:
            reply = self._token_once(asked)
        return reply

    def access_token(self) -> str:
        """Return a good token; ``Unseen`` if there is none to be had."""
        if self._token is None or time.monotonic() - self._token[1] > _TOKEN_SECONDS:
            reply = self.token()
            if reply.status != HTTPStatus.OK:
                msg = f"no token: {reply.status} {reply.error}"
                raise Unseen(msg)
            self._token = str(reply.body.get("access_token")), time.monotonic()
        return self._token[0]

    def call(self, call: Call | None = None) -> Reply:
        asked, token = call or Call(), self.access_token()
        proofs = (self.call_proof(asked),) if asked.proofs is None else asked.proofs
        headers = [("Authorization", f"{asked.scheme} {token}"), *(("DPoP", one) for one in proofs)]
        return self.get(asked.url or self.target.resource, headers)

    def call_proof(self, call: Call) -> str:
        request = Request(
            "GET",
            (call.url or self.target.resource).partition("?")[0],
            token=self.access_token(),
            by_stranger=call.by_stranger,
        )
        return self.hand.proof(request, call.proof, call.proof_header)

    def token_proof(self, form: Form | None = None) -> str:
        asked = form or Form()
        request = Request("POST", self.target.token_url, self.nonce)
        return self.hand.proof(request, asked.proof, asked.proof_header)

    def get(self, url: str, headers: Sequence[tuple[str, str]]) -> Reply:
        return self._sent(
            lambda: self._http.get(url, headers=[*self.target.headers.items(), *headers])
        )

    def _token_once(self, asked: Form) -> Reply:
        def send() -> httpx.Response:
            assertion = asked.assertion or self.hand.assertion(asked.claims, asked.header)
            good: dict[str, str | None] = {
                "grant_type": "client_credentials",
                **self.target.form,
                **self.hand.credentials(assertion),
            }
            fields = [
                (name, value)
                for name, value in {**good, **asked.fields}.items()
                if value is not None
            ]
            fields += [one for one in fields if one[0] == asked.twice]
            proofs = (self.token_proof(asked),) if asked.proofs is None else asked.proofs
            headers = [("Content-Type", _FORM), *asked.headers.items()]
            headers += [("DPoP", one) for one in proofs]
            return self._http.post(
                self.target.token_url, content=urlencode(fields).encode(), headers=headers
            )

        return self._sent(send)

    def _sent(self, send: Callable[[], httpx.Response]) -> Reply:
        """Send, and again where too many tries have failed (a check is not refused by that)."""
        for _ in range(_MOST_WAITS):
            try:
                response = send()
            except httpx.HTTPError as failure:
                msg = f"no answer: {type(failure).__name__}"
                raise Unseen(msg) from failure
            if response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                return self._read(response)
            self._sleep(_wait(response))
        msg = "told to wait again and again"
        raise Unseen(msg)

    def _read(self, response: httpx.Response) -> Reply:
        try:
            parsed = cast("object", response.json())
        except ValueError:
            parsed = None
        body = cast("dict[str, object]", parsed) if isinstance(parsed, dict) else {}
        challenge = _ERROR.search(response.headers.get("www-authenticate", ""))
        error = challenge[1] if challenge else str(body.get("error", ""))
        if str(response.url) == self.target.token_url:
            self.nonce = response.headers.get("dpop-nonce", self.nonce)
        return Reply(response.status_code, error, dict(response.headers), body)


def _wait(response: httpx.Response) -> float:
    said = response.headers.get("retry-after", "")
    return float(min(int(said), _LONGEST_WAIT)) if said.isascii() and said.isdigit() else 1.0
