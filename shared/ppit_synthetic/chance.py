"""Seeded chance: the one place where randomness enters, so that one seed is one Kent anywhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(seed: int, label: str) -> Random:
    """Return a generator of its own for one part of one Kent.

    Each part draws from its own stream, so that a change to one leaves the others as they were.
    A string seed goes through SHA-512, never through ``hash()``: every process draws the same.
    """
    return Random(f"{seed}/{label}")  # noqa: S311  # a town that must be repeatable, not secret


@dataclass(frozen=True, slots=True)
class Weighted(Generic[T]):
    """Values to draw from, with their cumulative weights."""

    values: Sequence[T]
    cumulative: Sequence[float]

    def draw(self, rng: Random) -> T:
        return rng.choices(self.values, cum_weights=self.cumulative)[0]


def happens(rng: Random, probability: float) -> bool:
    return rng.random() < probability


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def weighted(pairs: Iterable[tuple[T, float]]) -> Weighted[T]:
    values, weights = zip(*pairs, strict=True)
    return Weighted(values, tuple(accumulate(weights)))


def ranked(words: str) -> Weighted[str]:
    """Weigh words given in order of frequency: near Zipf's law, as first names are."""
    return weighted((word, 1 / (rank + 6)) for rank, word in enumerate(words.split()))


def day_between(rng: Random, first: date, last: date) -> date:
    """Draw a day from ``first`` to ``last``, both included. ``first`` if they are out of order."""
    span = (last - first).days
    return first + timedelta(days=rng.randint(0, span)) if span > 0 else first
