"""Bounds how many files are received at a time: none of them is in memory, all are on one disk."""

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

from ppit_gateway.errors import TooManyFiles


class ReadingRoom:
    """Places for files: so many in all, and so many of them for one organisation."""

    def __init__(self, *, places: int = 8, of_one: int = 2) -> None:
        self._places = places
        self._of_one = of_one
        self._taken: Counter[str] = Counter()

    @contextmanager
    def place(self, org_id: str) -> Generator[None]:
        """Hold a place; ``TooManyFiles`` when there is none."""
        if self._taken.total() >= self._places or self._taken[org_id] >= self._of_one:
            msg = "send it when another is done"
            raise TooManyFiles(msg)
        self._taken[org_id] += 1
        try:
            yield
        finally:
            self._taken[org_id] -= 1
