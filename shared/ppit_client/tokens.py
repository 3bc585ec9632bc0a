"""Access tokens that a client holds, each until shortly before its end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from ppit_client.asking import Terms, Want

_MOST = 1024
_EARLY_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Token:
    """``scheme`` is how it is shown: ``DPoP``, or ``Bearer`` where nothing is bound."""

    text: str = field(repr=False)
    scheme: str
    renew_at: float


class Tokens:
    """``clock`` counts seconds, never back. Threads may share it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._held: dict[Want, Token] = {}
        self._lock = Lock()

    def find(self, want: Want) -> Token | None:
        with self._lock:
            held = self._held.get(want)
        return held if held is not None and self._clock() < held.renew_at else None

    def keep(self, want: Want, text: str, scheme: str, lasts: float) -> Token:
        """Hold a new token that is good for ``lasts`` seconds."""
        token = Token(text, scheme, self._clock() + lasts - min(_EARLY_SECONDS, lasts / 4))
        with self._lock:
            self._held.pop(want, None)
            self._held[want] = token
            if len(self._held) > _MOST:
                del self._held[next(iter(self._held))]
        return token

    def drop(self, want: Want, token: Token) -> None:
        """Hold ``token`` no more; a newer one in its place stays."""
        with self._lock:
            if self._held.get(want) is token:
                del self._held[want]

    def take(self, terms: Terms) -> list[Token]:
        """Return all tokens for ``terms``, and hold them no more."""
        with self._lock:
            wants = [want for want in self._held if want.terms == terms]
            return [self._held.pop(want) for want in wants]
