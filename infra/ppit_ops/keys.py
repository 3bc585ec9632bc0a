"""Makes the keys of a house, each once: no key serves two purposes, none leaves its folder."""

import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from ppit_ops.folder import write_private
from ppit_ops.services import Service

GATE_SIGNING = "keys/gate/signing"
"""A folder: a key for each time, named after the moment from which it signs."""
GATE_MANDATE = "keys/gate/mandate.pem"
GATE_HOPS = "keys/gate/hops"
LOG_SIGNING = "keys/log/signing.pem"
LOG_PUBLIC = "keys/log/public.pem"
LOG_ML_DSA = "keys/log/ml-dsa-44.pem"
LOG_ML_DSA_PUBLIC = "keys/log/ml-dsa-44-public.pem"


_SigningKey = Ed25519PrivateKey | MLDSA44PrivateKey


def service_key(service: str, purpose: str) -> str:
    """Return where, below its root, a service's ``hop``, ``seal`` or ``pseudonym`` key is."""
    return f"keys/{service}/{purpose}.key"


def make_keys(root: Path, services: Iterable[Service]) -> None:
    """Make whatever key is missing. A hop key is copied to the two who share it."""
    _once(root / GATE_MANDATE, new_es256_key)
    if not any((root / GATE_SIGNING).glob("*.pem")):
        # It signs from the start, for want of another: an older moment would say no more.
        write_private(root / GATE_SIGNING / "20200101T000000Z.pem", new_es256_key())
    _make_pair(root, LOG_SIGNING, LOG_PUBLIC, Ed25519PrivateKey.generate)
    _make_pair(root, LOG_ML_DSA, LOG_ML_DSA_PUBLIC, MLDSA44PrivateKey.generate)
    for service in services:
        for purpose in ("hop", "seal", "pseudonym"):
            _once(root / service_key(service.name, purpose), new_secret)
        shared = (root / service_key(service.name, "hop")).read_bytes()
        write_private(root / GATE_HOPS / f"{service.name}.key", shared)


def new_es256_key() -> bytes:
    """Return a P-256 private key as PEM (RFC 7518 s.3.4)."""
    key = generate_private_key(SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def new_secret() -> bytes:
    """Return 32 random bytes as 64 hexadecimal digits."""
    return secrets.token_hex(32).encode()


def _make_pair(root: Path, private: str, public: str, generate: Callable[[], _SigningKey]) -> None:
    if (root / private).exists():
        return
    key = generate()
    shown = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    write_private(root / public, shown)
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_private(root / private, kept)


def _once(path: Path, make: Callable[[], bytes]) -> None:
    if not path.exists():
        write_private(path, make())
