"""Throw-away keys for tests. Nothing here is ever used outside a test."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ppit_ops.keys import new_es256_key, new_secret


def es256_file(folder: Path, name: str = "es256.pem") -> Path:
    """Write a P-256 private key as PEM."""
    return _written(folder / name, new_es256_key())


def signing_keys(folder: Path) -> Path:
    """Make the folder of the keys that sign access tokens, with one that signs already."""
    keys = folder / "signing"
    keys.mkdir()
    es256_file(keys, "20200101T000000Z.pem")
    return keys


def signing_pem(keys: Path) -> bytes:
    """Return the one key of such a folder."""
    (file,) = keys.glob("*.pem")
    return file.read_bytes()


def secret_file(folder: Path, name: str = "secret.key") -> Path:
    """Write 32 random bytes as 64 hexadecimal digits: an HMAC or AES-GCM key."""
    return _written(folder / name, new_secret())


def public_files(folder: Path) -> tuple[Path, Path]:
    """Write two public keys of a log, as PEM: Ed25519 and ML-DSA-44."""
    pairs = (Ed25519PrivateKey.generate(), "log.pub"), (MLDSA44PrivateKey.generate(), "second.pub")
    shown = (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    one, two = (
        _written(folder / name, key.public_key().public_bytes(*shown)) for key, name in pairs
    )
    return one, two


def _written(path: Path, content: bytes) -> Path:
    path.touch(mode=0o600)
    path.write_bytes(content)
    return path
