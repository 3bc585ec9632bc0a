"""Throw-away keys for tests. Nothing here is ever used outside a test."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from ppit_ops.keys import new_es256_key, new_secret


@dataclass(frozen=True, slots=True)
class Ed25519Files:
    """The log's key pair as its processes read it."""

    private: Path
    public: Path


def es256_file(folder: Path, name: str = "es256.pem") -> Path:
    """Write a P-256 private key as PEM."""
    return _written(folder / name, new_es256_key())


def secret_file(folder: Path, name: str = "secret.key") -> Path:
    """Write 32 random bytes as 64 hexadecimal digits: an HMAC or AES-GCM key."""
    return _written(folder / name, new_secret())


def ed25519_files(folder: Path) -> Ed25519Files:
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return Ed25519Files(
        _written(folder / "ed25519.pem", private), _written(folder / "ed25519-public.pem", public)
    )


def _written(path: Path, content: bytes) -> Path:
    path.touch(mode=0o600)
    path.write_bytes(content)
    return path
