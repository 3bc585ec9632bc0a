"""The model: for each level of each field, how much it speaks for one person, in bits.

A weight is log2(m / u): m, how often two records of one person stand so; u, how often records of
two people do (Fellegi and Sunter, 1969). Two tables, because people of one household share
surname, address and phone: between STRANGERS a surname is worth what its rarity says, inside a
HOUSEHOLD hardly anything, and there another date of birth tells father from son. Two records at
one door, or with one telephone, are weighed as a household's unless first name and date of birth
both agree. Where the telephone alone tells of one home it is worth what the door would be, and
the address, which one of them may have left, says nothing.

One model serves the single question, the new record and the whole list, so that all three say the
same of the same two records. `model_json` writes and reads it.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from ppit_matching.names.rarity import NameShares
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel, PlaceLevel

BITS_BOUND = 60.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Bits by level; MISSING is always 0. With `by_rarity`, the levels of RARE_LEVELS (and
    SWAPPED) of `given` and `family` are what is added to the rarity of the commoner name.
    """

    given: Mapping[NameLevel, float]
    family: Mapping[NameLevel, float]
    born: Mapping[DateLevel, float]
    phone: Mapping[OtherLevel, float]
    email: Mapping[OtherLevel, float]
    national_insurance: Mapping[OtherLevel, float]
    sex: Mapping[OtherLevel, float]
    middle: Mapping[OtherLevel, float]
    generation: Mapping[OtherLevel, float]
    by_rarity: bool


@dataclass(frozen=True, slots=True)
class Bounds:
    """The probability from which a band begins."""

    confirmed: float = 0.99
    probable: float = 0.5
    possible: float = 0.02


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that turns levels into a probability.

    `fashion_bits`: what strangers' agreement on the first name is worth less where they were born
    in one year, for names follow fashion.
    `prior_bits`: log2 of the odds that two records taken at random are one person's.
    `calibration`: pairs of (bits said, bits that proved true), both ascending, between which lines
    are drawn; beyond the ends the nearest correction goes on. Empty: the bits are taken as said.
    `figures`: what the model was learnt from and how well it did.
    """

    version: str
    prior_bits: float
    strangers: Weights
    household: Weights
    place: Mapping[PlaceLevel, float]
    shares: NameShares
    bounds: Bounds = Bounds()
    calibration: tuple[tuple[float, float], ...] = ()
    fashion_bits: float = 0.0
    figures: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def at_same_place(self) -> float:
        """The bits of one door for two records that agree in first name and date of birth.

        Nobody else of a household has both, so the household's table is not asked; the door is
        worth no less than a postcode, and the pair no less than it would be far apart.
        """
        return max(self.place[PlaceLevel.BUILDING], self.place[PlaceLevel.POSTCODE])

    def probability(self, weight_bits: float) -> float:
        """Return how likely it is, 0 to 1, that evidence of this weight means one person."""
        bits = self._calibrated(weight_bits + self.prior_bits)
        return 1 / (1 + 2 ** -max(-BITS_BOUND, min(BITS_BOUND, bits)))

    def _calibrated(self, bits: float) -> float:
        points = self.calibration
        if not points:
            return bits
        after = bisect_right(points, (bits, float("inf")))
        if after == 0 or after == len(points):
            said, proved = points[0] if after == 0 else points[-1]
            return bits + proved - said
        (said, proved), (next_said, next_proved) = points[after - 1 : after + 1]
        return proved + (bits - said) / (next_said - said) * (next_proved - proved)


# Levels whose weight is the name's rarity plus the figure given here.
RARE_LEVELS = frozenset(
    {
        NameLevel.EQUAL,
        NameLevel.FORM,
        NameLevel.FORMER,
        NameLevel.TYPO,
        NameLevel.SOUND,
        NameLevel.PART,
    }
)
