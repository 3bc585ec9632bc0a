"""Streets and houses that nobody built: invented names, unique where a postman needs them to be.

A street's name is an invented stem and a real kind of street. None of the stems is the first word
of any street in a list of 1.3 million British postcodes and their streets, against which they were
checked when this was written.
"""

from dataclasses import dataclass, field
from random import Random

from ppit_synthetic.chance import happens, ranked, words

_STEM_FIRST = words(
    "Arkle Bendle Brimsel Carvel Chettle Corven Dapple Dorrel Elvin Fennick Garrel Harkle Hessel "
    "Iddle Jessel Lorrin Mardle Nessen Orrel Pellow Quillan Rimmel Sarrow Tansel Ulver Vennel "
    "Wimbel Yarrel Zellan Ambrel Borrick Crendle Dunsel Embrel Farrick Gimbel Tarvel Umber"
)
_STEM_SECOND = words(
    "mere hurst combe wick stead dene shaw ling garth thorpe bourne holt marsh beck"
)
STEMS = tuple(first + second for first in _STEM_FIRST for second in _STEM_SECOND)
STREET_KINDS = ranked("Road Close Street Avenue Lane Drive Way Gardens Crescent Grove Terrace Rise")
_SAME_STEM_SHARE = 0.08  # Arklemere Road beside Arklemere Close, as towns have it
_HOUSE_FIRST = words(
    "Rose Orchard Willow Holly Ivy Laburnum Jasmine Primrose Meadow Bramble Chestnut Larch Walnut "
    "Sycamore Poplar Beech Bluebell Foxglove Lavender Magnolia Cherry Quince Mulberry Juniper "
    "Clover Heather Rowan Hawthorn Honeysuckle Wisteria Saffron Teasel Campion Buttercup Marigold "
    "Verbena Tamarisk Bracken Cowslip Damson"
)
_HOUSE_SECOND = ranked("Cottage House Lodge View Villa Barn Bungalow")
_BLOCK_SECOND = ranked("Court House Mansions Point Heights")


@dataclass(slots=True)
class Street:
    """One street as it is being built up. ``free_names`` keeps its house names unique."""

    name: str
    free_names: list[str] = field(default_factory=lambda: list(_HOUSE_FIRST))

    def _first(self, rng: Random) -> str:
        return self.free_names.pop(rng.randrange(len(self.free_names)))

    def house_name(self, rng: Random) -> str:
        return f"{self._first(rng)} {_HOUSE_SECOND.draw(rng)}"

    def block_name(self, rng: Random) -> str:
        return f"{self._first(rng)} {_BLOCK_SECOND.draw(rng)}"

    def care_home_name(self, rng: Random) -> str:
        return f"{self._first(rng)} {rng.choice(('Care Home', 'Nursing Home', 'Lodge Care Home'))}"


@dataclass(slots=True)
class StreetPlan:
    """The names a town has used, so that no two of its streets are called the same."""

    used: set[str] = field(default_factory=set[str])
    stems: list[str] = field(default_factory=list[str])

    def next_street(self, rng: Random) -> Street:
        while True:
            again = bool(self.stems) and happens(rng, _SAME_STEM_SHARE)
            stem = rng.choice(self.stems if again else STEMS)
            name = f"{stem} {STREET_KINDS.draw(rng)}"
            if name not in self.used and (again or stem not in self.stems or self._is_full()):
                self.used.add(name)
                self.stems.append(stem)
                return Street(name)

    def _is_full(self) -> bool:
        return len(self.stems) >= len(STEMS)
