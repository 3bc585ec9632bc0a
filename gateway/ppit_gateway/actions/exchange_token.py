"""Learns who a person is from the token of their organisation's own issuer (RFC 8693).

The issuer is one that the client's organisation registered, the person one whom it registered;
what the token says beyond that is not believed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ppit_gateway import errors
from ppit_gateway.domain.agreements import SCOPE, is_name
from ppit_gateway.domain.issuers import PartnerIssuer
from ppit_gateway.sources.issuer_keys import IssuerKeys
from ppit_gateway.storage.tokens import KeyHolder, TokenStore
from ppit_platform.issuer_tokens import IssuerExpected, named_in, verify_issued
from ppit_platform.tokens import InvalidToken

EXCHANGE_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105  # a name, no secret
EXCHANGE_PARAMETERS = frozenset({"subject_token", "subject_token_type", "requested_token_type"})

_ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105  # a name, no secret
_JWT = "urn:ietf:params:oauth:token-type:jwt"  # a name, no secret
_TYPES: Mapping[str, frozenset[str | None]] = {
    _ID_TOKEN: frozenset({None, "JWT"}),
    _JWT: frozenset({None, "JWT", "at+jwt"}),
}


@dataclass(frozen=True, slots=True)
class Subjects:
    """Where partners' people sign in, and the keys of those issuers."""

    tokens: TokenStore
    keys: IssuerKeys = field(default_factory=IssuerKeys)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person whom their issuer vouches for. ``scopes``: at most these, if it said any of ours."""

    user_id: str
    scopes: frozenset[str] | None


async def signed_in(
    subjects: Subjects, holder: KeyHolder, form: Mapping[str, str], now: datetime
) -> SignedIn:
    """Verify the subject token; ``InvalidTokenRequest`` (RFC 8693 s.2.2.2) for whatever is wrong.

    Whether the person is registered and active is decided with the agreement.
    """
    types = _TYPES.get(form.get("subject_token_type", ""))
    if types is None or form.get("requested_token_type", ACCESS_TOKEN) != ACCESS_TOKEN:
        msg = "subject_token_type is id_token or jwt, requested_token_type access_token or nothing"
        raise errors.InvalidTokenRequest(msg)
    try:
        return await _verified(subjects, holder, form.get("subject_token", ""), types, now)
    except InvalidToken as failure:
        msg = f"the subject token: {failure}"
        raise errors.InvalidTokenRequest(msg) from failure


async def _verified(
    subjects: Subjects, holder: KeyHolder, raw: str, types: frozenset[str | None], now: datetime
) -> SignedIn:
    named = named_in(raw)
    issuer = await subjects.tokens.issuer_of(named.issuer, holder.org_id)
    if issuer is None:
        msg = "not of an issuer that the client's organisation registered"
        raise InvalidToken(msg)
    key = await subjects.keys.key(issuer, named.key_id, near=holder.sandbox)
    if key is None:
        msg = "a key that the issuer does not publish, or that could not be fetched"
        raise InvalidToken(msg)
    expected = IssuerExpected(types, issuer.issuer, issuer.audience)
    return _person(issuer, verify_issued(raw, key=key, expected=expected, now=now))


def _person(issuer: PartnerIssuer, claims: Mapping[str, object]) -> SignedIn:
    user_id = claims.get(issuer.user_claim)
    if not isinstance(user_id, str) or not is_name(user_id):
        msg = "it names no person in the registered claim"
        raise InvalidToken(msg)
    said = claims.get("scope")
    scopes = frozenset(said.split()) if isinstance(said, str) else frozenset[str]()
    ours = frozenset(scope for scope in scopes if SCOPE.fullmatch(scope))
    return SignedIn(user_id, ours or None)
