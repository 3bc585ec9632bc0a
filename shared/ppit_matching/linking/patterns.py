"""Pairs that stand alike counted once: training goes over patterns of levels, not over pairs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.arrays import Codes, Floats
from ppit_matching.linking.distinct_values import distinct_with_places
from ppit_matching.linking.fields import size_of

MOST_BITS = 127


@dataclass(frozen=True, slots=True)
class Patterns:
    """Each distinct pattern: its level in every field, its rarity in whole bits, its count."""

    codes: Mapping[str, Codes]
    bits: NDArray[np.float64]
    counts: NDArray[np.float64]

    def only(self, kept: NDArray[np.bool_]) -> "Patterns":
        codes = {name: column[kept] for name, column in self.codes.items()}
        return Patterns(codes, self.bits[kept], self.counts[kept])

    def without(self, beginning: str) -> "Patterns":
        """Leave out the fields whose name begins so."""
        kept = {
            name: column for name, column in self.codes.items() if not name.startswith(beginning)
        }
        return Patterns(kept, self.bits, self.counts)


def patterns_of(fields: Mapping[str, Codes], bits: Floats) -> Patterns:
    """Count the patterns of pairs; rarity is rounded to a bit so that they repeat."""
    rounded = np.clip(np.rint(bits), 0, MOST_BITS).astype(np.int64)
    key = rounded
    for name, codes in fields.items():
        key = key * size_of(name) + codes
    _, places = distinct_with_places(key)
    counts = np.bincount(places).astype(np.float64)
    sample = np.zeros(len(counts), np.int64)
    sample[places] = np.arange(len(places))
    chosen = {name: codes[sample] for name, codes in fields.items()}
    return Patterns(chosen, rounded[sample].astype(np.float64), counts)
