"""Does work for one core each, several pieces at a time."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

PIECES = 2


def at_once(tasks: Iterable[Callable[[], None]]) -> None:
    """Run ``tasks``, two at a time, and raise what the first that failed raised."""
    with ThreadPoolExecutor(max_workers=PIECES) as pool:
        for running in [pool.submit(task) for task in tasks]:
            running.result()
