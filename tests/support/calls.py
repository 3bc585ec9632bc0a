"""Calls a service as the gate does: a sealed hop for each request, an envelope for each answer."""

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import cast

import httpx
from fastapi import FastAPI

from ppit_platform.audit import ENVELOPE_TYPE, Envelope
from ppit_platform.caller import Actor, Caller
from ppit_platform.codes import ProcessingRegime, PurposeCode, Role
from ppit_platform.hop import HOP_LIFE, Hop, body_digest, seal_hop
from ppit_platform.ids import new_id
from ppit_platform.tokens import SharedKey


def a_caller(
    *,
    org_id: str = "kcc",
    purpose: PurposeCode = PurposeCode.OFFICER_SAFETY_VISIT,
    regime: ProcessingRegime = ProcessingRegime.UK_GDPR,
    scopes: frozenset[str] = frozenset({"notebook:write", "notebook:read"}),
    user_id: str | None = "w-017",
) -> Caller:
    """Build a caller; its request id is for one request and replaced for each."""
    return Caller(
        request_id=new_id(),
        org_id=org_id,
        client_id=f"{org_id}-client",
        actor=None if user_id is None else Actor(user_id, Role.WARDEN, "VOUCHED"),
        purpose=purpose,
        regime=regime,
        agreement_id="DSA-001",
        agreement_version=1,
        case_reference="CASE-1",
        scopes=scopes,
        areas=frozenset({"E07000105", "E07000106"}),
        audiences=frozenset({"WARDENS"}),
        people_limit=10,
    )


@dataclass(frozen=True, slots=True)
class Served:
    """What the gate would have in its hands."""

    status: int
    headers: httpx.Headers
    content_type: str
    facts: tuple[dict[str, object], ...]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        return cast("dict[str, object]", json.loads(self.body))


@dataclass(frozen=True, slots=True)
class ServiceCaller:
    """Stands where the gate stands, in front of one service running in this process."""

    http: httpx.AsyncClient
    service: str
    key: SharedKey
    caller: Caller = field(default_factory=a_caller)
    retention_days: int | None = None
    """What the agreement says of how long an answer may be held."""

    def by(self, caller: Caller) -> "ServiceCaller":
        return replace(self, caller=caller)

    async def post(
        self, path: str, body: object = None, *, key: str | None = None, mandate: str | None = None
    ) -> Served:
        raw = b"" if body is None else json.dumps(body).encode()
        return await self.raw("POST", path, raw, key=key, mandate=mandate)

    async def get(self, path: str) -> Served:
        return await self.raw("GET", path, b"")

    async def raw(
        self,
        method: str,
        path: str,
        body: bytes,
        *,
        content_type: str = "application/json",
        key: str | None = None,
        mandate: str | None = None,
    ) -> Served:
        hop = self.hop(method, path, body, key=key, mandate=mandate)
        return opened(await self.send(hop, body, content_type=content_type))

    def hop(
        self,
        method: str,
        path: str,
        body: bytes,
        *,
        key: str | None = None,
        mandate: str | None = None,
    ) -> Hop:
        fingerprint = sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()
        return Hop(
            caller=replace(self.caller, request_id=new_id()),
            audience=self.service,
            method=method,
            path=path,
            body_sha256=body_digest(body),
            idempotency_key=key,
            idempotency_fingerprint=None if key is None else fingerprint,
            mandate=mandate,
            expires=datetime.now(UTC) + HOP_LIFE,
            retention_days=self.retention_days,
        )

    async def send(
        self,
        hop: Hop,
        body: bytes,
        *,
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send the request that ``hop`` speaks of; ``headers`` replace what the gate would send."""
        sent = {**self.sealed(hop), "Content-Type": content_type, **(headers or {})}
        return await self.http.request(hop.method, hop.path, content=body, headers=sent)

    def sealed(self, hop: Hop) -> dict[str, str]:
        """Return the two headers by which a service knows the gate."""
        return {
            "Authorization": f"Hop {seal_hop(hop, self.key)}",
            "X-Request-ID": str(hop.caller.request_id),
        }


def opened(answer: httpx.Response) -> Served:
    """Open the envelope as the gate does; a response without one is an error here."""
    assert answer.headers["content-type"] == ENVELOPE_TYPE, answer.text
    envelope = Envelope.unpack(answer.content)
    return Served(
        answer.status_code, answer.headers, envelope.content_type, envelope.facts, envelope.body
    )


@asynccontextmanager
async def called_as_the_gate_does(
    app: FastAPI, service: str, key: SharedKey
) -> AsyncGenerator[ServiceCaller]:
    """Start ``app`` in this process and stand in front of it; stop it afterwards."""
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://service") as http,
    ):
        yield ServiceCaller(http, service, key)
