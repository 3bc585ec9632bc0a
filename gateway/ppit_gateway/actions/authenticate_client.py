"""Finds out which client asks: ``private_key_jwt`` (RFC 7523) after the FAPI 2.0 Security Profile.

ES256 only, the audience is our issuer as a string, each assertion is good once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ppit_gateway import errors
from ppit_gateway.storage.tokens import KeyHolder, TokenStore
from ppit_platform.dpop import Proof
from ppit_platform.tokens import Claims, Expected, InvalidToken, key_id_of, verify

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
CLIENT_PARAMETERS = frozenset({"client_id", "client_assertion_type", "client_assertion"})
"""What each endpoint takes beside its own parameters: who asks."""

_ASSERTION_LIFE = timedelta(seconds=300)
# RFC 7523 names no typ; its successor names one; most clients write JWT or nothing.
_ASSERTION_TYPES = frozenset({None, "JWT", "client-authentication+jwt"})


@dataclass(frozen=True, slots=True)
class ClientDoor:
    """What it takes to know a client: our name, and the register."""

    issuer: str
    tokens: TokenStore


@dataclass(frozen=True, slots=True)
class Proven:
    """A client that holds its key, and the assertion by which it showed that: not yet used up."""

    holder: KeyHolder
    assertion: Claims


async def authenticate_client(
    door: ClientDoor, form: Mapping[str, str], own: frozenset[str], now: datetime
) -> KeyHolder:
    """Return the client; for endpoints with parameters ``own`` that ask for no proof beside.

    ``InvalidClient`` for whatever does not prove one, ``InvalidTokenRequest`` for a parameter that
    the endpoint does not have.
    """
    check_parameters(form, own)
    proven = await prove_client(door, form, now)
    await use_up(door, proven, None)
    return proven.holder


def check_parameters(form: Mapping[str, str], own: frozenset[str]) -> None:
    """Refuse what we would ignore: a secret or a resource must not look as if it counted."""
    if not form.keys() - own - CLIENT_PARAMETERS:
        return
    if "client_secret" in form:
        msg = "a client proves its key, never a secret"
        raise errors.InvalidClient(msg)
    msg = "a parameter that does not exist here"
    raise errors.InvalidTokenRequest(msg)


async def prove_client(door: ClientDoor, form: Mapping[str, str], now: datetime) -> Proven:
    """Verify the assertion of a form; ``InvalidClient`` for whatever is wrong with it."""
    assertion = form.get("client_assertion", "")
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        msg = "client_assertion_type must be that of RFC 7523"
        raise errors.InvalidClient(msg)
    holder = None
    try:
        holder = await door.tokens.holder_of(key_id_of(assertion))
        if holder is None:
            msg = "the assertion does not prove a registered key"
            raise errors.InvalidClient(msg)
        expected = Expected(_ASSERTION_TYPES, holder.client_id, door.issuer, _ASSERTION_LIFE)
        keys = {holder.key.key_id: holder.key}
        claims = verify(assertion, keys=keys, expected=expected, now=now)
        named = {claims.text("sub"), form.get("client_id", holder.client_id)}
    except InvalidToken as failure:
        client_id = holder.client_id if holder else None
        msg = f"the assertion: {failure}"
        raise errors.InvalidClient(msg, client_id) from failure
    if named != {holder.client_id}:
        msg = "iss, sub and client_id must all name the client"
        raise errors.InvalidClient(msg, holder.client_id)
    return Proven(holder, claims)


async def use_up(door: ClientDoor, proven: Proven, proof: Proof | None) -> None:
    """Use up the assertion and the proof; refuse whichever was shown before, to any worker."""
    client_id, assertion = proven.holder.client_id, proven.assertion
    first = await door.tokens.use(client_id, assertion.jti, assertion.expires, proof)
    if not first.assertion:
        msg = "this assertion was used before"
        raise errors.InvalidClient(msg, client_id)
    if not first.proof:
        msg = "this proof was used before"
        raise errors.InvalidDpopProof(msg)
