"""Nonces of the gate for DPoP proofs (RFC 9449 s.8): nothing of them is stored.

A nonce is a keyed hash over a span of time and the key that it was given to. So every worker knows
every nonce, a restart loses none, and one that was given to another client is worth nothing.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from functools import lru_cache

SPAN = timedelta(seconds=120)
"""A nonce is good for the rest of the span it was issued in, and for the next one."""

_SPAN = int(SPAN.total_seconds())
_LABEL = b"ppit dpop nonces v1"
_MOST_REMEMBERED = 4096


class Nonces:
    """``secret`` is any secret that every worker of the gate has and nobody else."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, _LABEL, hashlib.sha256)
        # A key asks for the same nonce with each of its requests.
        self._of = lru_cache(maxsize=_MOST_REMEMBERED)(self._made)

    def issue(self, thumbprint: str, now: datetime) -> str:
        """Return the nonce that the key with this RFC 7638 thumbprint is to use from now on."""
        return self._of(int(now.timestamp()) // _SPAN, thumbprint)

    def accepts(self, nonce: str, thumbprint: str, now: datetime) -> bool:
        """Say whether we gave this nonce to this key, within the last two spans."""
        current = int(now.timestamp()) // _SPAN
        given = nonce.encode("ascii", "replace")
        return any(
            hmac.compare_digest(self._of(span, thumbprint).encode(), given)
            for span in (current, current - 1)
        )

    def _made(self, span: int, thumbprint: str) -> str:
        mac = hmac.digest(self._key, f"{span}.{thumbprint}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(mac[:24]).decode("ascii")
