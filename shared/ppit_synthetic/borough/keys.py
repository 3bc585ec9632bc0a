"""Numbers that a partner gives out itself: no two alike, and nothing of the truth to be read off.

If a source's key for a person were made of the person's number, a matcher could cheat by it; if
keys counted up in the order of the truth, neighbours would be relatives.
"""

import hashlib

_NUMBERS = 10_000_000
_LAST_DIGIT = 10


def scrambled(label: str, number: int) -> int:
    """Map ``number`` below ten million to another one, each ``label`` in a way of its own."""
    digest = hashlib.sha256(label.encode()).digest()
    factor = int.from_bytes(digest[:3], "big") * _LAST_DIGIT + 3  # ends in 3: shares no factor
    return (number * factor + int.from_bytes(digest[3:6], "big")) % _NUMBERS


def own_key(label: str, number: int) -> str:
    """Return the key that the system ``label`` gives to ``number``: letters and seven digits."""
    letters = "".join(word[0] for word in label.replace("/", "_").split("_"))
    return f"{letters.upper()}{scrambled(label, number):07d}"
