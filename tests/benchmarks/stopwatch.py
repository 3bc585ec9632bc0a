"""Times a piece of work and says how many things a second it did."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter


@dataclass(slots=True)
class Lap:
    """Seconds that the work took; 0 until it is done."""

    seconds: float = 0.0


@contextmanager
def timed(work: str, things: int) -> Generator[Lap]:
    lap = Lap()
    started = perf_counter()
    yield lap
    lap.seconds = perf_counter() - started
    rate = things / lap.seconds
    sys.stdout.write(f"\n{work}: {things:,} in {lap.seconds:.2f} s, {rate:,.0f} a second\n")
