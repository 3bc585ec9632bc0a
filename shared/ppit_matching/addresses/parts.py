"""One line of an address, taken apart: flat, number, and the words that are left."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from ppit_matching.addresses.words import (
    BUILDING_TYPES,
    DROPPED,
    FLAT_WORDS,
    FLOORS,
    SHORT_FORMS,
    SPELT_NUMBERS,
    UNNAMED_FLAT,
)
from ppit_matching.text.word_lists import listed

TOKEN = re.compile(r"\d+[a-z]?\s*-\s*\d+[a-z]?\b|\d+\s+[a-z](?=\s|$)|[a-z0-9]+|/")
SPACED = re.compile(r"\s+")
FLAT_NAME = re.compile(r"^(\d+[a-z]?|[a-z]\d*)$")
NUMBER = re.compile(r"^\d+[a-z]?(-\d+[a-z]?)?$")
# Ends of a street's name that split "High Street Deal" where no comma did.
FIRM_TYPES = listed(
    "road street avenue lane close drive crescent gardens terrace grove way mews rise walk place "
    "parade square row"
)
DIRECTIONS = listed("north south east west upper lower")
FLAT_OR_FLOOR = frozenset({*FLAT_WORDS, "floor"})
# Alone they are names ("Upper Street", "First Avenue"), so they need "floor" or "flat" after them.
FLOOR_INITIALS = listed("gff fff sff tff lgf lgff bsmt bst basement annexe annex")
FLATS_ALONE = listed("flat apartment apt maisonette studio bedsit")
BESIDE_FLAT = listed("at over above")  # "flat above 14 High Street"
MISREAD = re.compile(r"^[lois]*\d[\dlois]*$")
MISREADINGS = str.maketrans("lois", "1015")


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands between two commas; `words` is empty if it was only a number or a flat."""

    flat: str | None = None
    number: str | None = None
    words: tuple[str, ...] = ()


def segments_of(line: str) -> tuple[Segment, ...]:
    """Take one folded line apart, also where commas are missing."""
    pieces = (piece for part in re.split(r"[,;\n\t]", line) for piece in _pieces(written_out(part)))
    found = (_segment(piece) for piece in pieces)
    return tuple(segment for segment in found if segment != Segment())


def written_out(text: str) -> list[str]:
    """Return words with short forms written out: "14 b" is "14b", "12 - 14" is "12-14"."""
    found = [SPACED.sub("", token).lstrip("0") or "0" for token in TOKEN.findall(text)]
    kept = [token for token in found if token not in DROPPED]
    return [_written_out(kept, place) for place in range(len(kept))]


def _written_out(tokens: list[str], place: int) -> str:
    """Read "st" as a street at the end of a name and as a saint at its beginning."""
    word = tokens[place]
    if word.startswith("the") and word[3:] in BUILDING_TYPES:  # "Thelodge"
        return word[3:]
    begins = not any(before.isalpha() for before in tokens[:place]) and place + 1 < len(tokens)
    if word == "st":
        return "saint" if begins else "street"
    return word if begins and word in {"la", "gr", "ho", "dr"} else SHORT_FORMS.get(word, word)


def _pieces(tokens: list[str]) -> list[list[str]]:
    """Part "Rose Cottage 12 Mill Lane Deal" into the house, the street and the town."""
    pieces: list[list[str]] = []
    for place, token in enumerate(tokens):
        begins = bool(NUMBER.match(token)) and _inside_words(tokens, place)
        if not pieces or begins or _after_street(pieces[-1], tokens[place:]):
            pieces.append([])
        pieces[-1].append(token)
    return pieces


def _inside_words(tokens: list[str], place: int) -> bool:
    """Tell whether a number between words begins a new part; after "flat" or "/" it does not."""
    if place == 0 or place + 1 >= len(tokens):
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    return before.isalpha() and before not in FLAT_WORDS and len(after) > 1 and after.isalpha()


def _after_street(piece: list[str], rest: list[str]) -> bool:
    """Tell whether the street's name is complete, or a house's with a whole street to follow."""
    if len(piece) > 1 and piece[-1] in BUILDING_TYPES and rest[0] not in FIRM_TYPES:
        return rest[0].isalpha() and not FIRM_TYPES.isdisjoint(rest)
    named = [token for token in piece if token.isalpha()]
    if len(named) < 2 or named[-1] not in FIRM_TYPES or piece[-1] != named[-1]:  # noqa: PLR2004 - a name and its type
        return False
    return rest[0].isalpha() and rest[0] not in DIRECTIONS and FIRM_TYPES.isdisjoint(rest)


