"""Two hundred kills -9 under load, over every process in turn: ``make soak``.

Writes ``docs/benchmarks/soak-kills.json`` after each round, so that a run that is stopped half way
leaves what it has counted, and fails unless nothing acknowledged is lost, every receipt proves, and
no effect is there twice.
"""

import asyncio
import sys
from collections.abc import Sequence
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
_COUNTED = ("kills", "acknowledged", "effects", "unlogged", "unproved", "doubled", "gaps")


async def soak(kills: int) -> bool:
    """Kill round after round in one house; say whether all that was acknowledged is there."""
    order = list(islice(cycle(NAMES), kills))
    rounds: list[Left] = []
    with running_house() as house:
        await hold_markers(house)
        for number, start in enumerate(range(0, kills, len(NAMES))):
            some = order[start : start + len(NAMES)]
            rounds.append(await kill_and_count(house, some, work=f"round-{number}"))
            keep("soak-kills", _figures(rounds, kills))
            if not _whole(rounds[-1]):
                return False
    return True


def _figures(rounds: Sequence[Left], kills: int) -> dict[str, object]:
    """Return what all rounds found; ``gaps`` are of the whole log, which each looks through."""
    counted = {name: sum(asdict(one)[name] for one in rounds) for name in _COUNTED}
    last = rounds[-1]
    return {
        "kills_wanted": kills,
        "rounds": len(rounds),
        **counted,
        "gaps": last.gaps,
        "verdict": last.verdict,
        "ok": all(map(_whole, rounds)),
    }


def _whole(left: Left) -> bool:
    lost = (left.unlogged, left.unproved, left.doubled, left.gaps)
    return left.ok and lost == (0, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(soak(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS)) else 1)
