"""A process that fills a person index and kills itself at one step: what kill -9 leaves behind."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from uuid import UUID

import psycopg

from ppit_platform.person_index.building import building
from ppit_platform.person_index.folding import fold

RUN_SIZE = 3_000


def people_of(seed: int, number: int) -> dict[UUID, frozenset[int]]:
    """Return people with eleven keys each, of which some are shared."""
    random = Random(seed)  # noqa: S311  # repeatable, nothing secret
    shared = [random.getrandbits(64) - (1 << 63) for _ in range(number)]
    return {
        UUID(int=random.getrandbits(128)): frozenset(
            [*random.sample(shared, 4), *(random.getrandbits(64) - (1 << 63) for _ in range(7))]
        )
        for _ in range(number)
    }


def build_index(
    connection: psycopg.Connection,
    people: dict[UUID, frozenset[int]],
    folder: Path,
    progress: Callable[[str], object] = lambda _: None,
) -> None:
    """Build the index of these people, in several runs, and commit."""
    with building(connection, folder, run_size=RUN_SIZE, progress=progress) as build:
        items = list(people.items())
        for start in range(0, len(items), 100):
            build.add(items[start : start + 100])
        build.finish()
    connection.commit()


def main() -> None:
    """Do ``build SEED NUMBER FOLDER`` or ``fold`` on URL, and die at the step STEP."""
    url, step, what, *values = sys.argv[1:]
    left = int(step)

    def progress(_: str) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    with psycopg.connect(url) as connection:
        if what == "fold":
            fold(connection, progress=progress)
        else:
            seed, number, folder = values
            build_index(connection, people_of(int(seed), int(number)), Path(folder), progress)


if __name__ == "__main__":
    main()
