"""Which door an address means, and whether that is certain."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ppit_matching import Address, ResolutionStatus, resolve_address


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the gazetteer; ``parent_uprn`` is the building that a flat stands in."""

    uprn: str
    address: Address
    area_gss: str
    parent_uprn: str | None


class PlaceStatus(StrEnum):
    """``NOT_FOUND`` alone says that there is no such door; what could not be asked says so."""

    RESOLVED = "RESOLVED"
    AMBIGUOUS = "AMBIGUOUS"
    NOT_FOUND = "NOT_FOUND"
    INSUFFICIENT = "INSUFFICIENT"
    SOURCE_UNAVAILABLE = "SOURCE_UNAVAILABLE"
    SOURCE_STALE = "SOURCE_STALE"
    NOT_ASKED = "NOT_ASKED"


@dataclass(frozen=True, slots=True)
class Located:
    """The doors that may be meant; one if resolved. ``exact``: as the gazetteer has it."""

    doors: tuple[Door, ...]
    status: PlaceStatus
    exact: bool = False

    @property
    def certain(self) -> bool:
        return self.status is PlaceStatus.RESOLVED


_AS_RESOLVED = {
    ResolutionStatus.RESOLVED: PlaceStatus.RESOLVED,
    ResolutionStatus.AMBIGUOUS: PlaceStatus.AMBIGUOUS,
    ResolutionStatus.NOT_FOUND: PlaceStatus.NOT_FOUND,
    ResolutionStatus.INSUFFICIENT: PlaceStatus.INSUFFICIENT,
}


def locate(
    uprn: str | None, typed: Address | None, doors: Mapping[str, Door], *, crowded: bool
) -> Located:
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
        return Located((named,), PlaceStatus.RESOLVED, exact=True)
    return Located((named, *written.doors), PlaceStatus.AMBIGUOUS)


def _by_uprn(uprn: str | None, named: Door | None) -> Located:
    if uprn is None:
        return Located((), PlaceStatus.NOT_ASKED)
    if named is None:
        return Located((), PlaceStatus.NOT_FOUND)
    return Located((named,), PlaceStatus.RESOLVED, exact=True)


def _by_text(typed: Address, doors: Mapping[str, Door], *, crowded: bool) -> Located:
    found = resolve_address(typed, [(door.uprn, door.address) for door in doors.values()])
    fitting = tuple(doors[candidate] for candidate in found.candidates)
    # A house and street of the whole county: its double may be among the doors not looked at.
    doubled = crowded and not (typed.postcode or typed.place)
    if found.status is ResolutionStatus.RESOLVED and not doubled:
        return Located(fitting, PlaceStatus.RESOLVED, exact=found.exact)
    return Located(fitting, PlaceStatus.INSUFFICIENT if crowded else _AS_RESOLVED[found.status])


def _same_building(door: Door, other: Door) -> bool:
    return door.uprn in {other.uprn, other.parent_uprn} or door.parent_uprn == other.uprn
