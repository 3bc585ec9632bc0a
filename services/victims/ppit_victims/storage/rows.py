"""Tables of the victim register. Only this package imports them.

They describe what the migrations make, so that ``alembic check`` finds a drift. Rows are written
as JSON by ``bulk``, many in one statement.
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
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ppit_platform.db import Row
from ppit_platform.gazetteer.sql import UNPEOPLED as GAZETTEER_UNPEOPLED
from ppit_platform.people import PeopleColumns, VersionColumns
from ppit_platform.person_index.tables import UNPEOPLED as INDEX_UNPEOPLED

METADATA = MetaData()
UNPEOPLED = {
    **GAZETTEER_UNPEOPLED,
    **INDEX_UNPEOPLED,
    "import_run": "counts and codes of a file; its rows are in source_record and import_reject",
    "victim": "an id, a score and where to look; who it is stands in mention",
    "review_decision": "a reviewer's choice between ids",
}
"""Tables that hold no people, each with its reason."""


def _instant(*, nullable: bool = False) -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=nullable)


class OwnRow(Row):
    metadata: ClassVar[MetaData] = METADATA  # pyright: ignore[reportIncompatibleVariableOverride]


class PeopleRow(PeopleColumns, VersionColumns, OwnRow):
    """Base of every table here that holds people."""


class ImportRunRow(OwnRow, table=True):
    import_id: UUID = Field(primary_key=True)
    org_id: str = Field(sa_type=Text)
    profile: str = Field(sa_type=Text)
    dry_run: bool
    media_type: str = Field(sa_type=Text)
    upload_id: UUID
    mandate_id: UUID
    job_id: int | None = Field(sa_type=BigInteger)
    state: str = Field(sa_type=Text)
    stop_code: str | None = Field(sa_type=Text)
    refused_reason: str | None = Field(sa_type=Text)
    rows_in: int = Field(sa_type=BigInteger)
    linked: int = Field(sa_type=BigInteger)
    created: int = Field(sa_type=BigInteger)
    waiting: int = Field(sa_type=BigInteger)
    rejected: int = Field(sa_type=BigInteger)
    accepted_at: datetime = Field(sa_column=_instant())
    ended_at: datetime | None = Field(sa_column=_instant(nullable=True))


class ImportRejectRow(PeopleRow, table=True):
    import_id: UUID = Field(primary_key=True, foreign_key="import_run.import_id")
    row_no: int = Field(
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False, nullable=False)
    )
    line_no: int = Field(sa_type=BigInteger)
    reasons: list[object] = Field(sa_type=JSONB)
    cells: dict[str, object] = Field(sa_type=JSONB)
    fact_id: UUID


class SourceRecordRow(PeopleRow, table=True):
    __table_args__ = (
        UniqueConstraint("import_id", "row_no"),
        Index("ix_source_record_row_key", "row_key", "recorded_at", "record_id"),
    )

    record_id: UUID = Field(primary_key=True)
    source: str = Field(sa_type=Text)
    import_id: UUID | None = Field(foreign_key="import_run.import_id")
    row_no: int | None = Field(sa_type=BigInteger)
    line_no: int | None = Field(sa_type=BigInteger)
    reference: str | None = Field(sa_type=Text)
    row_key: str = Field(sa_type=Text)
    cells: dict[str, object] = Field(sa_type=JSONB)
    told: dict[str, object] = Field(sa_type=JSONB)
    outcome: str = Field(sa_type=Text)
    fact_id: UUID | None


class MentionRow(PeopleRow, table=True):
    __table_args__ = (
        UniqueConstraint("record_id", "member"),
        Index("ix_mention_same_as", "same_as", postgresql_where=text("same_as IS NOT NULL")),
    )

    mention_id: UUID = Field(primary_key=True)
    record_id: UUID = Field(foreign_key="source_record.record_id")
    member: int = Field(sa_type=SmallInteger)
    person: dict[str, object] = Field(sa_type=JSONB)
    name: str = Field(sa_type=Text)
    born: str | None = Field(sa_type=Text)
    phone: str | None = Field(sa_type=Text)
    address: dict[str, object] = Field(sa_type=JSONB)
    uprn: str | None = Field(sa_type=Text)
    household: str | None = Field(sa_type=Text)
    same_as: UUID | None = Field(foreign_key="mention.mention_id")


class VictimRow(OwnRow, table=True):
    __table_args__ = (
        ForeignKeyConstraint(
            ["victim_id", "version"],
            ["victim_version.victim_id", "victim_version.version"],
            name="never_without_its_version",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
        Index("ix_victim_household", "household", postgresql_where=text("household IS NOT NULL")),
        Index(
            "ix_victim_worklist",
            text("need_score DESC"),
            "victim_id",
            postgresql_where=text("on_worklist"),
        ),
    )

    victim_id: UUID = Field(primary_key=True)
    version: int
    reporters: list[str] = Field(sa_column=Column(ARRAY(Text()), nullable=False))
    area_gss: str | None = Field(sa_type=Text)
    household: str | None = Field(sa_type=Text)
    stage: str = Field(sa_type=Text)
    need_score: int
    on_worklist: bool


class VictimVersionRow(PeopleRow, table=True):
    victim_id: UUID = Field(primary_key=True, foreign_key="victim.victim_id")
    version: int = Field(primary_key=True)
    stage: str = Field(sa_type=Text)
    closed_for: str | None = Field(sa_type=Text)
    died_on: str | None = Field(sa_type=Text)
    safe_contact: dict[str, object] = Field(sa_type=JSONB)
    crimes: int
    need: list[object] = Field(sa_type=JSONB)
    need_score: int
    need_table: str = Field(sa_type=Text)
    home: UUID = Field(foreign_key="mention.mention_id")
    last_contact: datetime | None = Field(sa_column=_instant(nullable=True))


class VictimLinkRow(PeopleRow, table=True):
    __table_args__ = (Index("ix_victim_link_newest", "victim_id", "recorded_at", "mention_id"),)

    mention_id: UUID = Field(primary_key=True, foreign_key="mention.mention_id")
    version: int = Field(primary_key=True)
    victim_id: UUID = Field(foreign_key="victim.victim_id")
    basis: str = Field(sa_type=Text)
    evidence: list[object] = Field(sa_type=JSONB)
    linked_by: str = Field(sa_type=Text)


class ContactRow(PeopleRow, table=True):
    __table_args__ = (Index("ix_contact_victim_id", "victim_id"),)

    contact_id: UUID = Field(primary_key=True)
    victim_id: UUID = Field(foreign_key="victim.victim_id")
    intervention: str = Field(sa_type=Text)
    outcome: str = Field(sa_type=Text)
    at: datetime = Field(sa_column=_instant())
    note: str | None = Field(sa_type=Text)
    acted_by: str = Field(sa_type=Text)


class ReviewRow(PeopleRow, table=True):
    __table_args__ = (Index("ix_review_opened_at", "opened_at", "review_id"),)

    review_id: UUID = Field(primary_key=True)
    mention_id: UUID = Field(unique=True, foreign_key="mention.mention_id")
    doubt: str = Field(sa_type=Text)
    candidates: list[object] = Field(sa_type=JSONB)
    opened_at: datetime = Field(sa_column=_instant())


class ReviewDecisionRow(OwnRow, table=True):
    review_id: UUID = Field(primary_key=True, foreign_key="review.review_id")
    decision: str = Field(sa_type=Text)
    victim_id: UUID | None = Field(foreign_key="victim.victim_id")
    decided_by: str = Field(sa_type=Text)
    decided_at: datetime = Field(sa_column=_instant())


class ProtectionRow(PeopleRow, table=True):
    protection_id: UUID = Field(primary_key=True)
    mention_id: UUID = Field(unique=True, foreign_key="mention.mention_id")
    reason: str = Field(sa_type=Text)
    until: date | None
    acted_by: str = Field(sa_type=Text)
