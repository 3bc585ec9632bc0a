"""What may pass once, and what only so often: exact for all workers, without a second store.

The workers of the gate share nothing but the log, and the log takes everything in one order: here
"the first" and "the fourth within a minute" have one meaning. What passed once is read back from
the entries when the log starts again, and so is how often each caller passed and whom each person
was shown; what is no entry begins anew.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from math import ceil

ONCE_SECONDS = 300.0
"""How long a name that may pass once is remembered: several times as long as a proof is good."""
BREADTH_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``quota`` passages of ``key`` in any ``window`` seconds; ``name`` is the policy's."""

    name: str
    key: str
    quota: int
    window: int


@dataclass(frozen=True, slots=True)
class Breadth:
    """At most ``most`` different people in any hour for ``key``."""

    key: str
    most: int


@dataclass(frozen=True, slots=True)
class Needs:
    """What entries need to pass. ``once`` is a name that has never passed; empty for none."""

    once: str = ""
    limits: tuple[Limit, ...] = ()
    breadth: Breadth | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """People that entries say were disclosed: they count towards the breadth of ``key``."""

    key: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """A passage ``ago`` seconds before this process was the log.

    It used up the name ``once`` and counts for every limit of the key ``caller``; "" for none.
    """

    once: str
    caller: str
    ago: float


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """What a person was shown ``ago`` seconds before this process was the log."""

    seen: Seen
    ago: float


@dataclass(frozen=True, slots=True)
class Turn:
    """What is left of one limit: ``remaining`` passages, and ``reset`` seconds until one more."""

    name: str
    remaining: int
    reset: int


class Used(Exception):
    """The name has passed before."""


class TooMany(Exception):
    """A limit is reached; ``turns`` say of each how it stands, the reached ones with 0 left."""

    def __init__(self, turns: tuple[Turn, ...]) -> None:
        super().__init__("too many")
        self.turns = turns


class TooBroad(Exception):
    """More different people in an hour than one person looks at in the course of duty."""


class Turnstile:
    """``clock`` counts seconds and never goes back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._once: dict[str, float] = {}
        self._passages: dict[tuple[str, str, int], deque[float]] = {}
        self._before: dict[str, list[float]] = {}
        self._people: dict[str, OrderedDict[str, float]] = {}

    def remember(self, passed: Iterable[Before]) -> None:
        """Take up what passed before this process was the log, the youngest first."""
        now = self._clock()
        before: dict[str, list[float]] = {}
        for one in passed:
            if one.once:
                self._once[one.once] = now
            if one.caller:
                before.setdefault(one.caller, []).append(now - one.ago)
        self._before = {caller: sorted(times) for caller, times in before.items()}

    def admit(self, needs: Needs) -> tuple[Turn, ...]:
        """Count one passage; ``Used``, ``TooMany`` or ``TooBroad`` count nothing."""
        now = self._clock()
        if needs.once and needs.once in self._once:
            raise Used
        if needs.breadth and len(self._recent(needs.breadth.key, now)) >= needs.breadth.most:
            raise TooBroad
        windows = [self._window(limit, now) for limit in needs.limits]
        if any(len(at) >= limit.quota for limit, at in zip(needs.limits, windows, strict=True)):
            raise TooMany(self._turns(needs.limits, windows, now))
        for at in windows:
            at.append(now)
        if needs.once:
            self._once[needs.once] = now
        return self._turns(needs.limits, windows, now)

    def note(self, seen: Seen) -> None:
        """Count the people of what has been disclosed."""
        now = self._clock()
        known = self._people.setdefault(seen.key, OrderedDict())
        for person in seen.people:
            known[person] = now
            known.move_to_end(person)

    def note_before(self, seen: Iterable[SeenBefore]) -> None:
        """Take up whom persons were shown before this process was the log."""
        now = self._clock()
        for one in sorted(seen, key=lambda one: -one.ago):
            known = self._people.setdefault(one.seen.key, OrderedDict())
            for person in one.seen.people:
                known[person] = now - one.ago
                known.move_to_end(person)

    def forget(self) -> None:
        """Drop what no longer counts, so that memory follows the traffic."""
        now = self._clock()
        self._once = {name: at for name, at in self._once.items() if now - at <= ONCE_SECONDS}
        for key in tuple(self._people):
            if not self._recent(key, now):
                del self._people[key]
        for caller, times in tuple(self._before.items()):
            if now - times[-1] > ONCE_SECONDS:
                del self._before[caller]
        for place, at in tuple(self._passages.items()):
            if not at or now - at[-1] >= place[2]:
                del self._passages[place]

    @property
    def remembered(self) -> int:
        """Say how many names, passages and people are kept."""
        kept: list[Collection[object]] = [self._once, *self._passages.values()]
        kept += self._before.values()
        return sum(map(len, [*kept, *self._people.values()]))

    def _window(self, limit: Limit, now: float) -> deque[float]:
        place = (limit.name, limit.key, limit.window)
        at = self._passages.get(place)
        if at is None:
            at = self._passages[place] = deque(self._before.get(limit.key, ()))
        while at and now - at[0] >= limit.window:
            at.popleft()
        return at

    def _recent(self, key: str, now: float) -> OrderedDict[str, float]:
        people = self._people.get(key, OrderedDict())
        while people and now - next(iter(people.values())) > BREADTH_SECONDS:
            people.popitem(last=False)
        return people

    @staticmethod
    def _turns(
        limits: tuple[Limit, ...], windows: list[deque[float]], now: float
    ) -> tuple[Turn, ...]:
        return tuple(
            Turn(
                limit.name,
                max(0, limit.quota - len(at)),
                ceil(limit.window - (now - at[0])) if at else limit.window,
            )
            for limit, at in zip(limits, windows, strict=True)
        )
