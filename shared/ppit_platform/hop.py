"""Hop tokens: how the gate hands one decided request to one service, and to nobody else.

HS256 with one key per service, 30 seconds, bound to method, path and body (``gateway.md`` B6). On
the wire: ``Authorization: Hop <token>``.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ppit_platform import caller_claims
from ppit_platform.caller import Caller
from ppit_platform.tokens import Claims, Expected, InvalidToken, SharedKey, verify_shared

HOP_LIFE = timedelta(seconds=30)
HOP_ISSUER = "ppit-gate"
_TYPE = "hop+jwt"


@dataclass(frozen=True, slots=True)
class Hop:
    """One request, as the gate lets it through to ``audience``.

    ``path`` is the raw path with its query as the service receives it. ``mandate`` is the sealed
    mandate that the service may keep for a job it starts.
    """

    caller: Caller
    audience: str
    method: str
    path: str
    body_sha256: str
    idempotency_key: str | None
    idempotency_fingerprint: str | None
    mandate: str | None
    expires: datetime
    origin: str | None = None
    """The gate's own mark, by which it knows its hop again when a service shows it."""
    retention_days: int | None = None
    """How long the agreement lets an answer be held; None where it does not say."""


def body_digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def seal_hop(hop: Hop, key: SharedKey, said: Mapping[str, object] | None = None) -> str:
    """Return the token; ``said`` is its caller as JSON, where that was written before."""
    expires = int(hop.expires.timestamp())
    claims: dict[str, object] = {
        "iss": HOP_ISSUER,
        "aud": hop.audience,
        "iat": expires - int(HOP_LIFE.total_seconds()),
        "exp": expires,
        "jti": str(hop.caller.request_id),
        "caller": caller_claims.as_json(hop.caller) if said is None else said,
        "method": hop.method,
        "path": hop.path,
        "body_sha256": hop.body_sha256,
        "idempotency_key": hop.idempotency_key,
        "idempotency_fingerprint": hop.idempotency_fingerprint,
        "mandate": hop.mandate,
        "origin": hop.origin,
        "retention_days": hop.retention_days,
    }
    return key.sign(claims, typ=_TYPE)


def open_hop(
    raw: str, *, key: SharedKey, audience: str, method: str, path: str, now: datetime
) -> Hop:
    """Return the hop of this request; ``InvalidToken`` if it was sealed for another.

    What its body must be is said in it: whoever has read the body calls ``check_body``.
    """
    hop = read_hop(raw, key=key, audience=audience, now=now)
    if (hop.method, hop.path) != (method, path):
        msg = "sealed for another request"
        raise InvalidToken(msg)
    return hop


def check_body(hop: Hop, sha256: str) -> None:
    """Raise ``InvalidToken`` unless the hop was sealed for a body of this digest."""
    if not hmac.compare_digest(hop.body_sha256, sha256):
        msg = "sealed for another body"
        raise InvalidToken(msg)


def read_hop(raw: str, *, key: SharedKey, audience: str, now: datetime) -> Hop:
    """Return a hop that a service shows again, to ask the gate for something on its behalf."""
    expected = Expected(frozenset({_TYPE}), HOP_ISSUER, audience, HOP_LIFE)
    claims = verify_shared(raw, key=key, expected=expected, now=now)
    return Hop(
        caller=read_caller(claims),
        audience=audience,
        method=claims.text("method"),
        path=claims.text("path"),
        body_sha256=claims.text("body_sha256"),
        idempotency_key=_optional(claims, "idempotency_key"),
        idempotency_fingerprint=_optional(claims, "idempotency_fingerprint"),
        mandate=_optional(claims, "mandate"),
        expires=claims.expires,
        origin=_optional(claims, "origin"),
        retention_days=_days(claims),
    )


def read_caller(claims: Claims) -> Caller:
    try:
        return caller_claims.from_json(claims.body.get("caller"))
    except caller_claims.CallerUnreadable as failure:
        msg = "no readable caller"
        raise InvalidToken(msg) from failure


def _optional(claims: Claims, name: str) -> str | None:
    value = claims.body.get(name)
    if not (value is None or isinstance(value, str)):
        msg = "a claim that must be text or null is neither"
        raise InvalidToken(msg)
    return value


def _days(claims: Claims) -> int | None:
    value = claims.body.get("retention_days")
    if not (value is None or type(value) is int):
        msg = "a claim that must be a number or null is neither"
        raise InvalidToken(msg)
    return value
