"""Posting buckets: which row a key stands in, and how a row holds its postings. Pure arithmetic.

The top ``bits`` of a key's 64 say which bucket; the 24 bits after the first ``base`` are its tag.
A bucket's payload is its tags in ascending order, first the upper 16 bits of each, then the lower
8, then as many 32-bit record numbers, all little-endian: seven bytes a posting. Of two thousand
questions of forty keys one meets a stranger's posting under its tag, whom the comparison then tells
apart. The tag of a key that too many records share stands once, with ``STOP`` for a number, and
takes no posting any more. ``bits`` grow from ``base`` as an index grows: the tag still tells the
halves of a split bucket apart. Record numbers beyond 32 bits stand in rows of another ``part``, by
their upper half.
"""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from ppit_platform.person_index.layout import STOP, TAG_BITS, Words

Row: TypeAlias = tuple[int, int, bytes]
"""Bucket, part, payload."""

HOT_KEY = 300
"""A key that more records share says nothing: it is dropped, and stays dropped."""
POSTING_BYTES = 7
_TAG = (1 << TAG_BITS) - 1
_ABOVE = np.uint64(TAG_BITS)
_MOST_NUMBER = np.uint64(STOP)


@dataclass(frozen=True, slots=True)
class Postings:
    """Two columns of one length: where a posting stands, and the number of its record.

    A stop key is one posting whose number ends in ``STOP``.
    """

    places: Words
    numbers: Words

    def __len__(self) -> int:
        return len(self.places)

    @staticmethod
    def none() -> "Postings":
        return Postings(np.empty(0, np.uint64), np.empty(0, np.uint64))

    @staticmethod
    def joined(each: Iterable["Postings"]) -> "Postings":
        parts = list(each)
        if not parts:
            return Postings.none()
        places = np.concatenate([one.places for one in parts])
        return Postings(places, np.concatenate([one.numbers for one in parts]))

    def where(self, chosen: NDArray[np.bool_]) -> "Postings":
        return Postings(self.places[chosen], self.numbers[chosen])

    @property
    def stops(self) -> NDArray[np.bool_]:
        return (self.numbers & _MOST_NUMBER) == _MOST_NUMBER

    def settled(self) -> "Postings":
        """Return them in order, each once, with a stop in place of what too many share."""
        ordered = _ordered(self)
        places, stops = ordered.places, ordered.stops
        first = np.flatnonzero(_differs(places))
        shares = np.diff(np.append(first, len(places)))
        hot = (shares > HOT_KEY) | np.logical_or.reduceat(stops, first) if len(first) else stops
        kept = ordered.where(~np.repeat(hot, shares))
        dropped = places[first][hot]
        if not len(dropped):
            return kept
        markers = Postings(dropped, np.full(len(dropped), STOP, np.uint64))
        return _ordered(Postings.joined((kept, markers)))

    def rows(self) -> Iterator[Row]:
        """Encode postings that are settled as the rows of their buckets."""
        parts = self.numbers >> np.uint64(32)
        if np.any(parts):
            for part in cast("list[int]", np.unique(parts).tolist()):
                yield from _rows_of(self.where(parts == part), part)
        else:
            yield from _rows_of(self, 0)


def decoded(rows: Iterable[Row]) -> Postings:
    """Return the postings of rows, as many as there are."""
    return Postings.joined(_decoded(*row) for row in rows)


def _ordered(postings: Postings) -> Postings:
    order = np.argsort(postings.places, kind="stable")
    places, numbers = postings.places[order], postings.numbers[order]
    same = ~_differs(places)
    if np.any(same[1:] & (numbers[1:] < numbers[:-1])):
        order = np.lexsort((numbers, places))
        places, numbers = places[order], numbers[order]
    return Postings(places, numbers).where(_differs(places) | _differs(numbers))


def _rows_of(postings: Postings, part: int) -> Iterator[Row]:
    buckets = postings.places >> _ABOVE
    first = np.flatnonzero(_differs(buckets))
    ends = np.append(first, len(buckets))[1:].tolist()
    tags = postings.places & np.uint64(_TAG)
    upper = (tags >> np.uint64(8)).astype("<u2").tobytes()
    lower = (tags & np.uint64(0xFF)).astype("<u1").tobytes()
    numbers = (postings.numbers & _MOST_NUMBER).astype("<u4").tobytes()
    named = cast("list[int]", buckets[first].tolist())
    for bucket, start, end in zip(named, first.tolist(), ends, strict=True):
        payload = upper[2 * start : 2 * end] + lower[start:end] + numbers[4 * start : 4 * end]
        yield bucket, part, payload


def _decoded(bucket: int, part: int, payload: bytes) -> Postings:
    held = len(payload) // POSTING_BYTES
    upper = np.frombuffer(payload, "<u2", held).astype(np.uint64)
    lower = np.frombuffer(payload, "<u1", held, 2 * held)
    numbers = np.frombuffer(payload, "<u4", held, 3 * held).astype(np.uint64)
    places = np.uint64(bucket << TAG_BITS) | upper << np.uint64(8) | lower
    return Postings(places, np.uint64(part << 32) | numbers)


def numbers_under(payload: bytes, part: int, tag: int) -> list[int] | None:
    """Return the record numbers under a tag; None for a stop key.

    A question asks one or two tags of a bucket and mostly finds none, so that this searches the
    bytes as they are.
    """
    if sys.byteorder != "little":  # pragma: no cover  # no such machine is served
        msg = "payloads are little-endian words"
        raise NotImplementedError(msg)
    held, above = len(payload) // POSTING_BYTES, tag >> 8
    view = memoryview(payload)
    upper = view[: 2 * held].cast("H")
    start = bisect_left(upper, above)
    if start == held or upper[start] != above:
        return []
    lower, end = view[2 * held : 3 * held], bisect_right(upper, above, start)
    start = bisect_left(lower, tag & 0xFF, start, end)
    end = bisect_right(lower, tag & 0xFF, start, end)
    numbers = view[3 * held + 4 * start : 3 * held + 4 * end].cast("I").tolist()
    if STOP in numbers:
        return None
    return [part << 32 | number for number in numbers] if part else numbers


def _differs(words: Words) -> NDArray[np.bool_]:
    """Tell of each word whether it is another than the one before it."""
    differs = np.ones(len(words), np.bool_)
    np.not_equal(words[1:], words[:-1], out=differs[1:])
    return differs
