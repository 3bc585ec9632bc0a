"""Whole columns at once: lists of unequal length, pairs packed, each distinct one once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Words = NDArray[np.uint64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
HALF = np.int64(32)
LOW = np.int64((1 << 32) - 1)


@dataclass(frozen=True, slots=True)
class Ragged:
    """Lists of numbers, one for each row: row `i` holds `values[starts[i]:starts[i + 1]]`."""

    starts: Longs
    values: Ints

    @staticmethod
    def of(rows: Iterable[Sequence[int]]) -> "Ragged":
        kept = [tuple(row) for row in rows]
        starts = np.zeros(len(kept) + 1, np.int64)
        np.cumsum([len(row) for row in kept], out=starts[1:])
        values = np.fromiter((value for row in kept for value in row), np.int32, int(starts[-1]))
        return Ragged(starts, values)

    def sizes(self, rows: Ints | Longs) -> Longs:
        return self.starts[rows + 1] - self.starts[rows]

    def expand(self, rows: Ints | Longs) -> tuple[Longs, Ints]:
        """Return, for every entry of the rows asked for, which row it is of, and its value."""
        sizes = self.sizes(rows)
        which = np.repeat(np.arange(len(rows)), sizes)
        before = np.cumsum(sizes) - sizes
        place = np.arange(len(which)) - before[which] + self.starts[rows][which]
        return which, self.values[place]

    def many(self) -> Flags:
        """Mark the rows that hold more than one value."""
        return np.diff(self.starts) > 1

    def shares_any(self) -> Flags:
        """Mark the rows that share a value with another row (or hold one twice)."""
        shared = np.bincount(self.values) > 1
        rows = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        found = np.zeros(len(self.starts) - 1, np.bool_)
        found[rows[shared[self.values]]] = True
        return found

    def first(self, rows: Ints | Longs) -> Ints:
        """Return each row's first value, -1 for an empty row."""
        found = np.full(len(rows), -1, np.int32)
        filled = self.sizes(rows) > 0
        found[filled] = self.values[self.starts[rows[filled]]]
        return found


def cross(
    left: Ragged, left_rows: Ints | Longs, right: Ragged, right_rows: Ints | Longs
) -> tuple[Longs, Ints, Ints]:
    """Return every pair of entries of rows that stand side by side, and which rows they are of."""
    which, ours = left.expand(left_rows)
    again, theirs = right.expand(right_rows[which])
    return which[again], ours[again], theirs


def packed(left: Ints | Longs, right: Ints | Longs) -> Longs:
    """Pack two numbers below 2**31 in one."""
    return (left.astype(np.int64) << HALF) | right.astype(np.int64)


def unpacked(pairs: Longs) -> tuple[Ints, Ints]:
    return (pairs >> HALF).astype(np.int32), (pairs & LOW).astype(np.int32)


def distinct(values: Longs) -> Longs:
    """Return the distinct values in order (numpy's own hashes them, which takes longer)."""
    ordered = np.sort(values)
    return ordered[first_of_runs(ordered)]


def first_of_runs(ordered: Longs | Words) -> Flags:
    """Mark where a sorted array comes to a new value."""
    fresh = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return fresh


def smallest_of_runs(which: Longs, values: Longs, rows: int, otherwise: int) -> Longs:
    """Return the least value of each row; `which` ascends and may leave rows out."""
    found = np.full(rows, otherwise, np.int64)
    if len(which):
        begins = np.flatnonzero(first_of_runs(which))
        found[which[begins]] = np.minimum.reduceat(values, begins)
    return found


def any_of(which: Longs, flags: Flags, rows: int) -> Flags:
    """Return for each row whether any of its entries is marked."""
    found = np.zeros(rows, np.bool_)
    found[which[flags]] = True
    return found
