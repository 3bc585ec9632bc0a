"""The log's keys, read from their files; a key of another kind is refused with ``TypeError``."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from ppit_gateway.log.notes import NoteKey, ed25519_note_key, ml_dsa_note_key


def signing_key(path: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        msg = "the log signs with an Ed25519 key"
        raise TypeError(msg)
    return key


def ml_dsa_key(path: Path) -> MLDSA44PrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, MLDSA44PrivateKey):
        msg = "the publisher's second key is an ML-DSA-44 key"
        raise TypeError(msg)
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        msg = "the log's key is an Ed25519 public key"
        raise TypeError(msg)
    return key


def ml_dsa_public_key(path: Path) -> MLDSA44PublicKey:
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, MLDSA44PublicKey):
        msg = "the log's second key is an ML-DSA-44 public key"
        raise TypeError(msg)
    return key


def note_keys(origin: str, first: Path, second: Path | None) -> tuple[NoteKey, ...]:
    """Return the log's public keys as they are named in its notes: Ed25519, and ML-DSA-44."""
    keys = [ed25519_note_key(origin, public_key(first))]
    if second is not None:
        keys.append(ml_dsa_note_key(origin, ml_dsa_public_key(second)))
    return tuple(keys)
