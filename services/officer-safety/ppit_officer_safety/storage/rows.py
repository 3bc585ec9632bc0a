"""Tables of the officer-safety service. Only this package imports them.

They describe what the migrations make, so that ``alembic check`` finds a drift. The rules of a
marker's life are constraints and stand in the migrations.
"""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ppit_platform.db import Row
from ppit_platform.gazetteer import sql as gazetteer
from ppit_platform.people import PeopleColumns, VersionColumns
from ppit_platform.person_index import tables as person_index

METADATA = MetaData()
UNPEOPLED = {
    **gazetteer.UNPEOPLED,
    **person_index.UNPEOPLED,
    "marker": "ids alone, never changed; the person is in nominal, the rest in marker_version",
    "marker_category": "codes",
    "marker_transition": "codes",
    "covert_fact": "ids of facts and of markers, and days",
}
"""Tables that hold no people, each with its reason."""


def _instant(*, nullable: bool = False) -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=nullable)


class OwnRow(Row):
    metadata: ClassVar[MetaData] = METADATA  # pyright: ignore[reportIncompatibleVariableOverride]


class PeopleRow(PeopleColumns, VersionColumns, OwnRow):
    """Base of every table here that holds people."""


class MarkerCategoryRow(OwnRow, table=True):
    __table_args__ = (UniqueConstraint("category", "review_months"),)

    category: str = Field(primary_key=True, sa_type=Text)
    review_months: int


class MarkerTransitionRow(OwnRow, table=True):
    from_state: str = Field(primary_key=True, sa_type=Text)
    to_state: str = Field(primary_key=True, sa_type=Text)


class NominalRow(PeopleRow, table=True):
    nominal_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    person: dict[str, object] = Field(sa_type=JSONB)
    as_given: dict[str, object] = Field(sa_type=JSONB)


class NominalAddressRow(PeopleRow, table=True):
    __table_args__ = (Index("ix_nominal_address_uprn", "uprn"),)

    nominal_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    uprn: str = Field(sa_type=Text)


class MarkerRow(OwnRow, table=True):
    __table_args__ = (
        ForeignKeyConstraint(
            ["nominal_id", "nominal_version"], ["nominal.nominal_id", "nominal.version"]
        ),
        ForeignKeyConstraint(
            ["marker_id", "first_version"],
            ["marker_version.marker_id", "marker_version.version"],
            name="never_without_a_version",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
        Index("ix_marker_nominal", "nominal_id", postgresql_where=text("nominal_id IS NOT NULL")),
        Index("ix_marker_uprn", "uprn", postgresql_where=text("uprn IS NOT NULL")),
    )

    marker_id: UUID = Field(primary_key=True)
    subject: str = Field(sa_type=Text)
    nominal_id: UUID | None
    nominal_version: int | None
    uprn: str | None = Field(sa_type=Text)
    first_version: int


class MarkerVersionRow(PeopleRow, table=True):
    __table_args__ = (
        UniqueConstraint("marker_id", "version", "state", "proposer"),
        ForeignKeyConstraint(["marker_id"], ["marker.marker_id"]),
        ForeignKeyConstraint(["incident_id"], ["incident.incident_id"], name="of_an_incident"),
        ForeignKeyConstraint(
            ["category", "review_months"],
            ["marker_category.category", "marker_category.review_months"],
        ),
        ForeignKeyConstraint(
            ["previous_state", "state"],
            ["marker_transition.from_state", "marker_transition.to_state"],
        ),
        ForeignKeyConstraint(
            ["marker_id", "previous_version", "previous_state", "proposer"],
            [
                "marker_version.marker_id",
                "marker_version.version",
                "marker_version.state",
                "marker_version.proposer",
            ],
        ),
    )

    marker_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    state: str = Field(sa_type=Text)
    previous_version: int | None
    previous_state: str | None = Field(sa_type=Text)
    category: str = Field(sa_type=Text)
    review_months: int
    measures: list[str] = Field(sa_column=Column(ARRAY(Text()), nullable=False))
    audience: list[str] = Field(sa_column=Column(ARRAY(Text()), nullable=False))
    modes: list[str] = Field(sa_column=Column(ARRAY(Text()), nullable=False))
    incident_date: date
    incident_id: UUID | None
    grounds: str = Field(sa_type=Text)
    proposer: str = Field(sa_type=Text)
    proposed_at: datetime = Field(sa_column=_instant())
    approver: str | None = Field(sa_type=Text)
    decided_at: datetime | None = Field(sa_column=_instant(nullable=True))
    decided_on: date | None
    expires_at: datetime | None = Field(sa_column=_instant(nullable=True))
    removal_reason: str | None = Field(sa_type=Text)
    notification: str = Field(sa_type=Text)
    notification_authoriser: str | None = Field(sa_type=Text)
    notification_again: date | None
    acted_by: str = Field(sa_type=Text)


class ScreeningRow(PeopleRow, table=True):
    __table_args__ = (UniqueConstraint("request_id", "visit_no"),)

    screening_id: UUID = Field(primary_key=True)
    request_id: UUID
    visit_no: int
    acted_by: str = Field(sa_type=Text)
    agreement_id: str = Field(sa_type=Text)
    agreement_version: int
    screened_at: datetime = Field(sa_column=_instant())
    result: str = Field(sa_type=Text)
    unable_reason: str | None = Field(sa_type=Text)
    answer: dict[str, object] = Field(sa_type=JSON)
    searched: str = Field(sa_type=Text)
    shown: list[object] = Field(sa_type=JSONB)


class CovertFactRow(OwnRow, table=True):
    fact_id: UUID = Field(primary_key=True)
    marker_id: UUID = Field(primary_key=True, foreign_key="marker.marker_id", index=True)
    covert_until: date


class AcknowledgementRow(PeopleRow, table=True):
    screening_id: UUID = Field(primary_key=True, foreign_key="screening.screening_id")
    acknowledged_by: str = Field(primary_key=True, sa_type=Text)
    acknowledged_at: datetime = Field(sa_column=_instant())


class IncidentRow(PeopleRow, table=True):
    incident_id: UUID = Field(primary_key=True)
    kind: str = Field(sa_type=Text)
    occurred_on: date
    account: str = Field(sa_type=Text)
    uprn: str | None = Field(sa_type=Text)
    screening_id: UUID | None = Field(foreign_key="screening.screening_id")
    reported_by: str = Field(sa_type=Text)
