"""Tables of the vetting service. Only this package imports them.

They describe what the migrations make, so that ``alembic check`` finds a drift. The rules of a
decision are constraints and stand in the migrations.
"""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ppit_platform import generations
from ppit_platform.db import Row
from ppit_platform.people import PeopleColumns, VersionColumns
from ppit_platform.person_index.tables import unpeopled

METADATA = MetaData()
LIST_INDEXES = ("insolvency_index", "award_index", "debt_index")
"""The person indexes: hashed keys of the people in the list of that name."""
CASE_INDEX = "case_index"
"""Hashed keys of everybody whom a case names."""
INDEXES = (*LIST_INDEXES, CASE_INDEX)
UNPEOPLED = {
    **generations.UNPEOPLED,
    **unpeopled(*INDEXES),
    "case_link_key": "keyed hashes and ids of cases; the applicants are in vetting_case",
    "company": "the public register of companies, replaced whole each month",
    "company_officer": "the public register of their officers, replaced whole each month",
    "sanction_subject": "the published sanctions list, replaced whole each time it is issued",
    "sanction_sound": "how the names of the published sanctions list sound",
}
"""Tables that hold no people, or those whom the law has published, each with its reason."""


def _instant() -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=False)


def _json() -> Column[object]:
    return Column(JSONB(), nullable=False)


class OwnRow(Row):
    metadata: ClassVar[MetaData] = METADATA  # pyright: ignore[reportIncompatibleVariableOverride]


class PeopleRow(PeopleColumns, VersionColumns, OwnRow):
    """Base of every table here that holds people."""


class VettingCaseRow(PeopleRow, table=True):
    __table_args__ = (UniqueConstraint("case_id", "amount_pence", "second_above_pence"),)

    case_id: UUID = Field(primary_key=True)
    purpose: str = Field(sa_type=Text)
    scheme: str = Field(sa_type=Text)
    policy_version: int
    application_reference: str = Field(sa_type=Text)
    subject_type: str = Field(sa_type=Text)
    subject: dict[str, object] = Field(sa_column=_json())
    amount_pence: int = Field(sa_type=BigInteger)
    second_above_pence: int = Field(sa_type=BigInteger)
    applied_on: date
    received_at: datetime = Field(sa_column=_instant())
    requested_by: str = Field(sa_type=Text)
    mandate_id: UUID
    job_id: int = Field(sa_type=BigInteger)


class CaseLinkKeyRow(OwnRow, table=True):
    __table_args__ = (Index("ix_case_link_key_case_id", "case_id"),)

    org_id: str = Field(primary_key=True, sa_type=Text)
    purpose: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(primary_key=True, sa_type=Text)
    key: str = Field(primary_key=True, sa_type=Text)
    case_id: UUID = Field(primary_key=True, foreign_key="vetting_case.case_id")


class FindingRow(PeopleRow, table=True):
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "check_type", "previous_version"],
            ["finding.case_id", "finding.check_type", "finding.version"],
        ),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="vetting_case.case_id")
    check_type: str = Field(primary_key=True, sa_type=Text)
    version: int = Field(primary_key=True)
    previous_version: int | None
    result: str = Field(sa_type=Text)
    sources: list[object] = Field(sa_column=_json())
    reasons: list[object] = Field(sa_column=_json())
    evidence: list[object] = Field(sa_column=_json())
    linked_case_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    checked_at: datetime = Field(sa_column=_instant())
    job_id: int = Field(sa_type=BigInteger)
    fact_id: UUID


class RecommendationRow(PeopleRow, table=True):
    __table_args__ = (
        UniqueConstraint("case_id", "version", "recommendation"),
        ForeignKeyConstraint(
            ["case_id", "previous_version"],
            ["recommendation.case_id", "recommendation.version"],
        ),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="vetting_case.case_id")
    version: int = Field(primary_key=True)
    previous_version: int | None
    recommendation: str = Field(sa_type=Text)
    scheme: str = Field(sa_type=Text)
    policy_version: int
    because: list[object] = Field(sa_column=_json())
    recommended_at: datetime = Field(sa_column=_instant())
    job_id: int = Field(sa_type=BigInteger)
    fact_id: UUID


