"""Postcodes: found in text, repaired where letter and digit were confused, and their neighbours."""

import re
from functools import lru_cache

from ppit_matching.text.folding import fold

# Outward: A9, A99, AA9, AA99, A9A, AA9A. Inward: 9AA. Checked by shape, not against a list:
# invented postcodes must pass.
# The letters that may end an outward half are Royal Mail's, so an O or I there was a 0 or 1.
OUTWARD = r"[a-z]\d[\dabcdefghjkpstuw]?|[a-z]{2}\d[\dabehmnprvwxy]?"
SHAPE = re.compile(rf"^({OUTWARD})(\d[a-z]{{2}})$")
AT_END = re.compile(r"\b([a-z0-9]{2,4})[ .-]*([a-z0-9]{3})\W*$")
STRICT_INSIDE = re.compile(rf"\b({OUTWARD})\s*(\d[a-z]{{2}})\b")
TO_DIGIT = str.maketrans({"o": "0", "i": "1", "l": "1", "s": "5", "z": "2", "b": "8"})
TO_LETTER = str.maketrans({"0": "o", "1": "i", "5": "s", "2": "z", "8": "b"})
SHORTEST, LONGEST = 5, 7


def _format(outward: str, inward: str) -> str:
    return f"{outward} {inward}".upper()


@lru_cache(maxsize=65_536)
def parse_postcode(text: str | None) -> str | None:
    """Return "CT14 7AA" for text that is a postcode and nothing else, however it was spaced.

    O and 0, I and 1, S and 5 are put right where the shape says which must stand there.
    """
    if not text:
        return None
    packed = "".join(character for character in fold(text) if character.isalnum())
    if not SHORTEST <= len(packed) <= LONGEST or not packed[0].isalpha():
        return None
    shape = SHAPE.match(packed) or SHAPE.match(_repaired(packed))
    return _format(shape.group(1), shape.group(2)) if shape else None


def _repaired(packed: str) -> str:
    """Put letters and digits where a postcode of this length must have them.

    The third place of a four-place outward half may be either, so it is left as typed.
    """
    outward, inward = packed[:-3], packed[-3:]
    inward = inward[0].translate(TO_DIGIT) + inward[1:].translate(TO_LETTER)
    longest, middling = 4, 3
    two_letters = len(outward) == middling and outward[1].isalpha()
    area = 2 if len(outward) == longest or two_letters else 1
    letters, digits = outward[:area].translate(TO_LETTER), outward[area:]
    return letters + digits[:1].translate(TO_DIGIT) + _last_place(digits[1:]) + inward


def _last_place(place: str) -> str:
    """Read o and i in the last outward place as digits: hardly any postcode ends its half so."""
    return place.translate(str.maketrans({"o": "0", "i": "1"}))


def take_postcode(line: str) -> tuple[str, str | None]:
    """Split a folded line into what is left and the postcode that it held, if it did."""
    inside = STRICT_INSIDE.search(line)
    if inside:
        rest = f"{line[: inside.start()]} {line[inside.end() :]}"
        return rest, _format(inside.group(1), inside.group(2))
    at_end = AT_END.search(line)
    if at_end is None or not _looks_like_postcode(at_end.group(1)):
        return line, None
    postcode = parse_postcode(at_end.group(1) + at_end.group(2))
    return (line, None) if postcode is None else (line[: at_end.start()], postcode)


def _looks_like_postcode(outward: str) -> bool:
    """Ask for a letter first and a digit after: "12 Ivy" is a door, "the oak" a house."""
    return outward[0].isalpha() and any(character.isdigit() for character in outward)


def postcode_variants(postcode: str) -> frozenset[str]:
    """Return the postcodes that one exchange of neighbours, or of look-alikes, could have made."""
    packed = postcode.replace(" ", "").lower()
    spellings = {
        packed[:place] + packed[place + 1] + packed[place] + packed[place + 2 :]
        for place in range(len(packed) - 1)
    }
    parsed = {parse_postcode(spelling) for spelling in spellings}
    return frozenset(found for found in parsed if found and found != postcode)
