"""Which key signs access tokens now, and which are published: a rule over names and the clock.

Each key is known by the moment from which it signs. It is published as soon as it is there, which
is to be long before, and until the last token that it signed is over. So two keys overlap, and
every worker comes to the same result without asking another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ppit_gateway.domain.access_tokens import TOKEN_LIFE
from ppit_platform.tokens import KeyUnusable, PublicKey, SigningKey

_NAMED = "%Y%m%dT%H%M%SZ"
_CLOCKS = timedelta(minutes=1)
"""How far apart the clocks of two workers may be."""


@dataclass(frozen=True, slots=True)
class DatedKey:
    signs_from: datetime
    key: SigningKey


def moment_named(name: str) -> datetime:
    """Read ``20260302T120000Z``; ``KeyUnusable`` for any other name."""
    try:
        return datetime.strptime(name, _NAMED).replace(tzinfo=UTC)
    except ValueError as failure:
        msg = "a signing key is named after the moment from which it signs: 20260302T120000Z"
        raise KeyUnusable(msg) from failure


class KeyRing:
    """The signing keys of the gate. ``KeyUnusable`` for none, or for one that stands twice."""

    def __init__(self, keys: Iterable[DatedKey]) -> None:
        self._keys = sorted(keys, key=lambda one: one.signs_from)
        if not self._keys:
            msg = "there is no signing key"
            raise KeyUnusable(msg)
        if len({one.key.public.key_id for one in self._keys}) < len(self._keys):
            msg = "a signing key stands twice"
            raise KeyUnusable(msg)

    def signer(self, now: datetime) -> SigningKey:
        """Return the newest key whose time has come; the first, where none has."""
        return self._keys[max(self._signing(now), 0)].key

    def published(self, now: datetime) -> Mapping[str, PublicKey]:
        """Return, by key id, whatever has signed a token that may still live, or is yet to sign."""
        first = max(self._signing(now - TOKEN_LIFE - _CLOCKS), 0)
        return {one.key.public.key_id: one.key.public for one in self._keys[first:]}

    def _signing(self, now: datetime) -> int:
        return sum(one.signs_from <= now for one in self._keys) - 1
