"""Reports what happened on a visit; the report may propose a marker."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from ppit_officer_safety.actions.desk import Desk
from ppit_officer_safety.actions.marker_fact import subject_pseudonym
from ppit_officer_safety.actions.propose_marker import (
    PROPOSE_SCOPE,
    SubjectDescribed,
    store_proposal,
)
from ppit_officer_safety.domain.codes import IncidentKind
from ppit_officer_safety.domain.marker import Grounds, MarkerVersion, check_happened
from ppit_officer_safety.domain.purposes import SAFETY_PURPOSES
from ppit_officer_safety.errors import ScreeningUnknown
from ppit_officer_safety.storage.incidents import Incident
from ppit_platform.access import ScopeMissing
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.ids import new_id
from ppit_platform.provenance import provenance_of


@dataclass(frozen=True, slots=True)
class IncidentTold:
    """``screening_id`` is what was answered before the visit, where there was a screening."""

    kind: IncidentKind
    occurred_on: date
    account: str
    uprn: str | None
    screening_id: UUID | None


@dataclass(frozen=True, slots=True)
class MarkerWanted:
    """A marker that the report asks for; its incident is the one reported."""

    subject: SubjectDescribed
    grounds: Grounds
    emergency: bool


async def report_incident(
    told: IncidentTold, wanted: MarkerWanted | None, desk: Desk
) -> tuple[UUID, MarkerVersion | None]:
    """Return the incident's id and the marker that it proposes, both stored or neither."""
    incident_id = new_id()
    check_happened(told.occurred_on, desk.hand)
    await _check_screening(told.screening_id, desk)
    incident = Incident(
        incident_id=incident_id,
        kind=told.kind,
        occurred_on=told.occurred_on,
        account=told.account,
        uprn=told.uprn,
        screening_id=told.screening_id,
        reported_by=desk.caller.acting,
        reported_at=desk.now,
    )
    provenance = provenance_of(desk.caller, purposes=SAFETY_PURPOSES)
    await desk.stores.incidents.add(incident, provenance, desk.hand.today)
    marker = None
    if wanted is not None:
        _check_emergency(wanted, desk)
        grounds = replace(wanted.grounds, incident_id=incident_id)
        marker = await store_proposal(wanted.subject, grounds, desk, emergency=wanted.emergency)
    subjects = () if marker is None else (subject_pseudonym(marker, desk.pseudonyms),)
    desk.unit.record(
        AuditFact(
            LogOperation.COLLECTION,
            subjects_searched=(desk.pseudonyms.subject(incident_id), *subjects),
            fields=("incident",) if marker is None else ("incident", "marker"),
            counts={"incidents": 1, "markers_proposed": 0 if marker is None else 1},
        )
    )
    return incident_id, marker


def _check_emergency(wanted: MarkerWanted, desk: Desk) -> None:
    # It warns on one signature: that of somebody who may propose, not of everyone who reports.
    if wanted.emergency and PROPOSE_SCOPE not in desk.caller.scopes:
        raise ScopeMissing(PROPOSE_SCOPE)


async def _check_screening(screening_id: UUID | None, desk: Desk) -> None:
    if screening_id is not None and await desk.stores.screenings.read(screening_id) is None:
        msg = "no such screening of this organisation"
        raise ScreeningUnknown(msg)