class DecisionRow(PeopleRow, table=True):
    __table_args__ = (
        UniqueConstraint("case_id", "version", "decider", "needs_second"),
        ForeignKeyConstraint(
            ["case_id", "recommendation_version", "recommendation"],
            [
                "recommendation.case_id",
                "recommendation.version",
                "recommendation.recommendation",
            ],
            name="never_before_its_recommendation",
        ),
        ForeignKeyConstraint(
            ["case_id", "amount_pence", "second_above_pence"],
            [
                "vetting_case.case_id",
                "vetting_case.amount_pence",
                "vetting_case.second_above_pence",
            ],
            name="of_that_amount",
        ),
        ForeignKeyConstraint(
            ["case_id", "previous_version", "previous_agreed"],
            [
                "second_signature.case_id",
                "second_signature.version",
                "second_signature.agrees",
            ],
            name="after_a_second_signer_refused",
            use_alter=True,
        ),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="vetting_case.case_id")
    version: int = Field(primary_key=True)
    previous_version: int | None
    previous_agreed: bool | None
    recommendation_version: int
    recommendation: str = Field(sa_type=Text)
    amount_pence: int = Field(sa_type=BigInteger)
    second_above_pence: int = Field(sa_type=BigInteger)
    decision: str = Field(sa_type=Text)
    conditions: list[str] = Field(sa_column=Column(ARRAY(Text()), nullable=False))
    reasons: str = Field(sa_type=Text)
    decider: str = Field(sa_type=Text)
    needs_second: bool
    decided_at: datetime = Field(sa_column=_instant())


class SecondSignatureRow(PeopleRow, table=True):
    __table_args__ = (
        UniqueConstraint("case_id", "version", "agrees"),
        ForeignKeyConstraint(
            ["case_id", "version", "decider", "needs_second"],
            [
                "decision.case_id",
                "decision.version",
                "decision.decider",
                "decision.needs_second",
            ],
            name="of_a_decision_that_waits",
        ),
    )

    case_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    decider: str = Field(sa_type=Text)
    needs_second: bool
    signer: str = Field(sa_type=Text)
    agrees: bool
    reasons: str | None = Field(sa_type=Text)
    signed_at: datetime = Field(sa_column=_instant())


class CompanyRow(OwnRow, table=True):
    __table_args__ = (
        Index("ix_company_name_key", "generation", "name_key"),
        Index("ix_company_office_key", "generation", "office_key"),
    )

    generation: int = Field(primary_key=True)
    number: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    name_key: str = Field(sa_type=Text)
    previous_names: str = Field(sa_type=Text)
    category: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    incorporated_on: date | None
    accounts_due: date | None
    trades: str = Field(sa_type=Text)
    office: str = Field(sa_type=Text)
    office_key: str = Field(sa_type=Text)


class CompanyOfficerRow(OwnRow, table=True):
    __table_args__ = (
        Index("ix_company_officer_number", "generation", "company_number"),
        Index("ix_company_officer_key", "generation", "officer_key"),
    )

    generation: int = Field(primary_key=True)
    row_no: int = Field(primary_key=True, sa_type=BigInteger)
    company_number: str = Field(sa_type=Text)
    person_number: str = Field(sa_type=Text)
    role: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    officer_key: str = Field(sa_type=Text)
    birth_month: int | None
    birth_year: int | None
    appointed_on: date | None
    resigned_on: date | None
    address: str = Field(sa_type=Text)
    postcode: str = Field(sa_type=Text)


class SanctionSubjectRow(OwnRow, table=True):
    generation: int = Field(primary_key=True)
    unique_id: str = Field(primary_key=True, sa_type=Text)
    subject: dict[str, object] = Field(sa_column=_json())


class SanctionSoundRow(OwnRow, table=True):
    __table_args__ = (
        ForeignKeyConstraint(
            ["generation", "unique_id"],
            ["sanction_subject.generation", "sanction_subject.unique_id"],
            ondelete="CASCADE",
        ),
    )

    generation: int = Field(primary_key=True)
    sound: str = Field(primary_key=True, sa_type=Text)
    unique_id: str = Field(primary_key=True, sa_type=Text)


class InsolvencyRow(PeopleRow, table=True):
    __table_args__ = (Index("ix_insolvency_generation", "generation"),)

    subject_id: UUID = Field(primary_key=True)
    generation: int
    case_number: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    person: dict[str, object] = Field(sa_column=_json())
    started_on: date
    ends_on: date | None


class AwardRow(PeopleRow, table=True):
    __table_args__ = (Index("ix_award_company", "generation", "company_number"),)

    subject_id: UUID = Field(primary_key=True)
    generation: int
    award_id: str = Field(sa_type=Text)
    person: dict[str, object] | None = Field(sa_column=Column(JSONB(), nullable=True))
    company_number: str | None = Field(sa_type=Text)
    scheme: str = Field(sa_type=Text)
    awarded_on: date
    amount_pence: int = Field(sa_type=BigInteger)
    accounted: bool


class DebtRow(PeopleRow, table=True):
    __table_args__ = (Index("ix_debt_generation", "generation"),)

    subject_id: UUID = Field(primary_key=True)
    generation: int
    debt_ref: str = Field(sa_type=Text)
    person: dict[str, object] = Field(sa_column=_json())
    balance_pence: int = Field(sa_type=BigInteger)
    since: date | None


INDEX_OF = dict(zip((InsolvencyRow, AwardRow, DebtRow), LIST_INDEXES, strict=True))
"""The person index of each list of people."""
