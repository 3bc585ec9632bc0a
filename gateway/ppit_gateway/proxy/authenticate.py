"""Reads an access token, and remembers the ones it has verified.

Only the signature and the token's own statements are remembered. Whether the client, the person and
the agreement still stand is asked of the database for each request.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ppit_gateway.actions.issue_token import ACCESS_TOKEN_TYPE, TOKEN_LIFE
from ppit_gateway.domain.decide import Authority
from ppit_gateway.errors import TokenInvalid, Unauthenticated
from ppit_platform.codes import PurposeCode
from ppit_platform.tokens import Claims, Expected, InvalidToken, PublicKey, verify

_MOST_REMEMBERED = 4096
_SCHEME = "bearer "


@dataclass(frozen=True, slots=True)
class _Verified:
    authority: Authority
    expires: datetime


class Authenticator:
    """Verifies access tokens of this gate. A token has one spelling, so its text is its key."""

    def __init__(self, issuer: str, key: PublicKey) -> None:
        self._issuer = issuer
        self._keys = {key.key_id: key}
        self._remembered: OrderedDict[tuple[str, str], _Verified] = OrderedDict()

    def authenticate(self, headers: Mapping[str, str], service: str, now: datetime) -> Authority:
        """Return what the token says; ``Unauthenticated`` without one, ``TokenInvalid`` else."""
        header = headers.get("authorization")
        if header is None:
            msg = "send Authorization: Bearer with an access token"
            raise Unauthenticated(msg)
        if not header.lower().startswith(_SCHEME):
            msg = "send Authorization: Bearer with an access token"
            raise TokenInvalid(msg)
        place = service, header[len(_SCHEME) :]
        found = self._remembered.get(place)
        if found is None:
            found = self._verified(*place, now)
            self._remember(place, found)
        if now >= found.expires:
            self._remembered.pop(place, None)
            msg = "it has expired"
            raise TokenInvalid(msg)
        return found.authority

    def _verified(self, service: str, raw: str, now: datetime) -> _Verified:
        audience = f"{self._issuer}/{service}"
        types: frozenset[str | None] = frozenset({ACCESS_TOKEN_TYPE})
        expected = Expected(types, self._issuer, audience, TOKEN_LIFE)
        try:
            claims = verify(raw, keys=self._keys, expected=expected, now=now)
            return _Verified(_authority(claims), claims.expires)
        except (InvalidToken, ValueError) as failure:
            msg = "ask for a new one"
            raise TokenInvalid(msg) from failure

    def _remember(self, place: tuple[str, str], found: _Verified) -> None:
        self._remembered[place] = found
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.popitem(last=False)


def _authority(claims: Claims) -> Authority:
    version = claims.body.get("dsa_ver")
    if type(version) is not int:
        msg = "no agreement version"
        raise InvalidToken(msg)
    person = "user" in claims.body
    return Authority(
        client_id=claims.text("client_id"),
        org_id=claims.text("org"),
        user_id=claims.text("user") if person else None,
        assurance=claims.text("assurance") if person else None,
        agreement_id=claims.text("dsa"),
        agreement_version=version,
        purpose=PurposeCode(claims.text("purpose")),
        scopes=frozenset(claims.text("scope").split()),
    )
