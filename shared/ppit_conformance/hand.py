"""Signs assertions and proofs by hand: good ones, and each of the ways in which they are not."""

import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from ppit_client.proofs import ASSERTION_TYPE, PROOF_TYPE, hash_of
from ppit_client.signing import ClientKey, base64url, encoded
from ppit_conformance.target import Target

Changes = Mapping[str, object]
"""Claims or header names to set; None removes one."""
NO_CHANGES: Changes = {}


@dataclass(frozen=True, slots=True)
class At:
    """An instant, in seconds from when the token is signed."""

    seconds: int


class Hand:
    """One client's key, and the key of a stranger."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.key = target.key
        self.stranger = ClientKey.new()

    def assertion(
        self,
        claims: Changes = NO_CHANGES,
        header: Changes = NO_CHANGES,
        key: ClientKey | None = None,
    ) -> str:
        """Sign a good client assertion, changed."""
        by = key or self.key
        client = self._target.client_id
        good: dict[str, object] = {
            "iss": client,
            "sub": client,
            "aud": self._target.issuer,
            "iat": At(0),
            "exp": At(60),
            "jti": str(uuid4()),
        }
        return by.sign(_kept({"typ": "JWT", "kid": by.key_id}, header), _kept(good, claims))

    def shared_secret(self) -> str:
        """Sign an assertion HS256 with the public key as the secret (CVE-2024-33663)."""
        now = int(time.time())
        client = self._target.client_id
        head = {"alg": "HS256", "typ": "JWT", "kid": self.key.key_id}
        claims = {"iss": client, "sub": client, "aud": self._target.issuer, "iat": now}
        signed = f"{encoded(head)}.{encoded({**claims, 'exp': now + 60, 'jti': str(uuid4())})}"
        secret = encoded(self.key.point).encode()
        return f"{signed}.{base64url(hmac.digest(secret, signed.encode(), hashlib.sha256))}"

    def proof(
        self, request: "Request", claims: Changes = NO_CHANGES, header: Changes = NO_CHANGES
    ) -> str:
        """Sign a good proof of ``request``, changed."""
        by = self.stranger if request.by_stranger else self.key
        good: dict[str, object] = {
            "jti": str(uuid4()),
            "htm": request.method,
            "htu": request.url,
            "iat": At(0),
            "nonce": request.nonce,
            "ath": None if request.token is None else hash_of(request.token),
        }
        return by.sign(_kept({"typ": PROOF_TYPE, "jwk": by.point}, header), _kept(good, claims))

    def credentials(self, assertion: str) -> dict[str, str]:
        return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}


@dataclass(frozen=True, slots=True)
class Request:
    """What a proof is for."""

    method: str
    url: str
    nonce: str | None = None
    token: str | None = None
    by_stranger: bool = False


def _kept(good: Changes, changes: Changes) -> dict[str, object]:
    now = int(time.time())
    return {
        name: now + value.seconds if isinstance(value, At) else value
        for name, value in {**good, **changes}.items()
        if value is not None
    }
