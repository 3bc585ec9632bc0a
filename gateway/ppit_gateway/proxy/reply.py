"""What leaves the gate: a status, a few headers of its own making, a whole body."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from starlette.types import Send

from ppit_gateway.errors import InsufficientScope, Unauthenticated
from ppit_platform.errors import ServiceError
from ppit_platform.problems import MEDIA_TYPE, problem_document

STANDARD: Mapping[str, str] = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "strict-transport-security": "max-age=63072000",
}
"""On every answer of the gate, whoever made it."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    content_type: str | None = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    async def send(self, send: Send, extra: Mapping[str, str]) -> None:
        named = {**STANDARD, **self.headers, **extra, "content-length": str(len(self.body))}
        if self.content_type is not None:
            named["content-type"] = self.content_type
        pairs = [(name.encode("ascii"), value.encode("ascii")) for name, value in named.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": pairs})
        await send({"type": "http.response.body", "body": self.body})


def problem(failure: ServiceError, request_id: UUID, *, resource: str) -> Reply:
    """Return a refusal as a problem document; ``resource`` is where the metadata of it stands."""
    members = cast("Mapping[str, object]", getattr(failure, "members", {}))
    document = {**problem_document(failure, request_id), **members}
    headers = {name.lower(): value for name, value in failure.headers.items()}
    challenge = _challenge(failure, resource)
    if challenge is not None:
        headers["www-authenticate"] = challenge
    return Reply(failure.status, json.dumps(document).encode(), MEDIA_TYPE, headers)


def _challenge(failure: ServiceError, resource: str) -> str | None:
    """Say how to authenticate (RFC 9449 s.7.1, RFC 9728 s.5.1); no error if nothing was tried."""
    metadata = f'algs="ES256", resource_metadata="{resource}"'
    if isinstance(failure, InsufficientScope):
        return f'DPoP error="insufficient_scope", scope="{failure.scope}", {metadata}'
    if not isinstance(failure, Unauthenticated):
        return None
    error = f'error="{failure.challenge}", ' if failure.challenge else ""
    return f"DPoP {error}{metadata}"
