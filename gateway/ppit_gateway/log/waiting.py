"""Who waits for the next commit: bounded, in the order in which they came."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from ppit_gateway.log.wire import Answer, Failure, Question

MOST_WAITING = 20_000
"""Entries that may wait for a commit; more are answered unavailable at once, not queued."""
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
