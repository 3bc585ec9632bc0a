"""Keys and signatures of Standard Webhooks 1.0.0, symmetric (v1) and asymmetric (v1a)."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SECRET_BYTES = 32
"""Of the symmetric secret, and of the seed of the private key."""


@dataclass(frozen=True, slots=True)
class SigningSecret:
    """What signs for one subscription at one time. ``symmetric`` is shared with the partner."""

    symmetric: bytes
    seed: bytes

    @classmethod
    def from_bytes(cls, raw: bytes) -> "SigningSecret":
        return cls(raw[:SECRET_BYTES], raw[SECRET_BYTES:])

    def to_bytes(self) -> bytes:
        return self.symmetric + self.seed

    @property
    def shown_once(self) -> str:
        return f"whsec_{b64encode(self.symmetric).decode()}"

    @property
    def public_key(self) -> str:
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return f"whpk_{b64encode(public.public_bytes_raw()).decode()}"

    def signatures(self, signed: bytes) -> tuple[str, str]:
        symmetric = hmac.digest(self.symmetric, signed, hashlib.sha256)
        asymmetric = Ed25519PrivateKey.from_private_bytes(self.seed).sign(signed)
        return (
            f"v1,{b64encode(symmetric).decode()}",
            f"v1a,{b64encode(asymmetric).decode()}",
        )


def signed_headers(
    secrets: Iterable[SigningSecret], message_id: str, timestamp: int, body: bytes
) -> dict[str, str]:
    """Return the three headers; ``timestamp`` is when it is sent, in seconds since 1970.

    While a secret is rotated both sign: the receiver takes any signature that fits a key it holds.
    """
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    every = (one for secret in secrets for one in secret.signatures(signed))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(every),
    }
