"""Who waits for the next commit: bounded, in the order in which they came."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from ppit_gateway.log.wire import Answer, Failure, Question

MOST_WAITING = 20_000
"""Entries that may wait for a commit; more are answered unavailable at once, not queued."""
COMPANY_SHARE, COMPANY_SECONDS = 0.5, 0.0025
"""The most that a commit waits for company: of the time of the last one, and in seconds."""
GOOD_COMPANY = 48
"""So many share the price of a commit already: for more of them nobody waits."""
UNAVAILABLE = Answer(failure=Failure.UNAVAILABLE, reason="the log's database does not answer")
CROWDED = Answer(failure=Failure.UNAVAILABLE, reason="too many entries wait already")


@dataclass(frozen=True, slots=True)
class Waiting:
    question: Question
    answered: Callable[[Answer], None]

    @property
    def weight(self) -> int:
        return len(self.question.drafts) or 1


class WaitingRoom:
    def __init__(self) -> None:
        self._waiting: deque[Waiting] = deque()
        self._entries = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def take(self, one: Waiting) -> bool:
        """Say whether there was room."""
        if self._entries >= MOST_WAITING:
            return False
        self._waiting.append(one)
        self._entries += one.weight
        return True

    def next_batch(self, largest: int) -> list[Waiting]:
        """Call those of the next commit: ``largest`` entries, or the one question that is more."""
        batch: list[Waiting] = []
        entries = 0
        while self._waiting and entries < largest:
            batch.append(self._waiting.popleft())
            entries += batch[-1].weight
        self._entries -= entries
        return batch

    def turn_away(self) -> None:
        self._entries = 0
        while self._waiting:
            self._waiting.popleft().answered(UNAVAILABLE)


@dataclass(frozen=True, slots=True)
class Company:
    """For how many callers the next commit waits, and until when by the loop's clock, in seconds.

    Whoever was just answered mostly asks again at once. Without a moment's patience callers part
    into groups that wait for one another's commits, and a commit of thirty entries costs hardly
    more than one of fifteen. PostgreSQL's own ``commit_delay`` rests on the same.
    """

    callers: int = 0
    until: float = 0.0

    @classmethod
    def after(cls, callers: int, began: float, ended: float) -> "Company":
        """Expect the callers of a commit, for a share of the time that it took."""
        return cls(
            min(callers, GOOD_COMPANY),
            ended + min((ended - began) * COMPANY_SHARE, COMPANY_SECONDS),
        )

    def seconds_for(self, waiting: int, now: float) -> float:
        """Return how long those who wait are to wait for the others; 0 when all are there."""
        return max(0.0, self.until - now) if 0 < waiting < self.callers else 0.0
