"""Shows one marker whole, to those who review it."""

from uuid import UUID

from ppit_officer_safety.actions.desk import Desk
from ppit_officer_safety.actions.marker_fact import marker_fact
from ppit_officer_safety.domain.marker import MarkerVersion
from ppit_officer_safety.errors import MarkerUnknown
from ppit_platform.codes import LogOperation


async def read_marker(
    marker_id: UUID, desk: Desk
) -> tuple[MarkerVersion, dict[str, object] | None]:
    """Return the newest version, and the person as they were given when it was proposed."""
    marker = await desk.stores.markers.current(marker_id)
    if marker is None:
        msg = "no such marker"
        raise MarkerUnknown(msg)
    subject = marker.subject
    person = None
    if subject.nominal_id is not None and subject.nominal_version is not None:
        person = await desk.stores.nominals.as_given(subject.nominal_id, subject.nominal_version)
    desk.unit.record(marker_fact(LogOperation.CONSULTATION, marker, desk.pseudonyms))
    return marker, person
