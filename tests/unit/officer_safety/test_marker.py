"""The steps of a marker's life, and who may take them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ppit_officer_safety.domain.audience import Audience
from ppit_officer_safety.domain.codes import (
    ContactMode,
    MarkerCategory,
    MarkerSubject,
    RemovalReason,
    SubjectNotification,
)
from ppit_officer_safety.domain.lifecycle import MarkerState
from ppit_officer_safety.domain.marker import (
    EarlierEmergencies,
    Grounds,
    MarkerVersion,
    Notification,
    Proposal,
    Subject,
    approve,
    propose,
    reject,
    remove,
    renew,
)
from ppit_officer_safety.domain.measures import ControlMeasure
from ppit_officer_safety.errors import (
    EmergencySpent,
    MarkerStateForbids,
    NotificationIncomplete,
    ReviewTooLate,
)
from ppit_platform.codes import ProcessingRegime
from ppit_platform.hands import FourEyesRequired, Hand
from ppit_platform.ids import new_id
from ppit_platform.provenance import Provenance

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PROPOSER = Hand("kcc/a", NOW, NOW.date())
APPROVER = Hand("ppit/b", NOW, NOW.date())
NOT_YET = Notification(SubjectNotification.NOT_YET)


def proposed(
    *, emergency: bool = False, earlier: EarlierEmergencies | None = None
) -> MarkerVersion:
    grounds = Grounds(
        MarkerCategory.WEAPONS,
        (ControlMeasure.VISIT_IN_PAIRS,),
        (Audience("WARDENS"),),
        (ContactMode.HOME_VISIT,),
        date(2026, 3, 1),
        None,
        "A knife was shown.",
    )
    subject = Subject(MarkerSubject.ADDRESS, None, None, "1")
    provenance = Provenance("kcc", None, ProcessingRegime.UK_GDPR, (), "agreement:DSA-001/1")
    return propose(new_id(), Proposal(subject, grounds, emergency, provenance, earlier), PROPOSER)


def test_an_approved_marker_is_reviewed_as_late_as_its_category_allows() -> None:
    marker = approve(proposed(), APPROVER, review_due=None, notification=NOT_YET)
    assert (marker.state, marker.version) == (MarkerState.ACTIVE, 2)
    assert marker.review_due == date(2026, 6, 2)


@pytest.mark.parametrize("due", [date(2026, 6, 3), date(2026, 3, 2)])
def test_a_review_may_be_neither_later_than_the_category_allows_nor_today(due: date) -> None:
    with pytest.raises(ReviewTooLate):
        approve(proposed(), APPROVER, review_due=due, notification=NOT_YET)


def test_a_proposer_decides_neither_for_nor_against_their_own_proposal() -> None:
    with pytest.raises(FourEyesRequired):
        approve(proposed(), PROPOSER, review_due=None, notification=NOT_YET)
    with pytest.raises(FourEyesRequired):
        reject(proposed(), PROPOSER)


def test_an_emergency_warns_for_72_hours_and_cannot_be_approved_after_them() -> None:
    emergency = proposed(emergency=True)
    assert emergency.expires_at == NOW + timedelta(hours=72)
    late = replace(APPROVER, now=NOW + timedelta(hours=72), today=date(2026, 3, 5))
    with pytest.raises(MarkerStateForbids):
        approve(emergency, late, review_due=None, notification=NOT_YET)
    in_time = replace(APPROVER, now=NOW + timedelta(hours=71))
    marker = approve(emergency, in_time, review_due=None, notification=NOT_YET)
    assert marker.state is MarkerState.ACTIVE


def test_a_marker_is_approved_once() -> None:
    marker = approve(proposed(), APPROVER, review_due=None, notification=NOT_YET)
    with pytest.raises(MarkerStateForbids):
        approve(marker, APPROVER, review_due=None, notification=NOT_YET)


def test_a_notification_withheld_needs_a_date_to_decide_again() -> None:
    withheld = Notification(SubjectNotification.WITHHELD_LIKELY_TO_PROVOKE, "ppit/b")
    with pytest.raises(NotificationIncomplete):
        approve(proposed(), APPROVER, review_due=None, notification=withheld)


def test_a_renewed_marker_has_another_term_and_a_lapsed_one_must_be_proposed_again() -> None:
    marker = approve(proposed(), APPROVER, review_due=None, notification=NOT_YET)
    in_grace = replace(APPROVER, today=marker.review_due + timedelta(days=28))
    assert renew(marker, in_grace, review_due=None).review_due > in_grace.today
    past_grace = replace(APPROVER, today=marker.review_due + timedelta(days=29))
    with pytest.raises(MarkerStateForbids):
        renew(marker, past_grace, review_due=None)


def test_a_marker_is_removed_for_a_reason_and_stays_removed() -> None:
    marker = approve(proposed(), APPROVER, review_due=None, notification=NOT_YET)
    removed = remove(marker, PROPOSER, RemovalReason.RISK_ENDED)
    assert (removed.state, removed.removal_reason) == (
        MarkerState.REMOVED,
        RemovalReason.RISK_ENDED,
    )
    with pytest.raises(MarkerStateForbids):
        renew(removed, APPROVER, review_due=None)


def test_a_proposal_that_nobody_decided_cannot_be_removed_only_rejected() -> None:
    with pytest.raises(MarkerStateForbids):
        remove(proposed(), APPROVER, RemovalReason.RISK_ENDED)
    assert reject(proposed(), APPROVER).state is MarkerState.REJECTED


def test_the_hours_of_an_emergency_count_from_the_first_on_its_incident() -> None:
    first = NOW - timedelta(hours=71, minutes=59)
    again = proposed(emergency=True, earlier=EarlierEmergencies(first, rejected=False))
    assert again.expires_at == first + timedelta(hours=72)


@pytest.mark.parametrize(
    "earlier",
    [
        EarlierEmergencies(NOW - timedelta(hours=72), rejected=False),
        EarlierEmergencies(NOW - timedelta(minutes=1), rejected=True),
    ],
    ids=["its 72 hours are over", "somebody rejected it"],
)
def test_an_emergency_is_not_raised_again_on_an_incident_that_had_one(
    earlier: EarlierEmergencies,
) -> None:
    with pytest.raises(EmergencySpent):
        proposed(emergency=True, earlier=earlier)
    assert proposed(earlier=earlier).state is MarkerState.PROPOSED
