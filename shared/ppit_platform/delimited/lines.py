"""The lines of a text as a CSV reader takes them, in bounded memory, and given back at need."""

import io
from collections import deque
from collections.abc import Iterable

from ppit_platform.delimited.outcome import CELL_LIMIT

ROW_LIMIT = 4 * CELL_LIMIT
"""Characters in one row, however many lines it runs over."""


class RowTooLong(Exception):
    """What was taken for a row runs on past ``ROW_LIMIT``."""


class Lines:
    """An iterator over lines with their ends. ``taken`` are those of the row being read, ``size``
    its characters, ``line_no`` the number of its first line in the file, from 1.

    A line too long for any row is cut, and the rest of it passed over to its end.
    """

    def __init__(self, blocks: Iterable[str]) -> None:
        self._blocks = iter(blocks)
        self._ahead: deque[str] = deque()
        self._rest = ""
        self._passing_over = False
        self.line_no = 1
        self.taken: list[str] = []
        self.size = 0
        self.ended = False
        self.unended: str | None = None

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        ahead = self._ahead
        while not ahead:
            self._fill()
        line = ahead.popleft()
        self.taken.append(line)
        self.size += len(line)
        if self.size > ROW_LIMIT:
            raise RowTooLong
        return line

    def begin(self) -> None:
        """Begin another row: what was taken is done with."""
        self.line_no += len(self.taken)
        self.taken.clear()
        self.size = 0

    def give_back(self) -> None:
        """Keep the first line taken and hand the others out again: they are rows of their own."""
        self._ahead.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]
        self.ended = False

    def is_torn(self) -> bool:
        """Tell whether the file ended before the last line taken did."""
        return self.unended is not None and self.taken[-1] is self.unended and not self._ahead

    def peek(self, count: int) -> list[str]:
        """Return up to ``count`` lines to come without taking them."""
        while len(self._ahead) < count and not self._is_over():
            self._read()
        return [self._ahead[place] for place in range(min(count, len(self._ahead)))]

    def _fill(self) -> None:
        if self._is_over():
            self.ended = True
            raise StopIteration
        self._read()

    def _is_over(self) -> bool:
        return self._blocks is _OVER

    def _read(self) -> None:
        block = next(self._blocks, None)
        if block is None:
            self._blocks = _OVER
            if self._rest and not self._passing_over:
                if not self._rest.endswith("\r"):
                    self.unended = self._rest
                self._ahead.append(self._rest)
            return
        found = list(io.StringIO(self._rest + block, newline=""))
        # A carriage return may be half of a line end whose other half comes next.
        self._rest = found.pop() if found and not found[-1].endswith("\n") else ""
        if found and self._passing_over:
            del found[0]
            self._passing_over = False
        self._ahead.extend(found)
        if len(self._rest) > ROW_LIMIT:
            if not self._passing_over:
                self._ahead.append(self._rest)
            self._rest, self._passing_over = "", True


_OVER = iter(())
