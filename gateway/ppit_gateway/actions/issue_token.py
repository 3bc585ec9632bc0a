"""Gives a client that proves its key a token for one agreement, one purpose, one service.

Client credentials with ``private_key_jwt`` (RFC 7523) after the FAPI 2.0 Security Profile: ES256
only, the audience is our issuer as a string, each assertion is good once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ppit_gateway import errors
from ppit_gateway.domain.agreements import Standing
from ppit_gateway.domain.decide import Authority, out_of_force, unrecognised
from ppit_gateway.domain.disclosure import DetailsInvalid, Disclosure, read_details
from ppit_gateway.domain.scopes import ScopeNotGranted, granted
from ppit_gateway.storage.registry import KeyHolder, RegistryStore
from ppit_platform.ids import new_id
from ppit_platform.tokens import (
    Expected,
    InvalidToken,
    SigningKey,
    key_id_of,
    verify,
)

GRANT_TYPE = "client_credentials"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TOKEN_LIFE = timedelta(seconds=300)
ACCESS_TOKEN_TYPE = "at+jwt"  # noqa: S105  # the name of a type (RFC 9068), no secret
PARTNER_VOUCHED = "partner-vouched"
"""How sure we are of a person: their own organisation says who they are."""

_ASSERTION_LIFE = timedelta(seconds=300)
# RFC 7523 names no typ; its successor names one; most clients write JWT or nothing.
_ASSERTION_TYPES = frozenset({None, "JWT", "client-authentication+jwt"})
_PARAMETERS = frozenset(
    {
        "grant_type",
        "client_id",
        "client_assertion_type",
        "client_assertion",
        "scope",
        "authorization_details",
    }
)


@dataclass(frozen=True, slots=True)
class TokenService:
    """What issuing needs: our name, our key, the register."""

    issuer: str
    key: SigningKey
    registry: RegistryStore


@dataclass(frozen=True, slots=True)
class Issued:
    token: str
    scope: str
    details: Disclosure


async def issue_token(service: TokenService, form: Mapping[str, str], now: datetime) -> Issued:
    """Answer one token request, or raise the ``OAuthRefusal`` that says why not."""
    if form.keys() - _PARAMETERS:
        # A secret, a DPoP key or a resource that we would ignore must not look as if it counted.
        if "client_secret" in form:
            msg = "a client proves its key, never a secret"
            raise errors.InvalidClient(msg)
        msg = "a parameter that does not exist here"
        raise errors.InvalidTokenRequest(msg)
    if "grant_type" not in form:
        msg = "grant_type is required"
        raise errors.InvalidTokenRequest(msg)
    if form["grant_type"] != GRANT_TYPE:
        msg = "only client_credentials"
        raise errors.UnsupportedGrantType(msg)
    holder = await _authenticate(service, form, now)
    if not holder.sandbox:
        msg = (
            "this client must bind its tokens to a key with DPoP, which this gate does not offer"
            " yet; only sandbox clients may use bearer tokens"
        )
        raise errors.InvalidDpopProof(msg)
    return await _grant(service, holder, form, now)


async def _authenticate(service: TokenService, form: Mapping[str, str], now: datetime) -> KeyHolder:
    assertion = form.get("client_assertion", "")
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        msg = "client_assertion_type must be that of RFC 7523"
        raise errors.InvalidClient(msg)
    holder = None
    try:
        holder = await service.registry.holder_of(key_id_of(assertion))
        if holder is None:
            msg = "the assertion does not prove a registered key"
            raise errors.InvalidClient(msg)
        expected = Expected(_ASSERTION_TYPES, holder.client_id, service.issuer, _ASSERTION_LIFE)
        keys = {holder.key.key_id: holder.key}
        claims = verify(assertion, keys=keys, expected=expected, now=now)
        named = {claims.text("sub"), form.get("client_id", holder.client_id)}
    except InvalidToken as failure:
        client_id = holder.client_id if holder else None
        msg = f"the assertion: {failure}"
        raise errors.InvalidClient(msg, client_id) from failure
    if named != {holder.client_id}:
        msg = "iss, sub and client_id must all name the client"
        raise errors.InvalidClient(msg)
    if not await service.registry.use_assertion(holder.client_id, claims.jti, claims.expires):
        msg = "this assertion was used before"
        raise errors.InvalidClient(msg, holder.client_id)
    return holder


async def _grant(
    service: TokenService, holder: KeyHolder, form: Mapping[str, str], now: datetime
) -> Issued:
    try:
        details = read_details(form.get("authorization_details", ""))
    except DetailsInvalid as failure:
        raise errors.InvalidDetails(str(failure)) from failure
    user_id = details.user.id if details.user else None
    standing = await service.registry.standing(holder.client_id, details.agreement, user_id)
    authority = _authority(holder, details, standing)
    if standing.agreement is None:
        msg = "no such agreement binds this client"
        raise errors.InvalidDetails(msg)
    try:
        audience, scopes = granted(form.get("scope", ""), standing.agreement, standing)
    except ScopeNotGranted as failure:
        raise errors.InvalidScope(str(failure)) from failure
    scope = " ".join(sorted(scopes))
    issued = int(now.timestamp())
    claims = {
        "iss": service.issuer,
        "aud": f"{service.issuer}/{audience}",
        "sub": holder.client_id,
        "client_id": holder.client_id,
        "iat": issued,
        "exp": issued + int(TOKEN_LIFE.total_seconds()),
        "jti": str(new_id()),
        "scope": scope,
        "org": authority.org_id,
        "dsa": authority.agreement_id,
        "dsa_ver": authority.agreement_version,
        "purpose": authority.purpose.value,
    }
    if user_id is not None:
        claims |= {"user": user_id, "assurance": PARTNER_VOUCHED}
    token = service.key.sign(claims, typ=ACCESS_TOKEN_TYPE)
    return Issued(token, scope, details)


def _authority(holder: KeyHolder, details: Disclosure, standing: Standing) -> Authority:
    """Refuse what the agreement does not cover, by the same rules as each request later."""
    agreement = standing.agreement
    user_id = details.user.id if details.user else None
    authority = Authority(
        client_id=holder.client_id,
        org_id=holder.org_id,
        user_id=user_id,
        assurance=PARTNER_VOUCHED if user_id else None,
        agreement_id=details.agreement,
        agreement_version=agreement.version if agreement else 0,
        purpose=details.purpose,
        scopes=frozenset(),
    )
    refusal = unrecognised(authority, standing) or out_of_force(standing)
    if refusal is not None:
        msg = f"{refusal.code}: {refusal.title}"
        raise errors.InvalidDetails(msg)
    if agreement is None or details.purpose not in agreement.purposes:
        msg = "PURPOSE_NOT_PERMITTED: the agreement does not cover it"
        raise errors.InvalidDetails(msg)
    return authority
