"""Gives a client that proves its key a token for one agreement, one purpose, one service.

Two grants: the client for itself, or for a person whom it names; and token exchange (RFC 8693),
for a person who signed in at their organisation's own issuer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ppit_gateway import errors
from ppit_gateway.actions.authenticate_client import (
    ClientDoor,
    check_parameters,
    prove_client,
    use_up,
)
from ppit_gateway.actions.bind_token import Binder, bind_token
from ppit_gateway.actions.exchange_token import (
    EXCHANGE_PARAMETERS,
    EXCHANGE_TYPE,
    SignedIn,
    Subjects,
    signed_in,
)
from ppit_gateway.domain.access_tokens import (
    ACCESS_TOKEN_TYPE,
    IDP,
    PARTNER_VOUCHED,
    TOKEN_LIFE,
)
from ppit_gateway.domain.agreements import Standing
from ppit_gateway.domain.decide import Authority, out_of_force, unrecognised
from ppit_gateway.domain.disclosure import DetailsInvalid, Disclosure, Person, read_details
from ppit_gateway.domain.nonces import Nonces
from ppit_gateway.domain.scopes import ScopeNotGranted, granted
from ppit_gateway.sources.signing_keys import SigningKeys
from ppit_gateway.storage.registry import RegistryStore
from ppit_gateway.storage.tokens import KeyHolder, TokenStore
from ppit_platform.dpop import Proof
from ppit_platform.ids import new_id

CLIENT_CREDENTIALS = "client_credentials"
GRANT_TYPES = (CLIENT_CREDENTIALS, EXCHANGE_TYPE)
TOKEN_PATH = "/oauth2/token"  # noqa: S105  # a path, no secret

_COMMON = frozenset({"grant_type", "scope", "authorization_details"})
_OWN: Mapping[str, frozenset[str]] = {
    CLIENT_CREDENTIALS: _COMMON,
    EXCHANGE_TYPE: _COMMON | EXCHANGE_PARAMETERS,
}


class TokenService:
    """What issuing needs: our name, our keys, the register, and where partners' people sign in."""

    def __init__(
        self,
        issuer: str,
        keys: SigningKeys,
        registry: RegistryStore,
        tokens: TokenStore,
        nonces: Nonces,
        services: Iterable[str],
    ) -> None:
        self.issuer = issuer
        self.audiences = frozenset(f"{issuer}/{service}" for service in services)
        self.keys = keys
        self.registry = registry
        self.tokens = tokens
        self.door = ClientDoor(issuer, tokens)
        self.binder = Binder(f"{issuer}{TOKEN_PATH}", nonces)
        self.subjects = Subjects(tokens)

    def nonce_for(self, issued: "Issued", now: datetime) -> str | None:
        """Return the nonce that the token's key is to use next; None for a token without a key."""
        proof = issued.proof
        return None if proof is None else self.binder.nonces.issue(proof.thumbprint, now)


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A form, and the ``DPoP`` header if there was one."""

    form: Mapping[str, str]
    proof: str | None


@dataclass(frozen=True, slots=True)
class Issued:
    """``proof`` is of the key that the token is bound to; None for a sandbox's bearer token."""

    token: str
    scope: str
    details: Disclosure
    proof: Proof | None
    exchanged: bool


@dataclass(frozen=True, slots=True)
class _For:
    """For whom a token is: a machine, bound or not, and perhaps a person."""

    holder: KeyHolder
    proof: Proof | None
    details: Disclosure
    person: SignedIn | None

    @property
    def user_id(self) -> str | None:
        return self.details.user.id if self.details.user else None

    @property
    def assurance(self) -> str | None:
        if self.user_id is None:
            return None
        return PARTNER_VOUCHED if self.person is None else IDP


async def issue_token(service: TokenService, asked: TokenRequest, now: datetime) -> Issued:
    """Answer one token request, or raise the ``OAuthRefusal`` that says why not."""
    form = asked.form
    if "grant_type" not in form:
        msg = "grant_type is required"
        raise errors.InvalidTokenRequest(msg)
    own = _OWN.get(form["grant_type"])
    if own is None:
        msg = "only client_credentials and token-exchange"
        raise errors.UnsupportedGrantType(msg)
    check_parameters(form, own)
    proven = await prove_client(service.door, form, now)
    proof = bind_token(service.binder, proven.holder, asked.proof, now)
    await use_up(service.door, proven, proof)
    try:
        details = read_details(form.get("authorization_details", ""))
    except DetailsInvalid as failure:
        raise errors.InvalidDetails(str(failure)) from failure
    person = None
    if form["grant_type"] == EXCHANGE_TYPE:
        person = await signed_in(service.subjects, proven.holder, form, now)
        details = _about(person, details)
    return await _grant(service, _For(proven.holder, proof, details, person), form, now)


def _about(person: SignedIn, details: Disclosure) -> Disclosure:
    if details.user is not None and details.user.id != person.user_id:
        msg = "user is not the person whom the subject token names"
        raise errors.InvalidDetails(msg)
    return Disclosure(details.type, details.agreement, details.purpose, Person(person.user_id))


async def _grant(
    service: TokenService, whom: _For, form: Mapping[str, str], now: datetime
) -> Issued:
    client_id, details = whom.holder.client_id, whom.details
    standing = await service.registry.standing(client_id, details.agreement, whom.user_id)
    authority = _authority(whom, standing)
    if standing.agreement is None:
        msg = "no such agreement binds this client"
        raise errors.InvalidDetails(msg)
    most = whom.person.scopes if whom.person else None
    try:
        audience, scopes = granted(form.get("scope", ""), standing.agreement, standing, most)
    except ScopeNotGranted as failure:
        raise errors.InvalidScope(str(failure)) from failure
    scope = " ".join(sorted(scopes))
    issued = int(now.timestamp())
    claims = {
        "iss": service.issuer,
        "aud": f"{service.issuer}/{audience}",
        "iat": issued,
        "exp": issued + int(TOKEN_LIFE.total_seconds()),
        "jti": str(new_id()),
        "scope": scope,
        "org": authority.org_id,
        "dsa": authority.agreement_id,
        "dsa_ver": authority.agreement_version,
        "purpose": authority.purpose.value,
        **_names(whom),
    }
    token = service.keys.ring.signer(now).sign(claims, typ=ACCESS_TOKEN_TYPE)
    return Issued(token, scope, details, whom.proof, whom.person is not None)


def _names(whom: _For) -> dict[str, object]:
    """Return who may use the token (RFC 9068 s.2.2, RFC 9449 s.6.1), and who acts for whom."""
    client_id = whom.holder.client_id
    claims: dict[str, object] = {"client_id": client_id, "sub": client_id}
    if whom.user_id is not None:
        claims |= {"user": whom.user_id, "assurance": whom.assurance}
    if whom.person is not None:
        # No client's name holds a colon: nobody can be taken for a machine (RFC 9068 s.5).
        claims["sub"] = f"{whom.holder.org_id}:{whom.user_id}"
        claims["act"] = {"sub": client_id}
    if whom.proof is not None:
        claims["cnf"] = {"jkt": whom.proof.thumbprint}
    return claims


def _authority(whom: _For, standing: Standing) -> Authority:
    """Refuse what the agreement does not cover, by the same rules as each request later."""
    agreement, details = standing.agreement, whom.details
    authority = Authority(
        client_id=whom.holder.client_id,
        org_id=whom.holder.org_id,
        user_id=whom.user_id,
        assurance=whom.assurance,
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
