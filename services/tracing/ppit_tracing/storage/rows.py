"""Tables of the tracing service. Only this package imports them.

They describe what the migrations make, so that ``alembic check`` finds a drift.
"""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Index, MetaData, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ppit_platform import generations
from ppit_platform.db import Row
from ppit_platform.gazetteer import sql as gazetteer
from ppit_platform.people import PeopleColumns, VersionColumns
from ppit_platform.person_index import tables as person_index

METADATA = MetaData()
TRACE_INDEX = "trace_index"
"""Hashed keys of everybody who was ever to be traced."""
UNPEOPLED = {
    **generations.UNPEOPLED,
    **gazetteer.UNPEOPLED,
    **person_index.UNPEOPLED,
    **person_index.unpeopled(TRACE_INDEX),
}
"""Tables that hold no people, each with its reason."""


def _instant() -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=False)


def _index(table: str, column: str, *, known_only: bool = False) -> Index:
    where = text(f"{column} IS NOT NULL") if known_only else None
    return Index(f"ix_{table}_{column}", column, postgresql_where=where)


class PeopleRow(PeopleColumns, VersionColumns, Row):
    """Base of every table here: all of them hold people."""

    metadata: ClassVar[MetaData] = METADATA  # pyright: ignore[reportIncompatibleVariableOverride]


class SightingRow(PeopleRow, table=True):
    __table_args__ = (
        _index("sighting", "file_id"),
        _index("sighting", "uprn", known_only=True),
    )

    generation: int = Field(primary_key=True)
    sighting_id: str = Field(primary_key=True, sa_type=Text)
    file_id: UUID
    source: str = Field(sa_type=Text)
    subject_ref: str = Field(sa_type=Text)
    lineage: str = Field(sa_type=Text)
    evidence: str = Field(sa_type=Text)
    person: dict[str, object] = Field(sa_type=JSONB)
    held: dict[str, object] = Field(sa_type=JSONB)
    uprn: str | None = Field(sa_type=Text)
    first_seen: date
    last_seen: date
    lawful_basis: str = Field(sa_type=Text)
    licence: str = Field(sa_type=Text)


class DeathNoticeRow(PeopleRow, table=True):
    __table_args__ = (
        _index("death_notice", "record_id"),
        _index("death_notice", "born", known_only=True),
        _index("death_notice", "uprn", known_only=True),
    )

    generation: int = Field(primary_key=True)
    notice_id: str = Field(primary_key=True, sa_type=Text)
    record_id: UUID
    evidence: str = Field(sa_type=Text)
    person: dict[str, object] = Field(sa_type=JSONB)
    born: str | None = Field(sa_type=Text)
    uprn: str | None = Field(sa_type=Text)
    died_on: date
    lawful_basis: str = Field(sa_type=Text)
    licence: str = Field(sa_type=Text)


class InsolvencyCaseRow(PeopleRow, table=True):
    __table_args__ = (
        _index("insolvency_case", "record_id"),
        _index("insolvency_case", "born", known_only=True),
        _index("insolvency_case", "uprn", known_only=True),
    )

    generation: int = Field(primary_key=True)
    case_number: str = Field(primary_key=True, sa_type=Text)
    record_id: UUID
    kind: str = Field(sa_type=Text)
    person: dict[str, object] = Field(sa_type=JSONB)
    born: str | None = Field(sa_type=Text)
    uprn: str | None = Field(sa_type=Text)
    started_on: date
    ends_on: date
    lawful_basis: str = Field(sa_type=Text)
    licence: str = Field(sa_type=Text)


class BatchRow(PeopleRow, table=True):
    batch_id: UUID = Field(primary_key=True)
    profile: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    upload_id: UUID
    acted_by: str = Field(sa_type=Text)
    mandate_id: UUID
    job_id: int = Field(sa_type=BigInteger)
    accepted_at: datetime = Field(sa_column=_instant())


class BatchChunkRow(PeopleRow, table=True):
    batch_id: UUID = Field(primary_key=True, foreign_key="batch.batch_id")
    chunk_no: int = Field(primary_key=True)
    last_row: int
    rows_done: int
    traces: int
    rejected: int
    ends: bool
    fact_id: UUID


class BatchRejectRow(PeopleRow, table=True):
    batch_id: UUID = Field(primary_key=True, foreign_key="batch.batch_id")
    row_no: int = Field(primary_key=True)
    line_no: int
    reasons: list[object] = Field(sa_type=JSONB)
    cells: dict[str, object] = Field(sa_type=JSONB)
    fact_id: UUID


class TraceRow(PeopleRow, table=True):
    __table_args__ = (UniqueConstraint("batch_id", "row_no", "party_no"),)

    trace_id: UUID = Field(primary_key=True)
    batch_id: UUID | None = Field(foreign_key="batch.batch_id")
    row_no: int | None
    party_no: int | None
    debt_reference: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    purpose: str = Field(sa_type=Text)
    asked: dict[str, object] = Field(sa_type=JSONB)
    acted_by: str = Field(sa_type=Text)
    agreement_id: str = Field(sa_type=Text)
    agreement_version: int
    mandate_id: UUID
    job_id: int = Field(sa_type=BigInteger)
    accepted_at: datetime = Field(sa_column=_instant())


class TraceResultRow(PeopleRow, table=True):
    __table_args__ = (_index("trace_result", "subject_key"),)

    trace_id: UUID = Field(primary_key=True, foreign_key="trace.trace_id")
    outcome: str = Field(sa_type=Text)
    answer: dict[str, object] = Field(sa_type=JSONB)
    certificate: dict[str, object] | None = Field(sa_column=Column(JSONB(none_as_null=True)))
    finding_key: str | None = Field(sa_type=Text)
    subject_key: str = Field(sa_type=Text)
    worked: dict[str, object] = Field(sa_type=JSONB)
    fact_id: UUID
    done_at: datetime = Field(sa_column=_instant())


class DisclosureRow(PeopleRow, table=True):
    __table_args__ = (_index("disclosure", "finding_key"),)

    disclosure_id: UUID = Field(primary_key=True)
    trace_id: UUID = Field(foreign_key="trace.trace_id")
    debt_reference: str = Field(sa_type=Text)
    finding_key: str = Field(sa_type=Text)
    shown: str = Field(sa_type=Text)
    shown_to: str = Field(sa_type=Text)
    request_id: UUID
    shown_at: datetime = Field(sa_column=_instant())


class TraceOutcomeRow(PeopleRow, table=True):
    __table_args__ = (_index("trace_outcome", "trace_id"),)

    outcome_id: UUID = Field(primary_key=True)
    trace_id: UUID = Field(foreign_key="trace.trace_id")
    outcome: str = Field(sa_type=Text)
    happened_at: datetime = Field(sa_column=_instant())
    told_by: str = Field(sa_type=Text)


class RecallRow(PeopleRow, table=True):
    recall_id: UUID = Field(primary_key=True)
    trace_id: UUID = Field(unique=True, foreign_key="trace.trace_id")
    debt_reference: str = Field(sa_type=Text)
    finding_key: str | None = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    raised_at: datetime = Field(sa_column=_instant())


class RecallAcknowledgementRow(PeopleRow, table=True):
    recall_id: UUID = Field(primary_key=True, foreign_key="recall.recall_id")
    acknowledged_by: str = Field(sa_type=Text)
    acknowledged_at: datetime = Field(sa_column=_instant())
