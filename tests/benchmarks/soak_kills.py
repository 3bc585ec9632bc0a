"""Two hundred kills -9 under load, over every process in turn: ``make soak``.

Writes ``docs/benchmarks/soak-kills.json`` and fails unless nothing acknowledged is lost and no
effect is there twice.
"""

import asyncio
import sys
from dataclasses import asdict
from itertools import cycle, islice

from tests.benchmarks.kept import keep
from tests.support.kill_nine import Left, kill_and_count
from tests.support.processes import hold_markers, running_house

KILLS = 200
NAMES = (
    "log",
    "publisher",
    "gate",
    "gate-internal",
    "officer-safety",
    "officer-safety-worker",
    "postgres",
)


async def soak(kills: int) -> Left:
    with running_house() as house:
        await hold_markers(house)
        return await kill_and_count(house, tuple(islice(cycle(NAMES), kills)))


if __name__ == "__main__":
    left = asyncio.run(soak(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS))
    keep("soak-kills", asdict(left))
    sys.exit(0 if left.ok and (left.unlogged, left.doubled, left.gaps) == (0, 0, 0) else 1)
