"""What a comparison answers: weight, probability, band and reasons in words."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Band(StrEnum):
    """How sure we are that two records are one person.

    CONFIRMED may be shown as that person's; PROBABLE and POSSIBLE only ever lead to "seek
    advice"; NONE is no match.
    """

    CONFIRMED = "CONFIRMED"
    PROBABLE = "PROBABLE"
    POSSIBLE = "POSSIBLE"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`weight_bits`: evidence in bits (Fellegi-Sunter); `probability`: 0 to 1, prior included.

    `reasons` are what carried the weight, in words; `reason_bits` how much each of them did.
    """

    weight_bits: float
    probability: float
    band: Band
    reasons: tuple[str, ...]
    reason_bits: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked(Generic[K]):
    """One candidate with its place; `gap_bits` is how far the best stands above the second.

    The gap is the same for every entry of one ranking; None when there is no second.
    """

    key: K
    comparison: Comparison
    gap_bits: float | None
