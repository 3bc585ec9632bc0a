"""Marks each hop as the gate's own work, so that a service can show it again but never make one.

A hop is sealed with a key that its service has too: that proves the hop to the service, and proves
nothing to the gate. Without a mark of its own the gate would believe a service that named a caller
who never asked.
"""

import hashlib
import hmac
from collections.abc import Mapping

from ppit_platform import caller_claims, quick_json
from ppit_platform.caller import Caller
from ppit_platform.hop import Hop
from ppit_platform.tokens import InvalidToken

_LABEL = b"ppit origin of hops v1"


class Origin:
    """``secret`` is any secret that every worker of the gate has and no service."""

    def __init__(self, secret: bytes) -> None:
        key = hmac.digest(secret, _LABEL, hashlib.sha256)
        # Setting the key up costs as much again as a mark does.
        self._keyed = hmac.new(key, digestmod=hashlib.sha256)

    def seal(self, service: str, caller: Caller) -> str:
        return self.mark(service, caller_claims.as_json(caller))

    def mark(self, service: str, said: Mapping[str, object]) -> str:
        """Return the mark of a caller who was written as JSON before."""
        keyed = self._keyed.copy()
        keyed.update(quick_json.write([service, said]))
        return keyed.hexdigest()

    def check(self, hop: Hop) -> None:
        """Raise ``InvalidToken`` unless this gate made the hop, for this service and caller."""
        mark = self.seal(hop.audience, hop.caller)
        if not hmac.compare_digest(mark.encode(), (hop.origin or "").encode()):
            msg = "a hop that the gate did not make"
            raise InvalidToken(msg)
