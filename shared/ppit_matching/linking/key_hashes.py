"""Keys of whole columns by the arithmetic of `text.hashing`: the same 64-bit words, on arrays."""

from collections.abc import Sequence

import numpy as np

from ppit_matching.linking.arrays import Words
from ppit_matching.text.hashing import (
    BROAD,
    BROAD_KINDS,
    FIRST,
    GOLDEN,
    SECOND,
    part_hashes,
    seed,
)

GOLDEN_WORD, FIRST_WORD, SECOND_WORD = np.uint64(GOLDEN), np.uint64(FIRST), np.uint64(SECOND)
BY_30, BY_27, BY_31 = np.uint64(30), np.uint64(27), np.uint64(31)
BROAD_BIT = np.uint64(BROAD)


def mixed_arrays(value: Words | np.uint64, part: Words) -> Words:
    """Mix a part into keys, as `text.hashing.mixed` does with one."""
    word = value * GOLDEN_WORD + part
    word = (word ^ (word >> BY_30)) * FIRST_WORD
    word = (word ^ (word >> BY_27)) * SECOND_WORD
    return word ^ (word >> BY_31)


def hashes_of(texts: Sequence[str]) -> Words:
    return np.fromiter(part_hashes(texts), np.uint64, len(texts))


def made(kind: str, *parts: Words) -> Words:
    value: Words | np.uint64 = np.uint64(seed(kind))
    with np.errstate(over="ignore"):
        for part in parts:
            value = mixed_arrays(value, part)
    last = value | BROAD_BIT if kind in BROAD_KINDS else value & ~BROAD_BIT
    return np.asarray(last, np.uint64)
