"""Signs and verifies every token of the house: the only importer of ``jose``, and strict with it.

python-jose alone accepts tokens without ``exp`` or ``aud``, unknown ``crit``, any ``typ``,
duplicate claims and sixteen spellings of one signature, and lets exceptions escape. So the text is
read by ``ppit_platform.compact`` first, and jose checks nothing but the signature, with one key
that was built once and one algorithm that the key's own type fixes.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jose import jws

# Named, not through jose.backends: without the cryptography extra that falls back to a pure Python
# implementation with a timing leak (CVE-2024-23342); this import fails instead.
from jose.backends.cryptography_backend import CryptographyECKey, CryptographyHMACKey

from ppit_platform import compact
from ppit_platform.claims import Claims, Expected, checked
from ppit_platform.compact import InvalidToken

__all__ = [
    "Claims",
    "Expected",
    "InvalidToken",
    "KeyUnusable",
    "PublicKey",
    "SharedKey",
    "SigningKey",
    "key_id_of",
    "new_private_key",
    "shared_key_name_of",
    "verify",
    "verify_shared",
]

_COORDINATE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_ES256_SIGNATURE = 64
_HS256_SIGNATURE = 32
_SHARED_KEY_SIZE = 32


class KeyUnusable(ValueError):
    """A key that may not sign or verify here."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A P-256 key that may verify ES256, and nothing else."""

    key_id: str
    _jose: CryptographyECKey = field(repr=False, compare=False)
    _x: str
    _y: str

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
        key_id = jwk.get("kid", _thumbprint(x, y))
        if not isinstance(key_id, str) or not compact.is_key_id(key_id):
            msg = "kid must be 1 to 64 of A-Z a-z 0-9 . _ -"
            raise KeyUnusable(msg)
        return cls(key_id, CryptographyECKey(_point(x, y), "ES256"), x, y)

    def as_jwk(self) -> dict[str, str]:
        return {
            "kty": "EC",
            "crv": "P-256",
            "x": self._x,
            "y": self._y,
            "kid": self.key_id,
            "alg": "ES256",
            "use": "sig",
        }


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private P-256 key and its public half; the key id is the RFC 7638 thumbprint."""

    public: PublicKey
    _jose: CryptographyECKey = field(repr=False, compare=False)

    @classmethod
    def from_pem(cls, pem: bytes) -> "SigningKey":
        try:
            private = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError) as failure:
            msg = "not an unencrypted PEM private key"
            raise KeyUnusable(msg) from failure
        if not (
            isinstance(private, ec.EllipticCurvePrivateKey)
            and isinstance(private.curve, ec.SECP256R1)
        ):
            msg = "not a P-256 key"
            raise KeyUnusable(msg)
        numbers = private.public_key().public_numbers()
        x, y = (compact.encode(value.to_bytes(32, "big")) for value in (numbers.x, numbers.y))
        public = PublicKey.from_jwk({"kty": "EC", "crv": "P-256", "x": x, "y": y})
        return cls(public, CryptographyECKey(private, "ES256"))

    def sign(self, claims: Mapping[str, object], *, typ: str) -> str:
        """Return a compact ES256 token that names its key."""
        return _signed(claims, self._jose, "ES256", typ, self.public.key_id)


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
        return _signed(claims, self._jose, "HS256", typ, self.name)


def new_private_key() -> bytes:
    """Make a P-256 key as unencrypted PKCS8 PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


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
    return _verified(raw, token, (key._jose, "ES256"), expected, now)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # one module, one secret


def shared_key_name_of(raw: str) -> str:
    """Return the service whose key an HS256 token names. Proves nothing."""
    return compact.read(raw, signature_size=_HS256_SIGNATURE).header.key_id


def verify_shared(raw: str, *, key: SharedKey, expected: Expected, now: datetime) -> Claims:
    """Verify an HS256 token of the house; ``InvalidToken`` for whatever is wrong."""
    token = compact.read(raw, signature_size=_HS256_SIGNATURE)
    if token.header.key_id != key.name:
        msg = "a key of another service"
        raise InvalidToken(msg)
    return _verified(raw, token, (key._jose, "HS256"), expected, now)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # one module, one secret


def _verified(
    raw: str,
    token: compact.Compact,
    key: tuple[CryptographyECKey | CryptographyHMACKey, str],
    expected: Expected,
    now: datetime,
) -> Claims:
    handle, algorithm = key
    if token.header.algorithm != algorithm or token.header.type not in expected.types:
        msg = "an algorithm or a type that does not belong here"
        raise InvalidToken(msg)
    try:
        jws.verify(raw, handle, algorithms=[algorithm])
    except Exception as failure:
        msg = "its signature does not verify"
        raise InvalidToken(msg) from failure
    return checked(token, expected, int(now.timestamp()))


def _signed(
    claims: Mapping[str, object],
    key: CryptographyECKey | CryptographyHMACKey,
    algorithm: str,
    typ: str,
    key_id: str,
) -> str:
    payload = json.dumps(claims, separators=(",", ":"), allow_nan=False).encode()
    return jws.sign(payload, key, headers={"kid": key_id, "typ": typ}, algorithm=algorithm)


def _thumbprint(x: str, y: str) -> str:
    members = json.dumps({"crv": "P-256", "kty": "EC", "x": x, "y": y}, separators=(",", ":"))
    return compact.encode(hashlib.sha256(members.encode()).digest())


def _point(x: str, y: str) -> ec.EllipticCurvePublicKey:
    if not (_COORDINATE.fullmatch(x) and _COORDINATE.fullmatch(y)):
        msg = "x and y must be 43 characters of base64url"
        raise KeyUnusable(msg)
    try:
        left, right = (int.from_bytes(compact.decode(value), "big") for value in (x, y))
        return ec.EllipticCurvePublicNumbers(left, right, ec.SECP256R1()).public_key()
    except (ValueError, InvalidToken) as failure:
        msg = "not a point of P-256"
        raise KeyUnusable(msg) from failure
