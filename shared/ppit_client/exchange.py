"""Sends one request as often as the answers and the client's manners ask for it."""

import re
from collections.abc import Callable
from typing import cast

from ppit_client.answers import answer_of, members
from ppit_client.asking import Lost, Received, Send, Talk, Wait
from ppit_client.manners import Budget, Clocks, Manners, Tries
from ppit_client.proofs import Identity

BOUND = "DPoP"
BEARER = "Bearer"
_ERROR = re.compile(r'\berror="([a-z_]+)"', re.ASCII)


class Exchange:
    """What all calls of a client share: its identity, the gate's last nonce, a retry budget.

    A client knows one gate, so one origin, and has one key: there is one nonce (RFC 9449 s.8.2).
    """

    def __init__(self, identity: Identity, manners: Manners, clocks: Clocks) -> None:
        self.identity = identity
        self.manners = manners
        self._clocks = clocks
        self._budget = Budget()
        self._nonce: str | None = None

    def tries(self, *, repeatable: bool, with_file: bool = False) -> Tries:
        """Begin a call: its time runs from now."""
        self._budget.earn()
        seconds = self.manners.file_seconds if with_file else self.manners.seconds
        return Tries(
            self.manners, self._budget, self._clocks, seconds=seconds, repeatable=repeatable
        )

    def proof(self, method: str, target: str, token: str | None = None) -> str:
        return self.identity.proof(method, target, self._nonce, token)

    def until_answered(self, tries: Tries, send: Callable[[], Send]) -> Talk[Received | Lost]:
        """Return the answer that stands. ``send`` makes a new proof for each sending."""
        while True:
            outcome = cast("Received | Lost", (yield send()))
            if isinstance(outcome, Received):
                self._nonce = outcome.headers.get("dpop-nonce", self._nonce)
            if error_of(outcome) == "use_dpop_nonce" and tries.renewal("nonce"):
                continue
            pause = tries.pause(outcome)
            if pause is None:
                return outcome
            yield Wait(pause)


def error_of(outcome: Received | Lost) -> str | None:
    """Return the OAuth error of an answer: of its challenge (RFC 6750 s.3) or of its body."""
    if isinstance(outcome, Lost):
        return None
    challenge = _ERROR.search(outcome.headers.get("www-authenticate", ""))
    if challenge is not None:
        return challenge[1]
    body = answer_of(outcome.status, outcome.headers, outcome.content).json
    error = members(body).get("error") if outcome.status in {400, 401} else None
    return error if isinstance(error, str) else None
