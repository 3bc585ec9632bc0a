"""Which door a visit goes to, and whether that is certain."""

from collections.abc import Mapping
from dataclasses import dataclass

from ppit_matching import Address, ResolutionStatus, resolve_address
from ppit_officer_safety.domain.codes import UnableReason


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the gazetteer; ``parent_uprn`` is the building that a flat stands in."""

    uprn: str
    address: Address
    area_gss: str
    parent_uprn: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """The doors a visit may mean. ``certain``: exactly one. ``exact``: as the gazetteer has it."""

    doors: tuple[Door, ...]
    certain: bool
    exact: bool
    shortfall: UnableReason | None


NO_PLACE_GIVEN = Place((), certain=False, exact=False, shortfall=None)


def find_place(
    uprn: str | None, typed: Address | None, doors: Mapping[str, Door], *, crowded: bool
) -> Place:
    """Resolve what was given: a UPRN goes first, and text that contradicts it makes it uncertain.

    Text that names no door at all ("Ashford") contradicts nothing. ``crowded`` says that the
    gazetteer holds more doors like this than were looked at: then nothing found means that too
    little was given, never that there is no such door.
    """
    named = doors.get(uprn) if uprn is not None else None
    if typed is None:
        return _by_uprn(uprn, named)
    written = _by_text(typed, doors, crowded=crowded)
    if named is None:
        return written
    silent = resolve_address(typed, ()).status is ResolutionStatus.INSUFFICIENT
    if silent or any(_same_building(named, door) for door in written.doors):
        return Place((named,), certain=True, exact=True, shortfall=None)
    both = (named, *written.doors)
    return Place(both, certain=False, exact=False, shortfall=UnableReason.ADDRESS_NOT_RESOLVED)


def _by_uprn(uprn: str | None, named: Door | None) -> Place:
    if uprn is None:
        return NO_PLACE_GIVEN
    if named is None:
        return Place((), certain=False, exact=False, shortfall=UnableReason.ADDRESS_NOT_RESOLVED)
    return Place((named,), certain=True, exact=True, shortfall=None)


def _by_text(typed: Address, doors: Mapping[str, Door], *, crowded: bool) -> Place:
    found = resolve_address(typed, [(door.uprn, door.address) for door in doors.values()])
    # A house and street of the whole county: its double may be among the doors not looked at.
    doubled = crowded and not (typed.postcode or typed.place)
    if found.status is ResolutionStatus.RESOLVED and found.uprn is not None and not doubled:
        return Place((doors[found.uprn],), certain=True, exact=found.exact, shortfall=None)
    if found.status is ResolutionStatus.INSUFFICIENT or crowded:
        shortfall = UnableReason.INSUFFICIENT_INPUT
    else:
        shortfall = UnableReason.ADDRESS_NOT_RESOLVED
    fitting = tuple(doors[candidate] for candidate in found.candidates)
    return Place(fitting, certain=False, exact=False, shortfall=shortfall)


def _same_building(door: Door, other: Door) -> bool:
    return door.uprn in {other.uprn, other.parent_uprn} or door.parent_uprn == other.uprn
