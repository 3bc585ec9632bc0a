"""A marker's versions, and the steps that lead from one to the next."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from ppit_officer_safety.domain.audience import Audience
from ppit_officer_safety.domain.codes import (
    ContactMode,
    MarkerCategory,
    MarkerSubject,
    RemovalReason,
    SubjectNotification,
)
from ppit_officer_safety.domain.lifecycle import (
    EMERGENCY_LIFE,
    MarkerState,
    Term,
    latest_review,
    may_follow,
)
from ppit_officer_safety.domain.measures import ControlMeasure
from ppit_officer_safety.domain.retention import PROPOSAL_DECIDED_WITHIN
from ppit_officer_safety.errors import (
    EmergencySpent,
    IncidentNotYet,
    MarkerStateForbids,
    NotificationIncomplete,
    ReviewTooLate,
)
from ppit_platform.hands import FourEyesRequired, Hand
from ppit_platform.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Subject:
    """What the marker follows; ``nominal_version`` is the person as known when it was proposed."""

    kind: MarkerSubject
    nominal_id: UUID | None
    nominal_version: int | None
    uprn: str | None


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why, and who is to be told what: all that a proposer writes."""

    category: MarkerCategory
    measures: tuple[ControlMeasure, ...]
    audience: tuple[Audience, ...]
    modes: tuple[ContactMode, ...]
    incident_date: date
    incident_id: UUID | None
    account: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The signature of somebody other than the proposer; the day is a London day."""

    approver: str
    at: datetime
    on: date


@dataclass(frozen=True, slots=True)
class Notification:
    """Whether the subject was told; a decision not to tell is made again on ``again``."""

    status: SubjectNotification
    authoriser: str | None = None
    again: date | None = None


@dataclass(frozen=True, slots=True)
class EarlierEmergencies:
    """Emergency markers of the same subject for the same incident, or for one after it."""

    first_at: datetime
    rejected: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed about whom. ``emergency``: it warns at once, for 72 h, on one signature."""

    subject: Subject
    grounds: Grounds
    emergency: bool
    provenance: Provenance
    earlier: EarlierEmergencies | None = None


@dataclass(frozen=True, slots=True)
class MarkerVersion:
    marker_id: UUID
    version: int
    state: MarkerState
    previous_state: MarkerState | None
    subject: Subject
    grounds: Grounds
    proposer: str
    proposed_at: datetime
    decision: Decision | None
    review_due: date
    expires_at: datetime | None
    removal_reason: RemovalReason | None
    notification: Notification
    acted_by: str
    recorded_at: datetime
    provenance: Provenance

    @property
    def term(self) -> Term:
        return Term(self.state, self.review_due, self.expires_at)


def propose(marker_id: UUID, proposal: Proposal, hand: Hand) -> MarkerVersion:
    """Return the first version: a proposal, or an emergency that one signature carries for 72 h."""
    check_happened(proposal.grounds.incident_date, hand)
    return MarkerVersion(
        marker_id=marker_id,
        version=1,
        state=MarkerState.EMERGENCY if proposal.emergency else MarkerState.PROPOSED,
        previous_state=None,
        subject=proposal.subject,
        grounds=proposal.grounds,
        proposer=hand.acting,
        proposed_at=hand.now,
        decision=None,
        review_due=hand.today + PROPOSAL_DECIDED_WITHIN,
        expires_at=_emergency_end(proposal, hand) if proposal.emergency else None,
        removal_reason=None,
        notification=Notification(SubjectNotification.NOT_YET),
        acted_by=hand.acting,
        recorded_at=hand.now,
        provenance=proposal.provenance,
    )


def _emergency_end(proposal: Proposal, hand: Hand) -> datetime:
    """Return when one signature ends: 72 h after the first emergency on this incident.

    Raised again and again, an emergency would warn for ever though nobody approved it.
    """
    earlier = proposal.earlier
    since = hand.now if earlier is None else min(earlier.first_at, hand.now)
    ends = since + EMERGENCY_LIFE
    if ends <= hand.now or (earlier is not None and earlier.rejected):
        msg = "propose it: somebody else must approve what this incident asks for"
        raise EmergencySpent(msg)
    return ends


def check_happened(incident_date: date, hand: Hand) -> None:
    if incident_date > hand.today:
        msg = "the day of the incident is still to come"
        raise IncidentNotYet(msg)


def approve(
    marker: MarkerVersion, hand: Hand, *, review_due: date | None, notification: Notification
) -> MarkerVersion:
    """Let a proposed or emergency marker warn; without a date it is reviewed as late as allowed."""
    if marker.state not in {MarkerState.PROPOSED, MarkerState.EMERGENCY}:
        msg = "only a proposed or an emergency marker can be approved"
        raise MarkerStateForbids(msg)
    _check_notification(notification)
    return _decided(marker, hand, review_due, notification)


def renew(marker: MarkerVersion, hand: Hand, *, review_due: date | None) -> MarkerVersion:
    """Keep a reviewed marker for another term; one that has lapsed must be proposed again."""
    if marker.state not in {MarkerState.ACTIVE, MarkerState.REVIEW_DUE}:
        msg = "only an active marker can be renewed"
        raise MarkerStateForbids(msg)
    return _decided(marker, hand, review_due, marker.notification)


def reject(marker: MarkerVersion, hand: Hand) -> MarkerVersion:
    _other_than_proposer(marker, hand)
    return _step(marker, MarkerState.REJECTED, hand)


def remove(marker: MarkerVersion, hand: Hand, reason: RemovalReason) -> MarkerVersion:
    """End a marker before its time; its proposer may do so too: less is said, not more."""
    return replace(_step(marker, MarkerState.REMOVED, hand), removal_reason=reason)


def age(marker: MarkerVersion, hand: Hand) -> MarkerVersion | None:
    """Write down what time has done to a marker: its review is near, or it has ended."""
    if marker.term.has_lapsed(hand.now, hand.today):
        return _step(marker, MarkerState.EXPIRED, hand)
    if marker.term.review_is_near(hand.today):
        return _step(marker, MarkerState.REVIEW_DUE, hand)
    return None


def _decided(
    marker: MarkerVersion, hand: Hand, review_due: date | None, notification: Notification
) -> MarkerVersion:
    _other_than_proposer(marker, hand)
    if marker.term.has_lapsed(hand.now, hand.today):
        msg = "its time has run out; propose it again"
        raise MarkerStateForbids(msg)
    latest = latest_review(marker.grounds.category, hand.today)
    due = latest if review_due is None else review_due
    if not hand.today < due <= latest:
        msg = "see the review interval of the category"
        raise ReviewTooLate(msg)
    return replace(
        _step(marker, MarkerState.ACTIVE, hand),
        decision=Decision(hand.acting, hand.now, hand.today),
        review_due=due,
        notification=notification,
    )


def _step(marker: MarkerVersion, state: MarkerState, hand: Hand) -> MarkerVersion:
    if not may_follow(marker.state, state):
        msg = f"{marker.state} does not lead to {state}"
        raise MarkerStateForbids(msg)
    return replace(
        marker,
        version=marker.version + 1,
        state=state,
        previous_state=marker.state,
        acted_by=hand.acting,
        recorded_at=hand.now,
    )


def _other_than_proposer(marker: MarkerVersion, hand: Hand) -> None:
    if hand.acting == marker.proposer:
        msg = "ask somebody else to decide"
        raise FourEyesRequired(msg)


def _check_notification(notification: Notification) -> None:
    if notification.status.withheld and notification.again is None:
        msg = "say when to decide again"
        raise NotificationIncomplete(msg)
