"""Between a marker's version and its row."""

from ppit_officer_safety.domain.audience import Audience
from ppit_officer_safety.domain.codes import (
    ContactMode,
    MarkerCategory,
    MarkerSubject,
    RemovalReason,
    SubjectNotification,
)
from ppit_officer_safety.domain.lifecycle import MarkerState, review_months
from ppit_officer_safety.domain.marker import (
    Decision,
    Grounds,
    MarkerVersion,
    Notification,
    Subject,
)
from ppit_officer_safety.domain.measures import ControlMeasure
from ppit_officer_safety.storage.rows import MarkerRow, MarkerVersionRow
from ppit_platform.codes import ProcessingRegime, PurposeCode
from ppit_platform.provenance import Provenance, people_values


def head_row(marker: MarkerVersion) -> MarkerRow:
    subject = marker.subject
    return MarkerRow(
        marker_id=marker.marker_id,
        subject=subject.kind.value,
        nominal_id=subject.nominal_id,
        nominal_version=subject.nominal_version,
        uprn=subject.uprn,
        first_version=1,
    )


def version_row(marker: MarkerVersion) -> MarkerVersionRow:
    grounds, decision, told = marker.grounds, marker.decision, marker.notification
    return MarkerVersionRow(
        marker_id=marker.marker_id,
        version=marker.version,
        state=marker.state.value,
        previous_version=marker.version - 1 if marker.previous_state else None,
        previous_state=marker.previous_state.value if marker.previous_state else None,
        category=grounds.category.value,
        review_months=review_months(grounds.category),
        measures=[each.value for each in grounds.measures],
        audience=list(grounds.audience),
        modes=[each.value for each in grounds.modes],
        incident_date=grounds.incident_date,
        incident_id=grounds.incident_id,
        grounds=grounds.account,
        proposer=marker.proposer,
        proposed_at=marker.proposed_at,
        approver=decision.approver if decision else None,
        decided_at=decision.at if decision else None,
        decided_on=decision.on if decision else None,
        expires_at=marker.expires_at,
        removal_reason=marker.removal_reason.value if marker.removal_reason else None,
        notification=told.status.value,
        notification_authoriser=told.authoriser,
        notification_again=told.again,
        acted_by=marker.acted_by,
        review_due=marker.review_due,
        valid_from=marker.recorded_at,
        recorded_at=marker.recorded_at,
        **people_values(marker.provenance),
    )


def marker_version(head: MarkerRow, row: MarkerVersionRow) -> MarkerVersion:
    return MarkerVersion(
        marker_id=row.marker_id,
        version=row.version,
        state=MarkerState(row.state),
        previous_state=MarkerState(row.previous_state) if row.previous_state else None,
        subject=Subject(
            MarkerSubject(head.subject), head.nominal_id, head.nominal_version, head.uprn
        ),
        grounds=_grounds(row),
        proposer=row.proposer,
        proposed_at=row.proposed_at,
        decision=_decision(row),
        review_due=row.review_due,
        expires_at=row.expires_at,
        removal_reason=RemovalReason(row.removal_reason) if row.removal_reason else None,
        notification=Notification(
            SubjectNotification(row.notification),
            row.notification_authoriser,
            row.notification_again,
        ),
        acted_by=row.acted_by,
        recorded_at=row.recorded_at,
        provenance=Provenance(
            row.org_id,
            row.area_gss,
            ProcessingRegime(row.collected_under),
            tuple(PurposeCode(purpose) for purpose in row.allowed_purposes),
            row.source_ref,
        ),
    )


def _grounds(row: MarkerVersionRow) -> Grounds:
    return Grounds(
        MarkerCategory(row.category),
        tuple(ControlMeasure(each) for each in row.measures),
        tuple(Audience(each) for each in row.audience),
        tuple(ContactMode(each) for each in row.modes),
        row.incident_date,
        row.incident_id,
        row.grounds,
    )


def _decision(row: MarkerVersionRow) -> Decision | None:
    if row.approver is None or row.decided_at is None or row.decided_on is None:
        return None
    return Decision(row.approver, row.decided_at, row.decided_on)
