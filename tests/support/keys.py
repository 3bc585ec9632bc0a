"""Throw-away keys for tests. Nothing here is ever used outside a test."""

from pathlib import Path

from ppit_ops.keys import new_es256_key, new_secret


def es256_file(folder: Path, name: str = "es256.pem") -> Path:
    """Write a P-256 private key as PEM."""
    return _written(folder / name, new_es256_key())


def secret_file(folder: Path, name: str = "secret.key") -> Path:
    """Write 32 random bytes as 64 hexadecimal digits: an HMAC or AES-GCM key."""
    return _written(folder / name, new_secret())


def _written(path: Path, content: bytes) -> Path:
    path.touch(mode=0o600)
    path.write_bytes(content)
    return path
