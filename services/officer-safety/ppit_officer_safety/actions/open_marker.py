"""Opens one marker to those whose agreement covers where it stands."""

from uuid import UUID

from ppit_officer_safety.actions.desk import Desk
from ppit_officer_safety.domain.marker import MarkerVersion
from ppit_officer_safety.errors import MarkerUnknown


async def open_marker(marker_id: UUID, desk: Desk) -> MarkerVersion:
    """Return the newest version; a marker of another district is as unknown as none at all.

    One without a district (a person whose home nobody knows) is open to every reviewer.
    """
    marker = await desk.stores.markers.current(marker_id)
    area = None if marker is None else marker.provenance.area_gss
    if marker is None or (area is not None and area not in desk.caller.areas):
        msg = "no such marker"
        raise MarkerUnknown(msg)
    return marker
