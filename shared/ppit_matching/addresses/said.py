"""What was typed, as words to look names up in, whatever part of an address they were taken for."""

from dataclasses import dataclass, field

from rapidfuzz import fuzz

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.premises import alike
from ppit_matching.addresses.words import BUILDING_TYPES, STREET_TYPES

INSIDE, FIRST_WORD = 86, 70
SHORTEST_INSIDE = 6  # "well" stands in Tunbridge Wells, "meadow" hardly anywhere
TYPES = STREET_TYPES | BUILDING_TYPES


def core(name: str) -> str:
    """Return a name without what it is: "hawthorn" of "hawthorn court"."""
    words = name.split()
    while len(words) > 1 and words[-1] in TYPES:
        words.pop()
    return " ".join(words)


def ending(name: str) -> str:
    """Return the last word: what a street is."""
    return name.rsplit(maxsplit=1)[-1]


def same_name(one: str, other: str) -> bool:
    """Tell whether two names of houses are one: "hill barn" is not "holly barn"."""
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return True
    begin = fuzz.ratio(one.split(maxsplit=1)[0], other.split(maxsplit=1)[0]) >= FIRST_WORD
    return begin and alike(one, other)


def among(word: str, others: list[str]) -> bool:
    return word in others or any(alike(word, other) for other in others)


@dataclass(slots=True)
class Said:
    """The words of one query, in order: spaced, and run together."""

    query: Address
    words: str = field(init=False)
    packed: str = field(init=False)

    def __post_init__(self) -> None:
        parts = (self.query.building, self.query.street, self.query.place)
        self.words = " ".join(part for part in parts if part)
        self.packed = self.words.replace(" ", "")

    def holds(self, name: str) -> bool:
        """Find a name among all the words, wherever they were put and however they ran together."""
        bare = name.replace(" ", "")
        if len(bare) < SHORTEST_INSIDE:
            return f" {name} " in f" {self.words} "
        if bare in self.packed:
            return True
        long = len(bare) > SHORTEST_INSIDE and len(self.packed) >= len(bare) - 1
        return long and fuzz.partial_ratio(bare, self.packed, score_cutoff=INSIDE) > 0

    def says(self, place: str) -> bool:
        """Find one word of a town's or village's name."""
        return place in self.words or among(place, (self.query.place or "").split())
