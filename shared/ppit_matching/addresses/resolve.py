"""Find the gazetteer's door for an address as typed, or say why not."""

from collections.abc import Iterable

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.fit import Fit, fit
from ppit_matching.addresses.premises import Flat
from ppit_matching.addresses.resolution import Resolution, ResolutionStatus

PLACED = 4.0  # points from which the place is named (see address_fit)
DOUBTFUL = 1.0  # from here to PLACED the door is named to an officer, never resolved
# A door closer than this to the best may be meant as well: the postcode says Mill Way, the street
# was typed Mill Road, and both exist.
RIVAL_MARGIN = 1.5

Fitting = tuple[str, Fit]


def resolve_address(query: Address, candidates: Iterable[tuple[str, Address]]) -> Resolution:
    """Return the one door that fits, or every door that may be meant.

    A building without its flat is AMBIGUOUS if the gazetteer has flats there: a marker may be
    behind any of them. Give it all doors of the building, as `address_query_keys` finds them.
    """
    if not can_name_a_door(query):
        return _none(ResolutionStatus.INSUFFICIENT, "no house and street or postcode")
    fits = [(uprn, found) for uprn, door in candidates if (found := fit(query, door))]
    fits.sort(key=lambda fitting: (-fitting[1].points, -fitting[1].flat, fitting[0]))
    placed = [fitting for fitting in fits if fitting[1].points >= PLACED]
    if not placed:
        return _doubtful([fitting for fitting in fits if fitting[1].points >= DOUBTFUL])
    best = placed[0][1].points
    rivals = [fitting for fitting in placed if fitting[1].points > best - RIVAL_MARGIN]
    return _among(query, rivals)


def can_name_a_door(query: Address) -> bool:
    """Tell whether enough was typed: a house or flat, and a street, postcode or town."""
    if query.number:
        return bool(query.street or query.postcode or query.building)
    if query.building:
        return bool(query.street or query.postcode or query.place)
    return bool(query.flat and query.street)


def _among(query: Address, rivals: list[Fitting]) -> Resolution:
    """Choose among doors whose place fits equally well, by their flats."""
    same = [fitting for fitting in rivals if fitting[1].flat is Flat.SAME]
    same = same or [fitting for fitting in rivals if fitting[1].flat is Flat.LOOKS_SAME]
    flats = [fitting for fitting in rivals if fitting[1].flat is Flat.UNSAID]
    if flats:
        return _ambiguous([*same, *flats], "the building has flats and none was given")
    if len(same) == 1:
        return _resolved(same[0])
    exact = [fitting for fitting in same if fitting[1].exact]
    if len(exact) == 1:
        return _resolved(exact[0])
    if same:
        return _ambiguous(same, "more than one door fits equally well")
    if query.flat is None:
        return _ambiguous(rivals, "the house is divided and no part was given")
    return _ambiguous(rivals, "the house is known but not this flat of it")


def _resolved(fitting: Fitting) -> Resolution:
    uprn, found = fitting
    reason = "same address" if found.exact else "address typed differently"
    return Resolution(ResolutionStatus.RESOLVED, uprn, found.exact, (uprn,), (reason,))


def _doubtful(fits: list[Fitting]) -> Resolution:
    if not fits:
        return _none(ResolutionStatus.NOT_FOUND, "no such door in the gazetteer")
    return _ambiguous(fits, "the door fits but the street, town or postcode does not")


def _ambiguous(fits: list[Fitting], reason: str) -> Resolution:
    uprns = tuple(dict.fromkeys(uprn for uprn, _ in fits))
    return Resolution(
        ResolutionStatus.AMBIGUOUS, None, exact=False, candidates=uprns, reasons=(reason,)
    )


def _none(status: ResolutionStatus, reason: str) -> Resolution:
    return Resolution(status, None, exact=False, candidates=(), reasons=(reason,))