def _segment(tokens: list[str]) -> Segment:
    if len(tokens) == 1 and len(tokens[0]) == 1 and tokens[0].isalpha():
        return Segment(flat=tokens[0])  # "A, 17 High Street"
    flat, rest = _take_flat(tokens)
    if len(rest) > 1 and flat is None and NUMBER.match(rest[0]) and NUMBER.match(rest[1]):
        flat, rest = rest[0], rest[1:]  # "3 29 High Street"
    if len(rest) > 2 and rest[1] == "/" and NUMBER.match(rest[0]) and NUMBER.match(rest[2]):  # noqa: PLR2004 - "2/14 High Street"
        flat, rest = flat or rest[0], rest[2:]
    number, rest = _take_number(rest)
    return Segment(flat, number, tuple(word for word in rest if word != "/"))


def _take_number(tokens: list[str]) -> tuple[str | None, list[str]]:
    """Take the number before the words, or after them ("High Street 14")."""
    if tokens and NUMBER.match(tokens[0]):
        return tokens[0], tokens[1:]
    if tokens and MISREAD.match(tokens[0]):  # "l4 High Street"
        return tokens[0].translate(MISREADINGS), tokens[1:]
    if len(tokens) > 2 and tokens[0] in SPELT_NUMBERS:  # noqa: PLR2004 - "Five Mill Lane"; "Five Oaks" is a house
        return SPELT_NUMBERS[tokens[0]], tokens[1:]
    if len(tokens) > 1 and NUMBER.match(tokens[-1]):
        return tokens[-1], tokens[:-1]
    return None, tokens


def _take_flat(tokens: list[str]) -> tuple[str | None, list[str]]:
    """Take "flat 2", "apartment b", "basement flat", "first floor" from wherever it stands."""
    for place, word in enumerate(tokens):
        if word in FLAT_WORDS or _begins_floor(tokens, place):
            flat, used = _flat_at(tokens, place)
            return flat, tokens[:place] + tokens[place + used :]
    if len(tokens) > 1 and FLAT_NAME.match(tokens[1]) and _is_flat_mistyped(tokens[0]):
        return tokens[1], tokens[2:]
    return None, tokens


def _is_flat_mistyped(word: str) -> bool:
    return any(
        OSA.distance(word, flat, score_cutoff=1) <= 1 for flat in ("flat", "unit", "apartment")
    )


def _begins_floor(tokens: list[str], place: int) -> bool:
    if tokens[place] not in FLOORS and " ".join(tokens[place : place + 2]) not in FLOORS:
        return False
    after = tokens[place + 1 : place + 3]
    return tokens[place] in FLOOR_INITIALS or not FLAT_OR_FLOOR.isdisjoint(after)


def _flat_at(tokens: list[str], place: int) -> tuple[str | None, int]:
    """Read the flat that begins here: its name, and how many words that took."""
    used = 0
    name: str | None = None
    for token in tokens[place:]:
        floor = FLOORS.get(" ".join(tokens[place + used : place + used + 2])) or FLOORS.get(token)
        spelt = SPELT_NUMBERS.get(token, token)
        names_street = name is not None and _begins_words(tokens, place + used)
        if token in FLAT_OR_FLOOR or (token in BESIDE_FLAT and used):
            used += 1
        elif names_street:
            break
        elif FLAT_NAME.match(spelt):
            return spelt, used + 1 + _floor_after(tokens, place + used + 1)
        elif floor is not None and name is None:
            name, used = floor, used + 1
        else:
            break
    if name is None and tokens[place] in FLATS_ALONE:
        name = UNNAMED_FLAT
    return name, used


def _floor_after(tokens: list[str], place: int) -> int:
    """Count the words that only say where a numbered flat lies: "flat 3 first floor"."""
    after = tokens[place : place + 2]
    if after and after[0] in BESIDE_FLAT:
        return 1
    return 2 if len(after) > 1 and after[0] in FLOORS and after[1] == "floor" else 0


def _begins_words(tokens: list[str], place: int) -> bool:
    """Tell "ground floor flat 14 High Street" from "ground floor flat 2, 14 High Street"."""
    after = tokens[place + 1 : place + 2]
    return bool(after) and after[0].isalpha() and len(after[0]) > 1
