"""What proposers, approvers and reviewers of markers send and read."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ppit_officer_safety.actions.propose_marker import PersonDescribed, SubjectDescribed
from ppit_officer_safety.api.visit_wire import AudienceCode
from ppit_officer_safety.domain.audience import Audience
from ppit_officer_safety.domain.codes import (
    ContactMode,
    MarkerCategory,
    MarkerSubject,
    RemovalReason,
    SubjectNotification,
)
from ppit_officer_safety.domain.lifecycle import MarkerState
from ppit_officer_safety.domain.marker import Grounds, MarkerVersion, Notification
from ppit_officer_safety.domain.measures import ControlMeasure
from ppit_platform.people_wire import (
    AddressGiven,
    Day,
    PersonNamed,
    YesNo,
    address_text,
    person_record,
    plain_uprn,
)
from ppit_platform.wire import Instant, PersonName, Uprn, WireModel

Account = Annotated[
    str, Field(pattern=r"\S", max_length=4000, description="For approvers and PPIT alone.")
]


class PersonMarked(PersonNamed):
    """Whom the marker follows; ``home`` is where they live, as far as the proposer knows."""

    home: AddressGiven | None = None


class SubjectGiven(WireModel):
    """``PERSON``: ``person`` or ``nominal_id``. ``ADDRESS``: ``uprn``. ``ASSOCIATION``: both."""

    kind: MarkerSubject
    nominal_id: UUID | None = None
    person: PersonMarked | None = None
    uprn: Uprn | None = None

    def described(self) -> SubjectDescribed:
        return SubjectDescribed(
            self.kind,
            self.nominal_id,
            _person(self.person) if self.person else None,
            plain_uprn(self.uprn) if self.uprn else None,
        )


class MarkerProposal(WireModel):
    """A marker to be approved by somebody else. ``emergency``: it warns at once, for 72 hours."""

    subject: SubjectGiven
    category: MarkerCategory
    measures: tuple[ControlMeasure, ...] = Field(min_length=1, max_length=18)
    audience: tuple[AudienceCode, ...] = Field(min_length=1, max_length=20)
    contact_modes: tuple[ContactMode, ...] = Field(min_length=1, max_length=6)
    incident_date: Day
    grounds: Account
    emergency: YesNo = False

    def to_grounds(self) -> Grounds:
        return Grounds(
            category=self.category,
            measures=tuple(dict.fromkeys(self.measures)),
            audience=tuple(dict.fromkeys(Audience(each) for each in self.audience)),
            modes=tuple(dict.fromkeys(self.contact_modes)),
            incident_date=self.incident_date,
            incident_id=None,
            account=self.grounds,
        )


class NotificationGiven(WireModel):
    """Whether the subject was told; a decision not to tell is made again on ``decide_again``."""

    status: SubjectNotification = SubjectNotification.NOT_YET
    decide_again: Day | None = None

    def by(self, authoriser: str) -> Notification:
        withheld = self.status.withheld
        return Notification(self.status, authoriser if withheld else None, self.decide_again)


class Approval(WireModel):
    """Without ``review_due``: as late as the category allows."""

    review_due: Day | None = None
    notification: NotificationGiven = NotificationGiven()


class Renewal(WireModel):
    review_due: Day | None = None


class Amendment(WireModel):
    """Where the marker's person lives now."""

    home_uprn: Uprn


class Removal(WireModel):
    reason: RemovalReason


class MarkerStep(WireModel):
    """Where a marker stands after a step."""

    marker_id: UUID
    version: int
    state: MarkerState
    review_due: date
    expires_at: Instant | None


class PersonOnRecord(WireModel):
    """A person as they were given when the marker was proposed."""

    name: PersonName
    date_of_birth: str | None = None


class MarkerRecord(MarkerStep):
    """One marker whole, for review: the reason for it goes no further."""

    subject: MarkerSubject
    nominal_id: UUID | None
    uprn: str | None
    person: PersonOnRecord | None
    category: MarkerCategory
    measures: tuple[ControlMeasure, ...]
    audience: tuple[str, ...]
    contact_modes: tuple[ContactMode, ...]
    incident_date: date
    incident_id: UUID | None
    grounds: str
    proposer: str
    proposed_at: Instant
    approver: str | None
    decided_at: Instant | None
    removal_reason: RemovalReason | None
    notification: SubjectNotification


def marker_step(marker: MarkerVersion) -> MarkerStep:
    return MarkerStep(
        marker_id=marker.marker_id,
        version=marker.version,
        state=marker.state,
        review_due=marker.review_due,
        expires_at=marker.expires_at,
    )


def marker_record(marker: MarkerVersion, as_given: dict[str, object] | None) -> MarkerRecord:
    grounds, decision = marker.grounds, marker.decision
    return MarkerRecord(
        **marker_step(marker).model_dump(),
        subject=marker.subject.kind,
        nominal_id=marker.subject.nominal_id,
        uprn=marker.subject.uprn,
        person=PersonOnRecord.model_validate(as_given) if as_given else None,
        category=grounds.category,
        measures=grounds.measures,
        audience=grounds.audience,
        contact_modes=grounds.modes,
        incident_date=grounds.incident_date,
        incident_id=grounds.incident_id,
        grounds=grounds.account,
        proposer=marker.proposer,
        proposed_at=marker.proposed_at,
        approver=decision.approver if decision else None,
        decided_at=decision.at if decision else None,
        removal_reason=marker.removal_reason,
        notification=marker.notification.status,
    )


def _person(person: PersonMarked) -> PersonDescribed:
    home = person.home
    return PersonDescribed(
        record=person_record(
            person.name, person.date_of_birth, address_text(home) if home else None
        ),
        as_given=person.model_dump(mode="json", include={"name", "date_of_birth"}),
        home_uprn=plain_uprn(home.uprn) if home and home.uprn else None,
    )
