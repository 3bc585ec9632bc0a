"""Streets whose words have no other meaning in an address: read at once, as all the rules would.

Most lines of a long list are a number, a name and a type ("14 Foxglove Lane"). The rules for
everything else that people write need a hundred times longer to find nothing in such a line.
"""

import re

from ppit_matching.addresses.parsing import RUN_TOGETHER
from ppit_matching.addresses.parts import BESIDE_FLAT, FIRM_TYPES, FLAT_OR_FLOOR
from ppit_matching.addresses.words import (
    BUILDING_TYPES,
    DROPPED,
    FLOORS,
    SHORT_FORMS,
    SPELT_NUMBERS,
    STREET_TYPES,
)

# Shorter words may be short forms, initials, or the letter of a flat; "thelodge" is "the lodge".
PLAIN = re.compile(r"(?!the)[a-z]{3,}(?: (?!the)[a-z]{3,})+")
MEANING_MORE = frozenset(
    {*DROPPED, *SHORT_FORMS, *FLAT_OR_FLOOR, *BESIDE_FLAT, *FLOORS, *SPELT_NUMBERS, *BUILDING_TYPES}
)
ENDINGS = FIRM_TYPES - MEANING_MORE


def plain_words_of(text: str) -> list[str] | None:
    """Return the words after a house number; None if any may mean more than part of a name."""
    folded = text.lower()
    if not PLAIN.fullmatch(folded) or RUN_TOGETHER.search(text):
        return None
    spoken = folded.split(" ")
    return spoken if MEANING_MORE.isdisjoint(spoken) else None


def is_plain_street(spoken: list[str]) -> bool:
    """Tell whether plain words are the name of one street: its type comes last and nowhere else."""
    return spoken[-1] in ENDINGS and STREET_TYPES.isdisjoint(spoken[:-1])
