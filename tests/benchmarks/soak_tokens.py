"""Judges 100,000 tokens beside joserfc: ``python -m tests.benchmarks.soak_tokens``, ``make soak``.

Each run takes another seed, and keeps in ``docs/benchmarks/soak-tokens.json`` what it found. Exit 1
if we accepted what joserfc refuses; any failure of ours but ``InvalidToken`` ends the run.
"""

import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version

from tests.benchmarks.kept import keep
from tests.support.token_oracle import judged

COUNT = 100_000


def main(count: int = COUNT) -> int:
    """Judge ``count`` tokens and return the exit status."""
    seed, began = int(datetime.now(UTC).timestamp()), time.process_time()
    tally = judged(count, seed)
    figures: dict[str, object] = {
        "tokens": count,
        "seed": seed,
        "joserfc": version("joserfc"),
        "accepted": tally.accepted,
        "refused": tally.refused,
        "accepted_by_us_alone": len(tally.alone),
        "processor_seconds": round(time.process_time() - began),
    }
    keep("soak-tokens", figures)
    for mutant in tally.alone:
        print(f"{mutant.kind}: {mutant.raw}")  # noqa: T201  # what a soak is for
    return 1 if tally.alone else 0


if __name__ == "__main__":
    sys.exit(main())
