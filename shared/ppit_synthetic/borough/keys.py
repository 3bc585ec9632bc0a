"""Numbers that a partner gives out itself: no two alike, and nothing of the truth to be read off.

If a source's key for a person were made of the person's number, a matcher could cheat by it; if
keys counted up in the order of the truth, neighbours would be relatives.
"""

import hashlib
from functools import cache

_NUMBERS = 10_000_000


def scrambled(label: str, number: int) -> int:
    """Map ``number`` below ten million to another one, each ``label`` in a way of its own."""
    factor, start = _way(label)
    return (number * factor + start) % _NUMBERS


def own_key(label: str, number: int) -> str:
    """Return the key that the system ``label`` gives to ``number``: letters and seven digits."""
    return f"{_letters(label)}{scrambled(label, number):07d}"


@cache
def _way(label: str) -> tuple[int, int]:
    """Return a factor that shares none with ten million, since it ends in 3, and a start."""
    digest = hashlib.sha256(label.encode()).digest()
    return int.from_bytes(digest[:3], "big") * 10 + 3, int.from_bytes(digest[3:6], "big")


@cache
def _letters(label: str) -> str:
    return "".join(word[0] for word in label.replace("/", "_").split("_")).upper()
