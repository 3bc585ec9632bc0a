"""The reader that every typed address must still make sense to.

An error model may only go as far as somebody who knows the gazetteer could follow. If another door
is as close to what was typed as the true one, the typing is thrown away: its truth would be a coin
toss, and a figure measured on it a lie.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ppit_synthetic.records import GazetteerEntry
from ppit_synthetic.typed import TypedAddress, as_held

_CLEARLY = 2  # edits by which every other door must be further away


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Doors by the numbers on them: the only ones that could be taken for one another."""

    rivals: dict[tuple[str, ...], tuple[tuple[str, TypedAddress], ...]]

    def recognises(self, typed: TypedAddress, entry: GazetteerEntry) -> bool:
        held = as_held(entry)
        own = _distance(typed, held)
        return all(
            uprn == entry.uprn or _distance(typed, other) >= own + _CLEARLY
            for uprn, other in self.rivals[_numbers(held)]
        )


def train(gazetteer: Iterable[GazetteerEntry]) -> Dispatcher:
    rivals: defaultdict[tuple[str, ...], list[tuple[str, TypedAddress]]] = defaultdict(list)
    for entry in gazetteer:
        held = as_held(entry)
        rivals[_numbers(held)].append((entry.uprn, held))
    return Dispatcher({numbers: tuple(doors) for numbers, doors in rivals.items()})


def _numbers(address: TypedAddress) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+|(?<=Flat )[A-Z]\b", " ".join(address.lines)))


def _distance(typed: TypedAddress, held: TypedAddress) -> int:
    # What was not typed cannot tell two doors apart, and must not count against either.
    return Levenshtein.distance(_text(typed, typed), _text(held, typed))


def _text(address: TypedAddress, typed: TypedAddress) -> str:
    postcode = (address.postcode or "").replace(" ", "") if typed.postcode else ""
    words = re.sub(r"[^a-z0-9]+", " ", " ".join(address.lines).lower())
    return f"{words} {postcode[: len(typed.postcode or '')].lower()}"
