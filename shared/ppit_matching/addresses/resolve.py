"""Find the gazetteer's door for an address as typed, or say why not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.door_levels import DoorLevel, door_level
from ppit_matching.addresses.premises import alike
from ppit_matching.addresses.resolution import Resolution, ResolutionStatus
from ppit_matching.addresses.spot import NAME_PART, Spot

PLACED = 6.0  # points from which the place is named (see `spot`)
DOUBTFUL = 2.0  # from here to PLACED the door is named to an officer, never resolved
# A door closer than this to the best may be meant as well: the postcode says Mill Way, the street
# was typed Mill Road, and both exist.
RIVAL_MARGIN = 2.0
LEVEL_POINTS = {
    DoorLevel.SAME: 2.0,
    DoorLevel.ALIKE: 1.0,
    DoorLevel.HOUSE_UNSAID: 0.0,
    DoorLevel.UNSAID: 2.0,
    DoorLevel.UNSAID_LETTER: 1.0,
    DoorLevel.PERHAPS: 0.0,
    DoorLevel.HOUSE_ONLY: 1.0,
}
_House: TypeAlias = tuple[str | None, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class _Fitting:
    uprn: str
    door: Address
    level: DoorLevel
    placed: float
    same_town: bool

    @property
    def points(self) -> float:
        return self.placed + LEVEL_POINTS[self.level]


def resolve_address(query: Address, candidates: Iterable[tuple[str, Address]]) -> Resolution:
    """Return the one door that fits, or every door that may be meant.

    A building without its flat is AMBIGUOUS if the gazetteer has flats there: a marker may be
    behind any of them. Give it all doors of the building, as `address_query_keys` finds them.
    """
    named = can_name_a_door(query)
    if not named and not query.street:
        return _insufficient()
    fits = _fits(query, candidates)
    if not named:
        # "Well End, Deal" may be a street, or a house of that name.
        fits = [
            fitting for fitting in fits if alike(query.street or "", fitting.door.building or "")
        ]
        if not fits:
            return _insufficient()
    placed = [fitting for fitting in fits if fitting.placed >= PLACED]
    if not placed:
        return _doubtful([fitting for fitting in fits if fitting.placed >= DOUBTFUL])
    best = placed[0].points
    rivals = [fitting for fitting in placed if fitting.points > best - RIVAL_MARGIN]
    return _among(query, rivals)


def can_name_a_door(query: Address) -> bool:
    """Tell whether enough was typed: a house or flat, and a street, postcode or town."""
    if query.number:
        return bool(query.street or query.postcode or query.building)
    if query.building:
        return bool(query.street or query.postcode or query.place)
    return bool(query.flat and query.street)


def _fits(query: Address, candidates: Iterable[tuple[str, Address]]) -> list[_Fitting]:
    """Return the doors that are not certainly others, best first."""
    spot = Spot(query)
    fits: list[_Fitting] = []
    divided: set[_House] = set()
    for uprn, door in candidates:
        if door.flat:
            divided.add(_house(door))
        same_name = spot.name_points(door) >= NAME_PART
        level = door_level(query, door, same_name=same_name)
        if level is not DoorLevel.OTHER:
            points, same_town = spot.points(door), spot.town_points(door) >= 0
            fits.append(_Fitting(uprn, door, level, points, same_town))
    fits = [_within(divided, fitting) for fitting in fits]
    fits.sort(key=lambda fitting: (-fitting.points, -fitting.level, fitting.uprn))
    return fits


def _house(door: Address) -> _House:
    return door.number, door.building, door.street, door.postcode


def _within(divided: set[_House], fitting: _Fitting) -> _Fitting:
    """Take a number beside a block's name for a flat's: the block alone is not that door."""
    is_block = fitting.door.flat is None and _house(fitting.door) in divided
    if is_block and fitting.level is DoorLevel.HOUSE_UNSAID:
        return replace(fitting, level=DoorLevel.HOUSE_ONLY)
    return fitting


def _among(query: Address, rivals: list[_Fitting]) -> Resolution:
    """Choose among doors whose place fits equally well, by their flats."""
    flats = [fitting for fitting in rivals if fitting.level is DoorLevel.UNSAID]
    sure = [fitting for fitting in rivals if fitting.level > DoorLevel.UNSAID]
    if flats:
        return _ambiguous([*sure, *flats], "the building has flats and none was given")
    best = max((fitting.level for fitting in sure), default=None)
    same = [fitting for fitting in sure if fitting.level in {best, DoorLevel.HOUSE_UNSAID}]
    if len(same) == 1:
        return _resolved(query, same[0])
    exact = [fitting for fitting in same if _is_exact(query, fitting)]
    if len(exact) == 1:
        return _resolved(query, exact[0])
    if same:
        return _ambiguous(same, "more than one door fits equally well")
    if query.flat is None:
        return _ambiguous(rivals, "the house is divided and no part was given")
    return _ambiguous(rivals, "the house is known but not this flat of it")


def _is_exact(query: Address, fitting: _Fitting) -> bool:
    """Tell whether nothing had to be forgiven; a town left out is nothing."""
    door = fitting.door
    return (
        fitting.level is DoorLevel.SAME
        and fitting.same_town
        and (query.number, query.flat) == (door.number, door.flat)
        and query.street == door.street
        and query.building == door.building
        and query.postcode == door.postcode
    )


def _resolved(query: Address, fitting: _Fitting) -> Resolution:
    if _is_exact(query, fitting):
        return resolved_exactly(fitting.uprn)
    reason, uprn = "address typed differently", fitting.uprn
    return Resolution(
        ResolutionStatus.RESOLVED, uprn, exact=False, candidates=(uprn,), reasons=(reason,)
    )


def resolved_exactly(uprn: str) -> Resolution:
    return Resolution(
        ResolutionStatus.RESOLVED, uprn, exact=True, candidates=(uprn,), reasons=("same address",)
    )


def _insufficient() -> Resolution:
    return _none(ResolutionStatus.INSUFFICIENT, "no house and street or postcode")


def _doubtful(fits: list[_Fitting]) -> Resolution:
    if not fits:
        return _none(ResolutionStatus.NOT_FOUND, "no such door in the gazetteer")
    return _ambiguous(fits, "the door fits but the street, town or postcode does not")


def _ambiguous(fits: list[_Fitting], reason: str) -> Resolution:
    uprns = tuple(dict.fromkeys(fitting.uprn for fitting in fits))
    return Resolution(
        ResolutionStatus.AMBIGUOUS, None, exact=False, candidates=uprns, reasons=(reason,)
    )


def _none(status: ResolutionStatus, reason: str) -> Resolution:
    return Resolution(status, None, exact=False, candidates=(), reasons=(reason,))
