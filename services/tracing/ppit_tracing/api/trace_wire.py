"""What a debt system sends and reads of a trace."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ppit_platform.people_wire import (
    AddressGiven,
    Day,
    InstantGiven,
    YesNo,
    address_text,
    person_record,
    plain_uprn,
)
from ppit_platform.wire import Instant, Money, PartialDate, PersonName, Uprn, WireModel
from ppit_tracing.domain.asked import DebtorAsked
from ppit_tracing.domain.codes import (
    Doubt,
    EvidenceClass,
    RuledOut,
    SourceName,
    SourceState,
    StopAnswer,
    StopFlag,
    TracedOutcome,
    TraceOutcome,
    TraceReason,
    TraceState,
)

DebtReference = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]


class Debtor(WireModel):
    name: PersonName
    date_of_birth: PartialDate | None = None
    phone: Annotated[str, Field(max_length=40)] | None = None


class TraceRequest(WireModel):
    """One debtor. ``debt_address`` is where the debt arose; ``owed_since`` a day they lived there.

    ``mail_returned``: what was sent there came back, so that it is not certified.
    """

    debt_reference: DebtReference
    reason: TraceReason
    person: Debtor
    debt_address: AddressGiven
    owed_since: Day | None = None
    balance: Money | None = None
    mail_returned: YesNo = False

    def asked(self) -> DebtorAsked:
        address, person = self.debt_address, self.person
        typed = address_text(address)
        return DebtorAsked(
            debt_reference=self.debt_reference.strip(),
            record=person_record(person.name, person.date_of_birth, typed, person.phone),
            uprn=plain_uprn(address.uprn) if address.uprn else None,
            owed_since=self.owed_since,
            mail_returned=self.mail_returned,
        )


class TraceAccepted(WireModel):
    trace_id: UUID
    state: TraceState


class CertifiedAddress(WireModel):
    uprn: Uprn
    lines: tuple[str, ...]
    postcode: str


class Reliability(WireModel):
    """How current and how matched (DPA 2018 s.38(5))."""

    matched: str
    independent_lineages: int
    last_seen: date | None
    rule_version: str
    model_version: str
    key_version: str
    done_at: Instant


class TraceAnswer(WireModel):
    """How far a trace is, and what it found. ``address`` only with a confirmed outcome.

    Candidates below that are counted, never shown. ``unable`` names the sources that could not be
    looked at: nothing is certified without every stop flag. ``stop_flag`` says why an outcome is
    ``NOT_PERMITTED`` or ``DECEASED``. After ``recalled_at`` there is no address any more.
    """

    trace_id: UUID
    debt_reference: str
    state: TraceState
    stop_code: str | None = Field(description="With STOPPED: why its authority ended.")
    outcome: TraceOutcome | None
    address: CertifiedAddress | None
    certificate_id: UUID | None
    candidates_count: int | None
    stop_flag: StopFlag | None
    doubts: tuple[Doubt, ...]
    unable: tuple[SourceName, ...]
    reliability: Reliability | None
    recalled_at: Instant | None


class SourceSearched(WireModel):
    source: SourceName
    state: SourceState
    version: str | None
    as_at: date | None
    loaded_at: Instant | None


class FlagAsked(WireModel):
    flag: StopFlag
    answer: StopAnswer


class Seen(WireModel):
    """One record that places the person there; records of one ``lineage`` are one fact."""

    source: SourceName
    record: str
    evidence_class: EvidenceClass
    lineage: str
    first_seen: date
    last_seen: date
    current: bool


class Excluded(WireModel):
    reason: RuledOut
    words: str
    count: int


class Rule(WireModel):
    version: str
    words: str
    identity: str
    model_version: str
    key_version: str


class Certificate(WireModel):
    """A certified address, as a court would ask for it. Nobody but the person traced is in it.

    ``content_sha256`` is of this object without it: JSON, keys sorted, no blanks, UTF-8.
    """

    certificate_id: UUID
    trace_id: UUID
    debt_reference: str
    reason: TraceReason
    purpose: str
    issued_at: Instant
    outcome: TraceOutcome
    statement_basis: str
    address: CertifiedAddress
    rule: Rule
    searched: tuple[SourceSearched, ...]
    stop_flags: tuple[FlagAsked, ...]
    why: tuple[str, ...]
    timeline: tuple[Seen, ...]
    earlier_addresses: int
    ruled_out: tuple[Excluded, ...]
    content_sha256: str


class OutcomeTold(WireModel):
    """What became of it, and when."""

    outcome: TracedOutcome
    at: InstantGiven


class OutcomeKept(WireModel):
    outcome_id: UUID
    trace_id: UUID
    recalled_from: int = Field(description="Organisations that were sent a recall notice.")
