"""The columns of every table that holds people, and the walk that finds a table without them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from sqlalchemy import ARRAY, DateTime, Inspector, Text
from sqlmodel import Field, SQLModel


def utc_now() -> datetime:
    return datetime.now(UTC)


class PeopleColumns(SQLModel):
    """Mixin: whose the record is, under which law it came, what it may be used for, until when.

    ``org_id`` owns it; ``area_gss`` is a GSS code or None where no district applies;
    ``collected_under`` is a ``ProcessingRegime``; ``allowed_purposes`` are ``PurposeCode`` values
    (DPA 2018 s.36(4)); ``source_ref`` names where it came from; ``review_due`` is a London day.
    """

    org_id: str = Field(sa_type=Text)
    area_gss: str | None = Field(default=None, sa_type=Text)
    collected_under: str = Field(sa_type=Text)
    allowed_purposes: list[str] = Field(sa_type=ARRAY(Text()))  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    source_ref: str = Field(sa_type=Text)
    review_due: date


class VersionColumns(SQLModel):
    """Mixin: an append-only version, true in the world from ``valid_from`` up to ``valid_to``.

    ``recorded_at`` is when we came to know it: together they answer "what did we show at 14:05".
    """

    version: int = 1
    valid_from: datetime = Field(sa_type=DateTime(timezone=True))  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    valid_to: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    recorded_at: datetime = Field(default_factory=utc_now, sa_type=DateTime(timezone=True))  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]


PEOPLE_COLUMNS = frozenset(PeopleColumns.model_fields)
VERSION_COLUMNS = frozenset(VersionColumns.model_fields)

CHASSIS_UNPEOPLED: Mapping[str, str] = {
    "alembic_version": "the migration that the schema stands at",
    "idempotency_key": "answers sealed with a key that is not in the database; gone after 24 h",
    "audit_outbox": "pseudonyms and counts on their way to the log",
    "kept_answer": "answers sealed with a key that is not in the database; erased when their time"
    " is over",
    "event_outbox": "identifiers, counts and codes on their way to partners",
    "upload_part": "files sealed with a key that is not in the database; gone when their job has"
    " read them, or after 30 days",
    "job_mandate": "a sealed authority; names an organisation's user, nobody on record",
}
"""Tables of the chassis that hold no people, each with its reason."""


def tables_without_people_columns(
    inspector: Inspector, unpeopled: Mapping[str, str], *, schema: str | None = None
) -> list[str]:
    """Name each table that lacks the columns of people and versions and stands on no list.

    ``unpeopled`` is the package's own list, table to reason. procrastinate's tables hold ids only.
    """
    excused = {**CHASSIS_UNPEOPLED, **unpeopled}
    return [
        f"{table} lacks {', '.join(sorted(missing))}"
        for table in sorted(inspector.get_table_names(schema))
        if table not in excused and not table.startswith("procrastinate_")
        if (missing := _missing(column["name"] for column in inspector.get_columns(table, schema)))
    ]


def _missing(columns: Iterable[str]) -> frozenset[str]:
    return (PEOPLE_COLUMNS | VERSION_COLUMNS) - frozenset(columns)
