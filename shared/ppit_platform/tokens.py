"""Signs and verifies every token of the house: the only importer of ``jose``, and strict with it.

python-jose alone accepts tokens without ``exp`` or ``aud``, unknown ``crit``, any ``typ``,
duplicate claims and sixteen spellings of one signature, and lets exceptions escape. So the text is
read by ``ppit_platform.compact`` first, and jose checks nothing but the signature, with one key
that was built once and one algorithm that the key's own type fixes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

# Named, not through jose.backends: without the cryptography extra that falls back to a pure Python
# implementation with a timing leak (CVE-2024-23342); this import fails instead.
from jose.backends.cryptography_backend import CryptographyECKey, CryptographyHMACKey

from ppit_platform import compact, quick_json
from ppit_platform.claims import Claims, Expected, checked
from ppit_platform.compact import InvalidToken, TokenOver
from ppit_platform.p256 import KeyUnusable, Point, new_private_key, read_private_key

__all__ = [
    "Claims",
    "Expected",
    "InvalidToken",
    "KeyUnusable",
    "PublicKey",
    "SharedKey",
    "SigningKey",
    "TokenOver",
    "key_id_of",
    "new_private_key",
    "shared_key_name_of",
    "verify",
    "verify_shared",
]

_ES256_SIGNATURE = 64
_HS256_SIGNATURE = 32
_SHARED_KEY_SIZE = 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A P-256 key that may verify ES256, and nothing else."""

    key_id: str
    point: Point
    _jose: CryptographyECKey = field(repr=False, compare=False)

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, object]) -> "PublicKey":
        """Read an EC JWK (RFC 7518 s.6.2). ``kid`` is as given, else the RFC 7638 thumbprint."""
        kind = (jwk.get("kty"), jwk.get("crv"), jwk.get("alg", "ES256"), jwk.get("use", "sig"))
        if kind != ("EC", "P-256", "ES256", "sig") or "d" in jwk:
            msg = "only public P-256 keys for ES256 signatures are registered"
            raise KeyUnusable(msg)
        x, y = jwk.get("x"), jwk.get("y")
        if not (isinstance(x, str) and isinstance(y, str)):
            msg = "x and y must be text"
            raise KeyUnusable(msg)
        point = Point(x, y)
        key_id = jwk.get("kid", point.thumbprint())
        if not isinstance(key_id, str) or not compact.is_key_id(key_id):
            msg = "kid must be 1 to 64 of A-Z a-z 0-9 . _ -"
            raise KeyUnusable(msg)
        return cls(key_id, point, CryptographyECKey(point.public_key(), "ES256"))

    def as_jwk(self) -> dict[str, str]:
        return {**self.point.members(), "kid": self.key_id, "alg": "ES256", "use": "sig"}

    def verifies(self, parts: compact.Parts) -> bool:
        """Say whether this key made the signature (ES256) over what it stands under."""
        return _verifies(self._jose, parts)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private P-256 key and its public half; the key id is the RFC 7638 thumbprint."""

    public: PublicKey
    _jose: CryptographyECKey = field(repr=False, compare=False)

    @classmethod
    def from_pem(cls, pem: bytes) -> "SigningKey":
        private = read_private_key(pem)
        public = PublicKey.from_jwk(Point.of(private.public_key()).members())
        return cls(public, CryptographyECKey(private, "ES256"))

    def sign(self, claims: Mapping[str, object], *, typ: str) -> str:
        """Return a compact ES256 token that names its key."""
        return _signed(claims, self._jose, "ES256", {"kid": self.public.key_id, "typ": typ})

    def prove(self, claims: Mapping[str, object], *, typ: str) -> str:
        """Return a compact ES256 token that carries its public key, and so proves who holds it."""
        return _signed(
            claims, self._jose, "ES256", {"jwk": self.public.point.members(), "typ": typ}
        )


@dataclass(frozen=True, slots=True)
class SharedKey:
    """A secret two processes of the house share, for HS256; it can never verify an ES256 token."""

    name: str
    _jose: CryptographyHMACKey = field(repr=False, compare=False)

    @classmethod
    def from_hex(cls, name: str, text: str) -> "SharedKey":
        """Read a key file: 64 hexadecimal digits, that is 256 bits (RFC 7518 s.3.2)."""
        try:
            secret = bytes.fromhex(text.strip())
        except ValueError as failure:
            msg = "not hexadecimal"
            raise KeyUnusable(msg) from failure
        if len(secret) != _SHARED_KEY_SIZE:
            msg = "a shared key has 64 hexadecimal digits"
            raise KeyUnusable(msg)
        return cls(name, CryptographyHMACKey(secret, "HS256"))

    def sign(self, claims: Mapping[str, object], *, typ: str) -> str:
        """Return a compact HS256 token whose key id is the name of the service that shares it."""
        return _signed(claims, self._jose, "HS256", {"kid": self.name, "typ": typ})


def key_id_of(raw: str) -> str:
    """Return the key that an ES256 token names, so that it can be looked up. Proves nothing."""
    return compact.read(raw, signature_size=_ES256_SIGNATURE).header.key_id


def verify(raw: str, *, keys: Mapping[str, PublicKey], expected: Expected, now: datetime) -> Claims:
    """Verify an ES256 token against the key it names; ``InvalidToken`` for whatever is wrong."""
    token = compact.read(raw, signature_size=_ES256_SIGNATURE)
    key = keys.get(token.header.key_id)
    if key is None:
        msg = "a key that is not registered"
        raise InvalidToken(msg)
    return _verified(token, (key._jose, "ES256"), expected, now)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # one module, one secret


def shared_key_name_of(raw: str) -> str:
    """Return the service whose key an HS256 token names. Proves nothing."""
    return compact.read(raw, signature_size=_HS256_SIGNATURE).header.key_id


def verify_shared(raw: str, *, key: SharedKey, expected: Expected, now: datetime) -> Claims:
    """Verify an HS256 token of the house; ``InvalidToken`` for whatever is wrong."""
    token = compact.read(raw, signature_size=_HS256_SIGNATURE)
    if token.header.key_id != key.name:
        msg = "a key of another service"
        raise InvalidToken(msg)
    return _verified(token, (key._jose, "HS256"), expected, now)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # one module, one secret


def _verified(
    token: compact.Compact,
    key: tuple[CryptographyECKey | CryptographyHMACKey, str],
    expected: Expected,
    now: datetime,
) -> Claims:
    handle, algorithm = key
    if token.header.algorithm != algorithm or token.header.type not in expected.types:
        msg = "an algorithm or a type that does not belong here"
        raise InvalidToken(msg)
    if not _verifies(handle, token.parts):
        msg = "its signature does not verify"
        raise InvalidToken(msg)
    return checked(token, expected, int(now.timestamp()))


def _verifies(key: CryptographyECKey | CryptographyHMACKey, parts: compact.Parts) -> bool:
    return bool(key.verify(parts.signed, parts.signature))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]  # jose does not say


def _signed(
    claims: Mapping[str, object],
    key: CryptographyECKey | CryptographyHMACKey,
    algorithm: str,
    headers: Mapping[str, object],
) -> str:
    """Write a compact JWS (RFC 7515 s.7.1) with jose's key; the header of each key is made once."""
    head = quick_json.write({"alg": algorithm, **headers})
    signed = f"{compact.encode_head(head)}.{compact.encode(quick_json.write(claims))}"
    signature = cast("bytes", key.sign(signed.encode("ascii")))  # pyright: ignore[reportUnknownMemberType]  # jose does not say
    return f"{signed}.{compact.encode(signature)}"
