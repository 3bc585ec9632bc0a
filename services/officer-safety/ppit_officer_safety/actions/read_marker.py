"""Shows one marker whole, to those who review it."""

from uuid import UUID

from ppit_officer_safety.actions.desk import Desk
from ppit_officer_safety.actions.marker_fact import marker_fact
from ppit_officer_safety.actions.open_marker import open_marker
from ppit_officer_safety.domain.marker import MarkerVersion
from ppit_platform.codes import LogOperation


async def read_marker(
    marker_id: UUID, desk: Desk
) -> tuple[MarkerVersion, dict[str, object] | None]:
    """Return the newest version, and the person as they were given when it was proposed."""
    marker = await open_marker(marker_id, desk)
    subject = marker.subject
    person = None
    if subject.nominal_id is not None and subject.nominal_version is not None:
        person = await desk.stores.nominals.as_given(subject.nominal_id, subject.nominal_version)
    desk.unit.record(
        marker_fact(LogOperation.CONSULTATION, marker, desk.pseudonyms, desk.hand.today)
    )
    return marker, person
