"""Writes tokens by hand, so that a test can make any token that ought to be refused."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ppit_platform.tokens import PublicKey, SigningKey, new_private_key


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class HandKey:
    """A P-256 key that signs whatever it is given, header and payload alike."""

    pem: bytes
    signing: SigningKey

    @classmethod
    def new(cls) -> "HandKey":
        pem = new_private_key()
        return cls(pem, SigningKey.from_pem(pem))

    @property
    def public(self) -> PublicKey:
        return self.signing.public

    @property
    def key_id(self) -> str:
        return self.public.key_id

    def token(self, claims: Mapping[str, object], **header: object) -> str:
        """Sign ``claims``; ``header`` replaces or adds to alg, typ and kid (None removes)."""
        head = {"alg": "ES256", "typ": "JWT", "kid": self.key_id, **header}
        kept = {name: value for name, value in head.items() if value is not None}
        return self.raw(json.dumps(kept).encode(), json.dumps(claims).encode())

    def raw(self, header: bytes, payload: bytes) -> str:
        signing_input = f"{base64url(header)}.{base64url(payload)}"
        private = load_pem_private_key(self.pem, None)
        assert isinstance(private, ec.EllipticCurvePrivateKey)
        r, s = decode_dss_signature(private.sign(signing_input.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signing_input}.{base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def hmac_token(secret: bytes, header: Mapping[str, object], claims: Mapping[str, object]) -> str:
    head, payload = (base64url(json.dumps(part).encode()) for part in (header, claims))
    signing_input = f"{head}.{payload}"
    mac = hmac.digest(secret, signing_input.encode(), hashlib.sha256)
    return f"{signing_input}.{base64url(mac)}"


def claims_of(token: str) -> dict[str, object]:
    """Return what a token says, believed by nobody."""
    payload = token.split(".")[1]
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    return cast("dict[str, object]", json.loads(raw))
