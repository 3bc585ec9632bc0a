"""Service tokens: how a service speaks to the gate for itself, about facts and mandates alone.

Signed with the service's own hop key, but of another type, issuer and audience than a hop token, so
that neither can be taken for the other. On the wire: ``Authorization: Hop <token>``.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from ppit_platform.hop import body_digest
from ppit_platform.ids import new_id
from ppit_platform.tokens import Expected, InvalidToken, SharedKey, verify_shared

SERVICE_CALL_LIFE = timedelta(seconds=30)
SERVICE_CALL_AUDIENCE = "gate-internal"
_TYPE = "service+jwt"


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """One request of a service to the gate's internal listener: what its token is bound to."""

    method: str
    path: str
    body: bytes


def seal_service_call(request: ServiceRequest, *, key: SharedKey, now: datetime) -> str:
    issued = int(now.timestamp())
    claims: dict[str, object] = {
        "iss": key.name,
        "aud": SERVICE_CALL_AUDIENCE,
        "iat": issued,
        "exp": issued + int(SERVICE_CALL_LIFE.total_seconds()),
        "jti": str(new_id()),
        "method": request.method,
        "path": request.path,
        "body_sha256": body_digest(request.body),
    }
    return key.sign(claims, typ=_TYPE)


def open_service_call(raw: str, request: ServiceRequest, *, key: SharedKey, now: datetime) -> str:
    """Return the name of the calling service; ``InvalidToken`` unless it signed this request."""
    expected = Expected(frozenset({_TYPE}), key.name, SERVICE_CALL_AUDIENCE, SERVICE_CALL_LIFE)
    claims = verify_shared(raw, key=key, expected=expected, now=now)
    bound = (claims.text("method"), claims.text("path"))
    same_body = hmac.compare_digest(claims.text("body_sha256"), body_digest(request.body))
    if bound != (request.method, request.path) or not same_body:
        msg = "signed for another request"
        raise InvalidToken(msg)
    return key.name
