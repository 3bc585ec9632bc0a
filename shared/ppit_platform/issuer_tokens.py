"""Verifies tokens that an organisation's own issuer signed for its people (OpenID Connect).

Issuers sign as they do, so RS256 and PS256 are taken here and nowhere else. Which algorithm a key
verifies is fixed by the key before a token is read: a token chooses among nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from ppit_platform import compact
from ppit_platform.claims import LEEWAY
from ppit_platform.compact import InvalidToken
from ppit_platform.tokens import KeyUnusable, PublicKey

LONGEST_LIFE = timedelta(days=1)
"""A token of an issuer that lives longer says nothing of who sits there today."""

_SMALLEST_RSA, _LARGEST_RSA = 2048, 4096
_CERTIFICATE = "x5t"
_HEADER_NAMES = frozenset({"alg", "typ", "kid", _CERTIFICATE, f"{_CERTIFICATE}#S256"})
_SHA256 = hashes.SHA256()
_PADDINGS: Mapping[str, padding.AsymmetricPadding] = {
    "RS256": padding.PKCS1v15(),
    "PS256": padding.PSS(padding.MGF1(_SHA256), padding.PSS.DIGEST_LENGTH),
}
_Key: TypeAlias = PublicKey | rsa.RSAPublicKey


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A public key of an issuer: P-256 for ES256, RSA of 2048 to 4096 bits for RS256 or PS256."""

    key_id: str
    algorithm: str
    _key: _Key

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, object]) -> "IssuerKey":
        """Read a JWK with its ``kid``; ``KeyUnusable`` for any other. RSA without alg is RS256."""
        key_id = jwk.get("kid")
        if not isinstance(key_id, str) or not compact.is_key_id(key_id) or "d" in jwk:
            msg = "a public key with a kid of 1 to 64 of A-Z a-z 0-9 . _ -"
            raise KeyUnusable(msg)
        if jwk.get("kty") == "EC":
            return cls(key_id, "ES256", PublicKey.from_jwk(jwk))
        algorithm = jwk.get("alg", "RS256")
        kind = jwk.get("kty"), jwk.get("use", "sig")
        if kind != ("RSA", "sig") or not isinstance(algorithm, str) or algorithm not in _PADDINGS:
            msg = "only P-256 keys for ES256, RSA keys for RS256 or PS256"
            raise KeyUnusable(msg)
        return cls(key_id, algorithm, _rsa(jwk.get("n"), jwk.get("e")))

    def verifies(self, parts: compact.Parts) -> bool:
        """Say whether this key made the signature, by its own algorithm."""
        key = self._key
        if isinstance(key, PublicKey):
            return key.verifies(parts)
        try:
            key.verify(parts.signature, parts.signed, _PADDINGS[self.algorithm], _SHA256)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Named:
    """Whom an unread token names as its issuer, and by which key. Proves nothing."""

    issuer: str
    key_id: str


@dataclass(frozen=True, slots=True)
class IssuerExpected:
    """What the token of an issuer must say. ``types`` are values of its ``typ``."""

    types: frozenset[str | None]
    issuer: str
    audience: str


def named_in(raw: str) -> Named:
    """Return where to look for the key of a token; ``InvalidToken`` for what is none."""
    parts = compact.split(raw, signature_size=None)
    issuer = parts.claims.get("iss")
    if not isinstance(issuer, str):
        msg = "no issuer"
        raise InvalidToken(msg)
    return Named(issuer, _header(parts).key_id)


def verify_issued(
    raw: str, *, key: IssuerKey, expected: IssuerExpected, now: datetime
) -> Mapping[str, object]:
    """Return the claims of a token that the issuer signed for us; ``InvalidToken`` for any other.

    Issuer, audience (and ``azp`` where there are several) and times after OpenID Connect Core
    s.3.1.3.7.
    """
    parts = compact.split(raw, signature_size=None)
    header = _header(parts)
    if (header.key_id, header.algorithm) != (key.key_id, key.algorithm):
        msg = "a key or an algorithm other than the issuer's"
        raise InvalidToken(msg)
    if header.type not in expected.types or not key.verifies(parts):
        msg = "another type of token, or a signature that does not verify"
        raise InvalidToken(msg)
    _check_names(parts.claims, expected)
    _check_times(parts.claims, int(now.timestamp()))
    return parts.claims


def _header(parts: compact.Parts) -> compact.Header:
    fields = compact.read_object(compact.decode(parts.head))
    if not fields.keys() <= _HEADER_NAMES:
        # No key, no place of a key and no extension of a token's own choice (RFC 8725 s.3.5).
        msg = "a header name that does not belong here"
        raise InvalidToken(msg)
    own = {name: value for name, value in fields.items() if not name.startswith(_CERTIFICATE)}
    prints = [value for name, value in fields.items() if name not in own]
    if not all(isinstance(value, str) and compact.is_key_id(value) for value in prints):
        msg = "no thumbprint of a certificate"
        raise InvalidToken(msg)
    return compact.header_of(own)


def _check_names(claims: Mapping[str, object], expected: IssuerExpected) -> None:
    stated = claims.get("aud")
    audiences = cast("list[object]", stated) if isinstance(stated, list) else [stated]
    if claims.get("iss") != expected.issuer or expected.audience not in audiences:
        msg = "another issuer or audience"
        raise InvalidToken(msg)
    if len(audiences) > 1 and claims.get("azp") != expected.audience:
        msg = "for several, and not issued to the one registered here"
        raise InvalidToken(msg)


def _check_times(claims: Mapping[str, object], now: int) -> None:
    times = [claims.get("iat"), claims.get("exp"), claims.get("nbf", claims.get("iat"))]
    # bool is an int to Python.
    if not all(type(value) is int for value in times):
        msg = "a time that is not a whole number of seconds"
        raise InvalidToken(msg)
    issued, expires, starts = cast("list[int]", times)
    latest = now + int(LEEWAY.total_seconds())
    if expires <= now or max(issued, starts) > latest:
        msg = "expired, or from the future"
        raise InvalidToken(msg)
    if not 0 < expires - issued <= int(LONGEST_LIFE.total_seconds()):
        msg = "lives longer than a day"
        raise InvalidToken(msg)


def _rsa(modulus: object, exponent: object) -> rsa.RSAPublicKey:
    try:
        n, e = (int.from_bytes(compact.decode(str(value)), "big") for value in (modulus, exponent))
        key = rsa.RSAPublicNumbers(e, n).public_key()
    except (ValueError, InvalidToken) as failure:
        msg = "not an RSA public key"
        raise KeyUnusable(msg) from failure
    if not _SMALLEST_RSA <= key.key_size <= _LARGEST_RSA:
        msg = "an RSA key has 2048 to 4096 bits"
        raise KeyUnusable(msg)
    return key
