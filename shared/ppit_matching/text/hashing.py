"""Hashes of blocking keys: people and addresses are found by the same kind of number.

A key is mixed from the hashes of its parts by arithmetic on 64-bit words, so that a column of a
million records makes its keys by the same arithmetic on arrays (`linking.keys`): each distinct
part is hashed once, and what follows is multiplication.

The last bit of a key says whether it is a broad one: whom it finds, narrower keys find too, but for
what is typed beyond recognition. Where many share it, an index may leave it to those.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from xxhash import xxh3_64_intdigest

KEY_VERSION = "keys-3"
SIGN_BIT, RANGE = 1 << 63, 1 << 64
BROAD = 1
BROAD_KINDS = frozenset({"born"})
WORD = RANGE - 1
# SplitMix64's odd increment and the multipliers of its finaliser: every bit of the input reaches
# every bit of the output.
GOLDEN, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def hashed(kind: str, *parts: str) -> int:
    """Hash one key to a signed 64-bit integer; the order of the parts counts."""
    value = seed(kind)
    for part in parts:
        value = mixed(value, part_hash(part))
    value = value | BROAD if kind in BROAD_KINDS else value & ~BROAD
    return value - RANGE if value >= SIGN_BIT else value


def is_broad_key(key: int) -> bool:
    """Tell whether an index may leave a key to narrower ones."""
    return bool(key & BROAD)


@lru_cache(maxsize=128)
def seed(kind: str) -> int:
    """Return where the keys of one kind begin: another version of the keys begins elsewhere."""
    return xxh3_64_intdigest(f"{KEY_VERSION}\x1f{kind}".encode())


@lru_cache(maxsize=65_536)
def part_hash(part: str) -> int:
    """Return the unsigned 64-bit hash of one part."""
    return xxh3_64_intdigest(part.encode())


def part_hashes(parts: Iterable[str]) -> Iterator[int]:
    """Yield `part_hash` of each; a long list would only push everything else out of its cache."""
    return map(xxh3_64_intdigest, map(str.encode, parts))


def mixed(value: int, part: int) -> int:
    """Mix a part into a key; unsigned 64-bit words all through."""
    word = (value * GOLDEN + part) & WORD
    word = ((word ^ (word >> 30)) * FIRST) & WORD
    word = ((word ^ (word >> 27)) * SECOND) & WORD
    return word ^ (word >> 31)
