"""Asks the gate as one client, under one agreement, for one purpose, perhaps for one person."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from os import SEEK_END
from types import TracebackType
from typing import BinaryIO, Self, cast

import httpx

from ppit_platform.ids import new_id
from ppit_platform.spool import blocks, media_type
from ppit_platform.tokens import SigningKey

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TIMEOUT_SECONDS = 15.0
FILE_TIMEOUT_SECONDS = 30.0
"""For each block to leave, and for the answer when all have: a file is kept before it comes."""
_ASSERTION_LIFE = timedelta(seconds=60)
_RENEW_BEFORE = timedelta(seconds=20)


class TokenRefused(Exception):
    """The gate gave no token; ``error`` is a code of RFC 6749 s.5.2 or of a problem document."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description


@dataclass(frozen=True, slots=True)
class Answer:
    """Whatever the gate answered. ``json`` is None where there was no JSON body; ``text`` is a
    body as it came.
    """

    status: int
    json: object
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    renew_at: datetime


class PartnerClient:
    """One partner's machine. Use it as an async context manager, or call ``aclose``.

    ``key`` is the client's private key as PEM. Without ``scope`` the token has every scope that
    the agreement and the person's role grant. ``transport`` is for tests.
    """

    def __init__(  # noqa: PLR0913  # what a token is asked for; each once per client
        self,
        base_url: str,
        client_id: str,
        key: bytes,
        agreement: str,
        purpose: str,
        *,
        user: str | None = None,
        scope: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._issuer = base_url.rstrip("/")
        self._client_id = client_id
        self._key = SigningKey.from_pem(key)
        self._details: dict[str, object] = {
            "type": "ppit-disclosure",
            "agreement": agreement,
            "purpose": purpose,
            **({"user": {"id": user}} if user is not None else {}),
        }
        self._scope = scope
        self._token: _Token | None = None
        self._http = httpx.AsyncClient(
            base_url=self._issuer, transport=transport, timeout=TIMEOUT_SECONDS
        )

    async def post(
        self,
        path: str,
        json: Mapping[str, object],
        *,
        case_reference: str,
        idempotency_key: str | None = None,
    ) -> Answer:
        """Ask with a body. The same ``idempotency_key`` means the same request for 24 hours."""
        headers = await self._headers(case_reference, idempotency_key)
        return _answer(await self._http.post(path, json=json, headers=headers))

    async def post_file(
        self,
        path: str,
        file: BinaryIO,
        content_type: str,
        *,
        case_reference: str,
        idempotency_key: str | None = None,
    ) -> Answer:
        """Send what is left of ``file``, a block at a time: ``text/csv`` or
        ``application/x-ndjson``, up to 64 MiB.
        """
        headers = await self._headers(case_reference, idempotency_key)
        begins = file.tell()
        headers["Content-Type"] = content_type
        headers["Content-Length"] = str(file.seek(0, SEEK_END) - begins)
        file.seek(begins)
        sent = self._http.post(
            path, content=blocks(file), headers=headers, timeout=FILE_TIMEOUT_SECONDS
        )
        return _answer(await sent)

    async def get(self, path: str, *, case_reference: str, accept: str | None = None) -> Answer:
        """Read; a list comes as ``text`` where ``accept`` is a type of ``post_file``."""
        headers = await self._headers(case_reference)
        if accept is not None:
            headers["Accept"] = accept
        return _answer(await self._http.get(path, headers=headers))

    async def token(self) -> str:
        """Return an access token that is good for a while yet; raises ``TokenRefused``."""
        now = datetime.now(UTC)
        if self._token is None or now >= self._token.renew_at:
            self._token = await self._asked_for_token(now)
        return self._token.text

    def forget_token(self) -> None:
        """Ask for a new token next time, as after an agreement's new version (401)."""
        self._token = None

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def _headers(
        self, case_reference: str, idempotency_key: str | None = None
    ) -> dict[str, str]:
        key = {} if idempotency_key is None else {"Idempotency-Key": idempotency_key}
        return {
            "Authorization": f"Bearer {await self.token()}",
            "Case-Reference": case_reference,
            **key,
        }

    async def _asked_for_token(self, now: datetime) -> _Token:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._assertion(now),
            "authorization_details": json.dumps([self._details]),
        }
        if self._scope is not None:
            form["scope"] = self._scope
        response = await self._http.post("/oauth2/token", data=form)
        body = cast("dict[str, object]", response.json())
        if response.status_code != HTTPStatus.OK.value:
            error = body.get("error") or body.get("code")
            raise TokenRefused(str(error), str(body.get("error_description") or body.get("detail")))
        lasts = timedelta(seconds=cast("int", body["expires_in"]))
        return _Token(cast("str", body["access_token"]), now + lasts - _RENEW_BEFORE)

    def _assertion(self, now: datetime) -> str:
        issued = int(now.timestamp())
        return self._key.sign(
            {
                "iss": self._client_id,
                "sub": self._client_id,
                "aud": self._issuer,
                "iat": issued,
                "exp": issued + int(_ASSERTION_LIFE.total_seconds()),
                "jti": str(new_id()),
            },
            typ="client-authentication+jwt",
        )


def _answer(response: httpx.Response) -> Answer:
    kind = media_type(response.headers.get("content-type"))
    is_json = kind in {"application/json", "application/problem+json"} and response.content
    body = cast("object", response.json()) if is_json else None
    return Answer(response.status_code, body, dict(response.headers), response.text)
