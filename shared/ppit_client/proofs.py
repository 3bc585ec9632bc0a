"""What a client signs: that it is itself (RFC 7523), and that a request is its own (RFC 9449)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from ppit_client.signing import ClientKey, base64url

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
PROOF_TYPE = "dpop+jwt"
_ASSERTION_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Identity:
    """A client as it is registered at one gate, and the key that proves it."""

    issuer: str
    client_id: str
    key: ClientKey = field(repr=False)
    now: Callable[[], datetime]

    def credentials(self) -> Mapping[str, str]:
        """Return the parameters that authenticate a form; each assertion is good once."""
        issued = int(self.now().timestamp())
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": self.issuer,
            "iat": issued,
            "exp": issued + _ASSERTION_SECONDS,
            "jti": str(uuid4()),
        }
        header = {"typ": "client-authentication+jwt", "kid": self.key.key_id}
        return {
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self.key.sign(header, claims),
        }

    def proof(self, method: str, target: str, nonce: str | None, token: str | None) -> str:
        """Return a DPoP proof for one sending of one request (RFC 9449 s.4.2)."""
        claims: dict[str, object] = {
            "jti": str(uuid4()),
            "htm": method,
            "htu": f"{self.issuer}{target.partition('?')[0]}",
            "iat": int(self.now().timestamp()),
        }
        if nonce is not None:
            claims["nonce"] = nonce
        if token is not None:
            claims["ath"] = hash_of(token)
        return self.key.sign({"typ": PROOF_TYPE, "jwk": self.key.point}, claims)


def hash_of(access_token: str) -> str:
    """Return ``ath`` (RFC 9449 s.4.2): 43 characters."""
    return base64url(sha256(access_token.encode("ascii")).digest())
