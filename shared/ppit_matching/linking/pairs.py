"""Candidate pairs: records that share a key, each pair once, in memory that grows with the list.

A key that too many records share says nothing: pairs grow with the square of a block. Blocks above
`MOST_SHARING` are dropped, and of the rest the largest go until a kind makes no more pairs than
its budget; both are counted.
"""

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from ppit_matching.linking.arrays import (
    Flags,
    Ints,
    Longs,
    Words,
    first_of_runs,
    unpacked,
)
from ppit_matching.linking.keys import Keyed

MOST_SHARING = 300
# Pairs that one kind of key may make: a small list can afford more for each record.
LEAST_BUDGET, PAIRS_PER_RECORD = 600_000, 4
# Kinds of keys that are paired side by side.
AT_ONCE = 2


@dataclass(slots=True)
class Candidates:
    """Pairs of records, packed, and what was left out on the way."""

    pairs: Longs
    stop_keys: dict[str, int] = field(default_factory=dict[str, int])
    looked_up: Flags = field(default_factory=lambda: np.zeros(0, np.bool_))

    def sides(self) -> tuple[Ints, Ints]:
        return unpacked(self.pairs)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Records sorted by key: block `i` is `records[starts[i]:starts[i] + sizes[i]]`."""

    records: Longs
    starts: Longs
    sizes: Longs


def candidate_pairs(keyed: Iterable[Keyed], records: int, source: Ints | None = None) -> Candidates:
    """Return every pair that shares a key that is no stop key.

    With `source`, only pairs of records of two sources.
    """
    found = Candidates(np.zeros(0, np.int64), {}, np.zeros(records, np.bool_))

    def paired(kind: Keyed) -> Longs:
        return _paired(found, kind, source)

    # Sorting lets go of the interpreter's lock; the kinds are made one by one, for they are large.
    waiting: list[Longs] = []
    running: deque[Future[Longs]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for kind in keyed:
            running.append(threads.submit(paired, kind))
            if len(running) > AT_ONCE:
                waiting.append(running.popleft().result())
        waiting.extend(one.result() for one in running)
    found.stop_keys = dict(sorted(found.stop_keys.items()))
    found.pairs = _each_once(waiting) if waiting else found.pairs
    return found


def _each_once(waiting: list[Longs]) -> Longs:
    """Return the distinct pairs in order and empty the list: nothing stands in memory twice."""
    pairs = np.concatenate(waiting)
    waiting.clear()
    pairs.sort()
    return pairs[first_of_runs(pairs)]


def _paired(found: Candidates, kind: Keyed, source: Ints | None) -> Longs:
    """Return the pairs of one kind of key, and note in `found` what was left out."""
    records = len(found.looked_up)
    blocks = _blocks(kind, records)
    kept = _affordable(blocks, max(LEAST_BUDGET, PAIRS_PER_RECORD * records))
    found.stop_keys[kind.kind] = int(np.count_nonzero(~kept & (blocks.sizes > 1)))
    _mark(found.looked_up, blocks, kept)
    return _pairs(blocks, kept & (blocks.sizes > 1), source)


def _blocks(kind: Keyed, records: int) -> _Blocks:
    """Sort by key: the record's number takes the lowest bits of the word that is sorted."""
    bits = np.uint64(max(records - 1, 1).bit_length())
    mask = (np.uint64(1) << bits) - np.uint64(1)
    ordered: Words = np.sort((kind.keys & ~mask) | kind.records.astype(np.uint64))
    ordered = ordered[first_of_runs(ordered)]
    starts = np.flatnonzero(first_of_runs(ordered >> bits))
    sizes = np.diff(np.append(starts, len(ordered)))
    return _Blocks((ordered & mask).astype(np.int64), starts, sizes)


def _affordable(blocks: _Blocks, budget: int) -> Flags:
    """Mark the blocks to be looked at: the small ones first, until the budget is spent."""
    kept = blocks.sizes <= MOST_SHARING
    counts = np.bincount(blocks.sizes[kept], minlength=2)
    sizes = np.arange(len(counts))
    spent = np.cumsum(counts * (sizes * (sizes - 1) // 2))
    largest = int(np.searchsorted(spent, budget, side="right")) - 1
    return kept & (blocks.sizes <= max(largest, 2))


def _mark(looked_up: Flags, blocks: _Blocks, kept: Flags) -> None:
    looked_up[blocks.records[np.repeat(kept, blocks.sizes)]] = True


def _pairs(blocks: _Blocks, kept: Flags, source: Ints | None) -> Longs:
    """Pair each record of a block with those after it."""
    sizes, starts = blocks.sizes[kept], blocks.starts[kept]
    block = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(len(block)) - (np.cumsum(sizes) - sizes)[block]
    after = sizes[block] - place - 1
    one = starts[block] + place
    left = np.repeat(one, after)
    step = np.arange(len(left)) - np.repeat(np.cumsum(after) - after, after)
    ours, theirs = blocks.records[left], blocks.records[left + step + 1]
    if source is not None:
        apart = source[ours] != source[theirs]
        ours, theirs = ours[apart], theirs[apart]
    return (ours << 32) | theirs
