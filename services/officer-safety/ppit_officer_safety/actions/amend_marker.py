"""Amends whom a marker follows: the person moved, and every marker of theirs moves too."""

from uuid import UUID

from ppit_officer_safety.actions.announce_marker import announce_marker
from ppit_officer_safety.actions.desk import Desk
from ppit_officer_safety.actions.marker_fact import marker_fact
from ppit_officer_safety.actions.open_marker import open_marker
from ppit_officer_safety.actions.propose_marker import find_door
from ppit_officer_safety.domain.marker import MarkerVersion
from ppit_officer_safety.domain.purposes import SAFETY_PURPOSES
from ppit_officer_safety.errors import SubjectUnclear
from ppit_platform.codes import LogOperation
from ppit_platform.provenance import provenance_of


async def amend_home(marker_id: UUID, home_uprn: str, desk: Desk) -> MarkerVersion:
    """Record where the marker's person lives now; a marker of an address alone has nobody to move.

    The person's earlier versions stay, so that what was shown then can still be explained.
    """
    desk.personal_hand()
    marker = await open_marker(marker_id, desk)
    nominal_id = marker.subject.nominal_id
    if nominal_id is None:
        msg = "this marker follows an address"
        raise SubjectUnclear(msg)
    home = await find_door(home_uprn, desk)
    provenance = provenance_of(desk.caller, purposes=SAFETY_PURPOSES, area_gss=home.area_gss)
    await desk.stores.nominals.move(nominal_id, home, provenance, desk.now)
    await announce_marker(marker, desk.unit, desk.now)
    desk.unit.record(marker_fact(LogOperation.ALTERATION, marker, desk.pseudonyms, desk.hand.today))
    return marker
