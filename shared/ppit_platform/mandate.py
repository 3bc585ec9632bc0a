"""Mandates: the authority of a job, sealed when its request was accepted, checked as it works.

A job outlives its request's token. What it may do was decided then, and is decided again by the
gate at each step: an agreement that ended stops its jobs.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ppit_platform import caller_claims
from ppit_platform.caller import Caller
from ppit_platform.hop import HOP_ISSUER, read_caller
from ppit_platform.tokens import Expected, InvalidToken, PublicKey, SigningKey, verify

MANDATE_LIFE = timedelta(hours=24)
_AUDIENCE = "ppit-gate-mandates"
_TYPE = "mandate+jwt"


@dataclass(frozen=True, slots=True)
class Mandate:
    """What one job of ``service`` may do for ``caller``, and for how many people at most."""

    mandate_id: UUID
    caller: Caller
    service: str
    people_limit: int
    expires: datetime


def seal_mandate(mandate: Mandate, key: SigningKey) -> str:
    expires = int(mandate.expires.timestamp())
    claims: dict[str, object] = {
        "iss": HOP_ISSUER,
        "aud": _AUDIENCE,
        "iat": expires - int(MANDATE_LIFE.total_seconds()),
        "exp": expires,
        "jti": str(mandate.mandate_id),
        "caller": caller_claims.as_json(mandate.caller),
        "service": mandate.service,
        "people_limit": mandate.people_limit,
    }
    return key.sign(claims, typ=_TYPE)


def open_mandate(raw: str, *, key: PublicKey, now: datetime) -> Mandate:
    """Return a mandate that the gate sealed and that has not run out, else ``InvalidToken``."""
    expected = Expected(frozenset({_TYPE}), HOP_ISSUER, _AUDIENCE, MANDATE_LIFE)
    claims = verify(raw, keys={key.key_id: key}, expected=expected, now=now)
    people_limit = claims.body.get("people_limit")
    if type(people_limit) is not int:
        msg = "no people limit"
        raise InvalidToken(msg)
    try:
        mandate_id = UUID(claims.jti)
    except ValueError as failure:
        msg = "no mandate id"
        raise InvalidToken(msg) from failure
    return Mandate(
        mandate_id, read_caller(claims), claims.text("service"), people_limit, claims.expires
    )
