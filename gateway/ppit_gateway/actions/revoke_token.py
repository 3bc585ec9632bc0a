"""Takes a token back (RFC 7009), or says what it is worth now (RFC 7662)."""

from collections.abc import Mapping
from datetime import datetime

from ppit_gateway import errors
from ppit_gateway.actions.authenticate_client import authenticate_client
from ppit_gateway.actions.issue_token import TokenService
from ppit_gateway.domain.access_tokens import ACCESS_TOKEN_TYPE, TOKEN_LIFE
from ppit_gateway.domain.decide import out_of_force, unrecognised
from ppit_gateway.domain.token_authority import authority_of, thumbprint_of
from ppit_platform.tokens import Claims, Expected, InvalidToken, verify

INACTIVE: Mapping[str, object] = {"active": False}
"""All that is said of a token that is not good for whoever asks (RFC 7662 s.2.2)."""

_PARAMETERS = frozenset({"token", "token_type_hint"})
_TOLD = ("iss", "aud", "sub", "client_id", "scope", "iat", "exp", "jti", "cnf", "act")
_OURS = ("org", "user", "assurance", "dsa", "dsa_ver", "purpose")


async def revoke_token(service: TokenService, form: Mapping[str, str], now: datetime) -> None:
    """Take back a token of the client that asks; one that is over or unknown is so already."""
    holder = await authenticate_client(service.door, form, _PARAMETERS, now)
    try:
        claims = _read(service, _token(form), now)
    except InvalidToken:
        return
    if claims.text("client_id") != holder.client_id:
        msg = "a token of another client (RFC 7009 s.2.1)"
        raise errors.InvalidTokenRequest(msg)
    await service.tokens.revoke(claims.jti, claims.expires)


async def introspect_token(
    service: TokenService, form: Mapping[str, str], now: datetime
) -> Mapping[str, object]:
    """Return what an active token of the asker's own organisation says; ``INACTIVE`` for others.

    Active is what the gate would take at this moment: client, person and agreement stand too.
    """
    holder = await authenticate_client(service.door, form, _PARAMETERS, now)
    try:
        claims = _read(service, _token(form), now)
        authority = authority_of(claims)
        bound = thumbprint_of(claims) is not None
    except (InvalidToken, ValueError):
        return INACTIVE
    if authority.org_id != holder.org_id or await service.tokens.revoked(claims.jti):
        return INACTIVE
    standing = await service.registry.standing(
        authority.client_id, authority.agreement_id, authority.user_id
    )
    if unrecognised(authority, standing) or out_of_force(standing):
        return INACTIVE
    told = {name: claims.body[name] for name in (*_TOLD, *_OURS) if name in claims.body}
    return {"active": True, "token_type": "DPoP" if bound else "Bearer", **told}


def _token(form: Mapping[str, str]) -> str:
    if "token" not in form:
        msg = "token is required"
        raise errors.InvalidTokenRequest(msg)
    return form["token"]


def _read(service: TokenService, raw: str, now: datetime) -> Claims:
    types: frozenset[str | None] = frozenset({ACCESS_TOKEN_TYPE})
    expected = Expected(types, service.issuer, service.audiences, TOKEN_LIFE)
    return verify(raw, keys=service.keys.ring.published(now), expected=expected, now=now)
