"""What an officer reads of a victim."""

from uuid import UUID

from pydantic import Field

from ppit_platform.wire import Instant, Money, WireModel
from ppit_victims.api.wire import (
    AddressShown,
    AgencyShown,
    NeedPoint,
    NeedShown,
    SafeContactShown,
    address_shown,
    agencies_shown,
    money_shown,
    safe_contact_shown,
)
from ppit_victims.domain.codes import (
    Channel,
    ClosedFor,
    ContactOutcome,
    InterventionType,
    LinkBasis,
    PaymentMethod,
    ProtectionReason,
    Remark,
    ScamType,
    Stage,
    Vulnerability,
)
from ppit_victims.domain.need import Need
from ppit_victims.domain.views import ContactShown, RecordShown, VictimShown


class LinkShown(WireModel):
    """Why this record stands on this victim."""

    basis: LinkBasis
    because: tuple[str, ...]


class IncidentShown(WireModel):
    """What one partner's record tells. ``remarks`` name what could not be read in it."""

    record_id: UUID
    agency: str
    source: str
    reference: str | None
    row: int | None
    received_at: Instant
    link: LinkShown
    scam_type: ScamType | None
    channel: Channel | None
    happened_on: str | None
    loss: Money | None
    prevented: Money | None
    payment_method: PaymentMethod | None
    vulnerabilities: tuple[Vulnerability, ...]
    flagged_vulnerable: bool
    deceased: bool
    died_on: str | None
    care_of: str | None
    remarks: tuple[Remark, ...]


class InterventionShown(WireModel):
    contact_id: UUID
    agency: str
    intervention_type: InterventionType
    outcome: ContactOutcome
    at: Instant
    note: str | None


class VictimRecord(WireModel):
    """``crimes`` are those that surely happened: records that may be of one crime count as one.

    ``address`` is null where ``address_withheld``: somebody may come to harm if it is told.
    """

    safe_contact: SafeContactShown
    victim_id: UUID
    version: int
    as_at: Instant
    stage: Stage
    closed_for: ClosedFor | None
    died_on: str | None
    name: str
    date_of_birth: str | None = Field(description="As a partner wrote it.")
    phone: str | None
    address: AddressShown | None
    address_withheld: bool
    protected_for: tuple[ProtectionReason, ...]
    need: NeedShown
    crimes: int
    last_contact: Instant | None
    agencies: tuple[AgencyShown, ...]
    incidents: tuple[IncidentShown, ...]
    interventions: tuple[InterventionShown, ...]


def victim_record(shown: VictimShown, *, hidden: bool) -> VictimRecord:
    summary = shown.summary
    home = summary.home
    return VictimRecord(
        safe_contact=safe_contact_shown(summary.safe_contact),
        victim_id=summary.victim_id,
        version=summary.version,
        as_at=summary.recorded_at,
        stage=summary.stage,
        closed_for=summary.closed_for,
        died_on=summary.died_on,
        name=home.name,
        date_of_birth=home.born,
        phone=None if hidden else home.phone,
        address=None if hidden else address_shown(home),
        address_withheld=hidden,
        protected_for=shown.protected_for,
        need=need_shown(summary.need),
        crimes=summary.crimes,
        last_contact=summary.last_contact,
        agencies=agencies_shown(shown.helpers),
        incidents=tuple(_incident(each) for each in shown.records if each.told.crime),
        interventions=tuple(_intervention(each) for each in shown.contacts),
    )


def need_shown(need: Need) -> NeedShown:
    points = tuple(NeedPoint(code=one.code, points=one.points, why=one.why) for one in need.points)
    return NeedShown(score=need.score, points=points, table_version=need.table_version)


def _incident(record: RecordShown) -> IncidentShown:
    told = record.told
    return IncidentShown(
        record_id=record.record_id,
        agency=record.agency,
        source=record.source,
        reference=record.reference,
        row=record.row_no,
        received_at=record.received_at,
        link=LinkShown(basis=LinkBasis(record.basis), because=record.linked_because),
        scam_type=told.scam_type,
        channel=told.channel,
        happened_on=told.happened_on,
        loss=money_shown(told.loss_pence),
        prevented=money_shown(told.prevented_pence),
        payment_method=told.payment_method,
        vulnerabilities=told.vulnerabilities,
        flagged_vulnerable=told.flagged,
        deceased=told.deceased,
        died_on=told.died_on,
        care_of=told.care_of,
        remarks=told.remarks,
    )


def _intervention(contact: ContactShown) -> InterventionShown:
    return InterventionShown(
        contact_id=contact.contact_id,
        agency=contact.agency,
        intervention_type=contact.intervention,
        outcome=contact.outcome,
        at=contact.at,
        note=contact.note,
    )
