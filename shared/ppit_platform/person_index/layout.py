"""Where a key stands: its bucket and its tag; and how record numbers are spelled."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Words: TypeAlias = NDArray[np.uint64]
FILL = 220
"""Postings in a bucket of a new build, on average at most: some four rows to a page."""
SPLIT_AT = 440
"""Postings in a bucket, on average, beyond which buckets are split in two."""
MOST_BITS = 30
MOST_SPLITS = 12
"""How often buckets are split: each time a tag tells one bit less. Then the index is built anew."""
TAG_BITS = 24
STOP = 0xFFFF_FFFF
_TAG = (1 << TAG_BITS) - 1
_ABOVE = np.uint64(TAG_BITS)


@dataclass(frozen=True, slots=True)
class Layout:
    """How keys are spread over buckets; ``base`` is what ``bits`` were when it was built."""

    bits: int
    base: int

    @staticmethod
    def of(postings: int) -> "Layout":
        """Return the layout in which so many postings fill their buckets well."""
        bits = 0
        while bits < MOST_BITS and postings > FILL << bits:
            bits += 1
        return Layout(bits, bits)

    def grown(self, postings: int) -> "Layout":
        """Return this layout, its buckets split as often as so many postings need."""
        bits, most = self.bits, min(MOST_BITS, self.base + MOST_SPLITS)
        while bits < most and postings > SPLIT_AT << bits:
            bits += 1
        return Layout(bits, self.base)

    def bucket_and_tag(self, key: int) -> tuple[int, int]:
        """Return where a signed 64-bit key stands."""
        word = key & 0xFFFF_FFFF_FFFF_FFFF
        return word >> (64 - self.bits), word >> (64 - TAG_BITS - self.base) & _TAG

    def places(self, keys: NDArray[np.int64]) -> Words:
        """Return bucket and tag of each key in one word: in it, order is the order of rows."""
        words = keys.view(np.uint64)
        tags = (words >> np.uint64(64 - TAG_BITS - self.base)) & np.uint64(_TAG)
        # A shift by all 64 bits is undefined: of a single bucket every key is the first's.
        buckets = words >> np.uint64(64 - self.bits) if self.bits else np.zeros_like(words)
        return (buckets << _ABOVE) | tags

    def moved(self, places: Words, before: "Layout") -> Words:
        """Return where the postings of the same layout's fewer buckets stand now."""
        grown = self.bits - before.bits
        if not grown:
            return places
        below = before.bits - self.base
        tags = places & np.uint64(_TAG)
        # The tag's first ``below`` bits are in the bucket's number already.
        halves = (tags << np.uint64(below) & np.uint64(_TAG)) >> np.uint64(TAG_BITS - grown)
        buckets = (places >> _ABOVE << np.uint64(grown)) | halves
        return (buckets << _ABOVE) | tags


def numbered(sequence: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spell the first, second, ... record number: none ends in the 32 bits that mean a stop."""
    a_part = np.uint64(STOP)
    return (sequence // a_part << np.uint64(32)) | sequence % a_part
