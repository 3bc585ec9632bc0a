"""Reads an access token, remembers the ones it has verified, and has its key proved each time.

Only the signature and the token's own statements are remembered. Whether the client, the person and
the agreement still stand, and whether the token was taken back, is another question.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ppit_gateway.domain.access_tokens import ACCESS_TOKEN_TYPE, TOKEN_LIFE
from ppit_gateway.domain.decide import Authority
from ppit_gateway.domain.token_authority import authority_of, thumbprint_of
from ppit_gateway.errors import ProofInvalid, TokenExpired, TokenInvalid, Unauthenticated
from ppit_gateway.proxy.guard import Arrival
from ppit_platform.dpop import Proof, access_token_hash_of, read_proof
from ppit_platform.tokens import Expected, InvalidToken, PublicKey, TokenOver, verify

_MOST_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Shown:
    """What a caller has shown: a token that holds, and the proof of its key where it has one."""

    authority: Authority
    token_id: str
    proof: Proof | None


@dataclass(frozen=True, slots=True)
class _Verified:
    """``thumbprint`` and ``hash`` are of the key that the token is bound to, and of its text."""

    authority: Authority
    expires: datetime
    token_id: str
    thumbprint: str | None
    hash: str


class Authenticator:
    """Verifies access tokens of this gate. A token has one spelling, so its text is its key."""

    def __init__(self, issuer: str, keys: Callable[[datetime], Mapping[str, PublicKey]]) -> None:
        self._issuer = issuer
        self._keys = keys
        self._remembered: OrderedDict[tuple[str, str], _Verified] = OrderedDict()

    def authenticate(self, arrival: Arrival, service: str, now: datetime) -> Shown:
        """Return what was shown.

        ``Unauthenticated`` without a token, ``TokenInvalid`` for one that does not hold or is not
        used as it is bound, ``ProofInvalid`` for a proof that is not this request's.
        """
        scheme, _, raw = arrival.headers.get("authorization", "").partition(" ")
        if not raw:
            msg = "send Authorization: DPoP with an access token, and DPoP with a proof"
            raise Unauthenticated(msg)
        found = self._found((service, raw), now)
        bound = found.thumbprint is not None
        if scheme.lower() != ("dpop" if bound else "bearer"):
            # A stolen token must not become a bearer token by being called one (RFC 9449 s.7.2).
            msg = "it is not used in the way in which it was issued"
            raise TokenInvalid(msg)
        proof = self._proved(arrival, found, now) if bound else None
        return Shown(found.authority, found.token_id, proof)

    def known(self, arrival: Arrival, service: str, now: datetime) -> Authority | None:
        """Return whose token this is, if it was verified before and is shown as it is bound.

        Whoever shows it has proved nothing yet: it says who is asked to wait, never who may pass.
        """
        scheme, _, raw = arrival.headers.get("authorization", "").partition(" ")
        found = self._remembered.get((service, raw))
        if found is None or now >= found.expires:
            return None
        bound = found.thumbprint is not None
        if scheme.lower() != ("dpop" if bound else "bearer"):
            return None
        return None if bound and "dpop" not in arrival.headers else found.authority

    def _found(self, place: tuple[str, str], now: datetime) -> _Verified:
        found = self._remembered.get(place)
        if found is None:
            found = self._verified(*place, now)
            self._remember(place, found)
        if now >= found.expires:
            self._remembered.pop(place, None)
            msg = "it has expired"
            raise TokenExpired(msg)
        return found

    def _proved(self, arrival: Arrival, found: _Verified, now: datetime) -> Proof:
        url = f"{self._issuer}{arrival.path}"
        try:
            proof = read_proof(
                arrival.headers.get("dpop", ""), method=arrival.method, url=url, now=now
            )
        except InvalidToken as failure:
            msg = "send a new DPoP proof for this method and address"
            raise ProofInvalid(msg) from failure
        if (proof.thumbprint, proof.access_token_hash) != (found.thumbprint, found.hash):
            msg = "it is of another key or for another token"
            raise ProofInvalid(msg)
        return proof

    def _verified(self, service: str, raw: str, now: datetime) -> _Verified:
        audience = f"{self._issuer}/{service}"
        types: frozenset[str | None] = frozenset({ACCESS_TOKEN_TYPE})
        expected = Expected(types, self._issuer, audience, TOKEN_LIFE)
        try:
            claims = verify(raw, keys=self._keys(now), expected=expected, now=now)
            return _Verified(
                authority_of(claims),
                claims.expires,
                claims.jti,
                thumbprint_of(claims),
                access_token_hash_of(raw),
            )
        except TokenOver as failure:
            msg = "it has expired"
            raise TokenExpired(msg) from failure
        except (InvalidToken, ValueError) as failure:
            msg = "ask for a new one"
            raise TokenInvalid(msg) from failure

    def _remember(self, place: tuple[str, str], found: _Verified) -> None:
        self._remembered[place] = found
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.popitem(last=False)
