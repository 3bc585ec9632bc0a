"""Turns a permitted request into the one hop that a service will take."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf

from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from ppit_gateway.domain.listing import Form
from ppit_gateway.errors import ServiceUnavailable
from ppit_gateway.proxy.connection import ServiceRequest
from ppit_gateway.proxy.gate import Gate, Permitted
from ppit_platform import caller_claims
from ppit_platform.caller import Caller
from ppit_platform.deadline import TIME_LEFT, time_left
from ppit_platform.hop import HOP_LIFE, Hop, body_digest, seal_hop
from ppit_platform.ids import new_id
from ppit_platform.mandate import MANDATE_LIFE, Mandate, seal_mandate
from ppit_platform.spool import JSON, Spooled

_PASSED_ON_PER_SECOND = 8 * 1024 * 1024
_PROPAGATOR = TraceContextTextMapPropagator()


@dataclass(frozen=True, slots=True)
class Asked:
    """The request itself. ``target`` is the raw path with its query as the service sees it.

    ``started`` is when its time began to run, on the monotonic clock.
    """

    target: str
    content_type: str
    body: bytes | Spooled
    form: Form
    started: float
    seconds: float = inf
    """How long whoever asks will wait, where they said so: a service does, that is asked itself."""

    @property
    def sha256(self) -> str:
        return body_digest(self.body) if isinstance(self.body, bytes) else self.body.sha256

    @property
    def seconds_to_pass_on(self) -> float:
        """Say how much longer than a little JSON the body may take to the service."""
        return 0.0 if isinstance(self.body, bytes) else self.body.size / _PASSED_ON_PER_SECOND

    @property
    def sent_as(self) -> str | None:
        """Name the type that the service hears of: one spelling of each, whatever was sent."""
        if isinstance(self.body, Spooled):
            return self.body.content_type
        return JSON if self.body else None


def service_request(
    gate: Gate, permitted: Permitted, caller: Caller, asked: Asked, *, seconds: float
) -> ServiceRequest:
    """Seal the hop; no header of the client is passed on. ``seconds`` are left for the answer."""
    operation = permitted.operation
    key = gate.hop_keys.get(operation.service)
    if key is None:
        msg = "it has no hop key here"
        raise ServiceUnavailable(msg)
    said = caller_claims.as_json(caller)
    hop = Hop(
        caller=caller,
        audience=operation.service,
        method=operation.method,
        path=asked.target,
        body_sha256=asked.sha256,
        idempotency_key=permitted.idempotency_key,
        idempotency_fingerprint=_fingerprint(permitted, asked),
        mandate=_mandate(gate, permitted, caller),
        expires=datetime.now(UTC) + HOP_LIFE,
        origin=gate.origin.mark(operation.service, said),
        retention_days=permitted.allowed.agreement.retention_days,
    )
    headers = {
        "Authorization": f"Hop {seal_hop(hop, key, said)}",
        "X-Request-ID": str(caller.request_id),
        TIME_LEFT: time_left(seconds),
    }
    if asked.sent_as is not None:
        headers["Content-Type"] = asked.sent_as
    _PROPAGATOR.inject(headers)
    return ServiceRequest(operation.method, asked.target, headers, asked.body)


def _fingerprint(permitted: Permitted, asked: Asked) -> str | None:
    """Digest everything that makes a request the same request (draft-ietf-httpapi-idempotency).

    An answer kept under one version of an agreement may hold areas that the next has taken out, and
    only the service could tell; what one person did is not shown to another as if it were theirs.
    """
    if permitted.idempotency_key is None:
        return None
    authority = permitted.authority
    parts = (
        permitted.operation.method,
        asked.target,
        authority.org_id,
        authority.client_id,
        authority.user_id or "",
        permitted.purpose.value,
        authority.agreement_id,
        str(authority.agreement_version),
        asked.content_type,
        asked.sha256,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _mandate(gate: Gate, permitted: Permitted, caller: Caller) -> str | None:
    if permitted.idempotency_key is None:
        return None
    mandate = Mandate(
        mandate_id=new_id(),
        caller=caller,
        service=permitted.operation.service,
        people_limit=caller.people_limit,
        expires=datetime.now(UTC) + MANDATE_LIFE,
    )
    return seal_mandate(mandate, gate.mandate_key)


def public_headers(service: str, headers: Mapping[str, str]) -> dict[str, str]:
    """Keep the few headers of a service that a partner may see, with the paths as outside."""
    kept = {
        name: headers[name]
        for name in ("retry-after", "idempotency-replayed", "allow")
        if name in headers
    }
    if headers.get("location", "").startswith("/"):
        kept["location"] = f"/{service}{headers['location']}"
    if headers.get("link", "").startswith("</"):
        kept["link"] = headers["link"].replace("</", f"</{service}/")
    return kept
