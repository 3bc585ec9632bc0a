"""Tells the organisation that a marker belongs to that it has changed: which, and no more."""

from datetime import datetime

from ppit_officer_safety.domain.marker import MarkerVersion
from ppit_platform.events import Event, EventType
from ppit_platform.unit import UnitOfWork


async def announce_marker(marker: MarkerVersion, unit: UnitOfWork, now: datetime) -> None:
    told = {"id": str(marker.marker_id), "version": marker.version}
    owner = marker.provenance.org_id
    await unit.announce(Event(EventType.MARKER_CHANGED, owner, now, told))
