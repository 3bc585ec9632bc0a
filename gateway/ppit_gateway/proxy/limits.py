"""How often a caller may ask: what the log is told to count, and what the caller is told of it.

The log counts, for every worker at once (``log.turnstile``). A worker remembers what it was last
told, so that whoever has nothing left is refused without asking again, and each answer says what
is left (draft-ietf-httpapi-ratelimit-headers).
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ppit_gateway.domain.agreements import Agreement, RequestLimits
from ppit_gateway.domain.decide import Authority
from ppit_gateway.domain.operations import Operation
from ppit_gateway.errors import TooManyRequests
from ppit_gateway.log.turnstile import Breadth, Limit, Needs, Seen, Turn
from ppit_platform.audit import AuditFact

_MOST_REMEMBERED = 4096
_DEFAULT = RequestLimits()


def key_of(authority: Authority) -> str:
    """Name who is counted: an organisation's machine and person, never an address."""
    return f"{authority.org_id}|{authority.client_id}|{authority.user_id or ''}"


def limits_of(agreement: Agreement | None, authority: Authority) -> tuple[Limit, ...]:
    """Return the request limits of an agreement; where there is none, the usual ones."""
    asked = agreement.requests if agreement else _DEFAULT
    key = key_of(authority)
    named = (("burst", asked.burst), ("minute", asked.minute))
    return tuple(Limit(name, key, window.q, window.w) for name, window in named)


def needs_of(
    agreement: Agreement, authority: Authority, operation: Operation, proof_id: str
) -> Needs:
    """Return what a request needs to pass: its proof unused, its turn, a person's breadth."""
    breadth = None
    if authority.user_id is not None and operation.rules.max_people > 0:
        breadth = Breadth(_person(authority), agreement.people_per_user_hour)
    return Needs(proof_id, limits_of(agreement, authority), breadth)


def seen_by(authority: Authority, facts: tuple[AuditFact, ...]) -> Seen | None:
    """Return the people that an answer shows to a person; None where nobody is shown anybody."""
    people = {subject for fact in facts for subject in fact.subjects_disclosed}
    if authority.user_id is None or not people:
        return None
    return Seen(_person(authority), tuple(sorted(people)))


_Place: TypeAlias = tuple[str, str]


def _place(authority: Authority) -> _Place:
    """Name what was told: a caller is counted once, but each agreement has limits of its own."""
    return key_of(authority), authority.agreement_id


def _person(authority: Authority) -> str:
    return f"{authority.org_id}|{authority.user_id}"


@dataclass(frozen=True, slots=True)
class _Told:
    limits: tuple[Limit, ...]
    turns: tuple[Turn, ...]
    at: float


class Remembered:
    """What this worker was last told of each caller; ``clock`` counts seconds, never back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: OrderedDict[_Place, _Told] = OrderedDict()

    def note(
        self, authority: Authority, limits: tuple[Limit, ...], turns: tuple[Turn, ...]
    ) -> None:
        if not limits or not turns:
            return
        place = _place(authority)
        self._told[place] = _Told(limits, turns, self._clock())
        self._told.move_to_end(place)
        if len(self._told) > _MOST_REMEMBERED:
            self._told.popitem(last=False)

    def check(self, authority: Authority) -> None:
        """Raise ``TooManyRequests`` where a limit that was reached is still reached."""
        turns = self._now(_place(authority))
        if any(turn.remaining == 0 and turn.reset > 0 for turn in turns):
            raise too_many(turns)

    def headers(self, authority: Authority) -> dict[str, str]:
        """Return ``RateLimit-Policy`` and ``RateLimit``; nothing where nothing was told yet."""
        place = _place(authority)
        told = self._told.get(place)
        if told is None:
            return {}
        policy = ", ".join(f'"{one.name}";q={one.quota};w={one.window}' for one in told.limits)
        left = ", ".join(
            f'"{turn.name}";r={turn.remaining};t={turn.reset}' for turn in self._now(place)
        )
        return {"ratelimit-policy": policy, "ratelimit": left}

    def _now(self, place: _Place) -> tuple[Turn, ...]:
        """Return the turns as they stand now: what has come free since is not counted on."""
        told = self._told.get(place)
        if told is None:
            return ()
        gone = int(self._clock() - told.at)
        return tuple(
            Turn(turn.name, turn.remaining, max(0, turn.reset - gone)) for turn in told.turns
        )


def too_many(turns: tuple[Turn, ...]) -> TooManyRequests:
    """Name the limits that are reached, and when the last of them lets one more pass."""
    reached = [turn for turn in turns if turn.remaining == 0]
    wait = max((turn.reset for turn in reached), default=1)
    return TooManyRequests(tuple(turn.name for turn in reached), max(1, wait))
