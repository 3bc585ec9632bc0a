"""Labelled pairs of bare names: one name written twice, or two names that are nearly alike.

Truth is known because the pairs are made: seeds for tuning and for reporting are kept apart.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from ppit_synthetic.listed_names import company_name, person_name, ship_name
from ppit_synthetic.name_slips import COMPANY_SLIPS, PERSON_SLIPS, SHIP_SLIPS
from ppit_synthetic.name_strangers import (
    COMPANY_STRANGERS,
    PERSON_STRANGERS,
    SHIP_STRANGERS,
)

Change = Callable[[Random, Sequence[str]], str | None]
"""Words of a name in, another way to write it or another's name out; None if it does not apply."""


@dataclass(frozen=True, slots=True)
class NamePair:
    """`group` says what was changed; `kind` is Person, Company or Vessel."""

    one: str
    other: str
    same: bool
    kind: str
    group: str


MAKERS: Mapping[
    str, tuple[Callable[[Random], list[str]], Mapping[str, Change], Mapping[str, Change], int]
] = {
    "Person": (person_name, PERSON_SLIPS, PERSON_STRANGERS, 5),
    "Company": (company_name, COMPANY_SLIPS, COMPANY_STRANGERS, 4),
    "Vessel": (ship_name, SHIP_SLIPS, SHIP_STRANGERS, 1),
}


def make_name_pairs(seed: int, pairs: int) -> tuple[NamePair, ...]:
    """Return as many pairs, half of them of one name; the same seed makes the same pairs."""
    rng = Random(seed)  # noqa: S311 - made-up names, not secrets
    made = _pairs(rng)
    return tuple(next(made) for _ in range(pairs))


def _pairs(rng: Random) -> Iterator[NamePair]:
    kinds = [kind for kind, (*_, share) in MAKERS.items() for _ in range(share)]
    same = True
    while True:
        kind = rng.choice(kinds)
        make, slips, strangers, _ = MAKERS[kind]
        changes = slips if same else strangers
        group = rng.choice(tuple(changes))
        words = make(rng)
        other = changes[group](rng, words)
        whole = " ".join(words)
        if other is None or other.casefold() == whole.casefold() or not other.strip():
            continue
        one, other = (whole, other) if rng.random() < 0.5 else (other, whole)  # noqa: PLR2004
        yield NamePair(one, other, same, kind, group)
        same = not same
