"""The chassis's own tables in every service's database, and the statements that make them."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from procrastinate.schema import SchemaManager
from sqlalchemy import BigInteger, Connection, DateTime, Index, LargeBinary, MetaData, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from ppit_platform.db import Row

METADATA = MetaData()
"""For ``run_env`` of every service, beside the metadata of its own rows."""

_INSTANT = DateTime(timezone=True)


class ChassisRow(Row):
    metadata: ClassVar[MetaData] = METADATA  # pyright: ignore[reportIncompatibleVariableOverride]


class IdempotencyKeyRow(ChassisRow, table=True):
    """What an idempotent request was answered, sealed, so that asking again has no effect."""

    __table_args__ = (Index("ix_idempotency_key_created_at", "created_at"),)

    org_id: str = Field(primary_key=True, sa_type=Text)
    key: str = Field(primary_key=True, sa_type=Text)
    fingerprint: str = Field(sa_type=Text)
    sealed: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]


class AuditOutboxRow(ChassisRow, table=True):
    """A fact written with its effect, until the log has it."""

    __table_args__ = (
        Index("ix_audit_outbox_unlogged", "created_at", postgresql_where=text("logged_at IS NULL")),
    )

    fact_id: UUID = Field(primary_key=True)
    request_id: UUID | None
    job_id: int | None = Field(sa_type=BigInteger)
    fact: dict[str, object] = Field(sa_type=JSONB)
    caller: dict[str, object] = Field(sa_type=JSONB)
    created_at: datetime = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    logged_at: datetime | None = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]


class JobMandateRow(ChassisRow, table=True):
    """The authority of one job: its arguments name this row and nothing of what it holds."""

    mandate_id: UUID = Field(primary_key=True)
    sealed: str = Field(sa_type=Text)
    caller: dict[str, object] = Field(sa_type=JSONB)
    created_at: datetime = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    ended_at: datetime | None = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    ended_code: str | None = Field(sa_type=Text)


class UploadPartRow(ChassisRow, table=True):
    """A block of a file that a job is to read, sealed."""

    __table_args__ = (Index("ix_upload_part_kept_at", "kept_at"),)

    upload_id: UUID = Field(primary_key=True)
    part: int = Field(primary_key=True)
    sealed: bytes = Field(sa_type=LargeBinary)
    kept_at: datetime = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]


class KeptAnswerRow(ChassisRow, table=True):
    """What was answered about people, sealed, until its time is over; then that it was."""

    __table_args__ = (
        Index("ix_kept_answer_until", "keep_until", postgresql_where=text("erased_at IS NULL")),
    )

    request_id: UUID = Field(primary_key=True)
    sealed: bytes | None = Field(sa_type=LargeBinary)
    keep_until: date
    erased_at: datetime | None = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]


class EventOutboxRow(ChassisRow, table=True):
    """An event written with its effect, until the webhooks service has taken it."""

    event_id: UUID = Field(primary_key=True)
    org_id: str = Field(sa_type=Text)
    type: str = Field(sa_type=Text)
    data: dict[str, object] = Field(sa_type=JSONB)
    happened_at: datetime = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]


_CREATE_1 = """
CREATE TABLE idempotency_key (
    org_id text NOT NULL, key text NOT NULL, fingerprint text NOT NULL, sealed bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, key)
);
CREATE INDEX ix_idempotency_key_created_at ON idempotency_key (created_at);
CREATE TABLE audit_outbox (
    fact_id uuid PRIMARY KEY, request_id uuid, job_id bigint, fact jsonb NOT NULL,
    caller jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), logged_at timestamptz,
    CONSTRAINT of_a_request_or_a_job CHECK (num_nonnulls(request_id, job_id) = 1)
);
CREATE INDEX ix_audit_outbox_unlogged ON audit_outbox (created_at) WHERE logged_at IS NULL;
CREATE TABLE job_mandate (
    mandate_id uuid PRIMARY KEY, sealed text NOT NULL, caller jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), ended_at timestamptz, ended_code text,
    CONSTRAINT ended_with_a_code CHECK ((ended_at IS NULL) = (ended_code IS NULL))
);
"""
_UPLOADS = """
CREATE TABLE IF NOT EXISTS upload_part (
    upload_id uuid NOT NULL, part integer NOT NULL, sealed bytea STORAGE EXTERNAL NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (upload_id, part)
);
CREATE INDEX IF NOT EXISTS ix_upload_part_kept_at ON upload_part (kept_at);
GRANT SELECT, INSERT, DELETE ON upload_part TO {role};
"""
_EVENTS = """
CREATE TABLE IF NOT EXISTS event_outbox (
    event_id uuid PRIMARY KEY, org_id text NOT NULL, type text NOT NULL, data jsonb NOT NULL,
    happened_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, DELETE ON event_outbox TO {role};
"""
_ANSWERS = """
CREATE TABLE IF NOT EXISTS kept_answer (
    request_id uuid PRIMARY KEY, sealed bytea STORAGE EXTERNAL, keep_until date NOT NULL,
    erased_at timestamptz,
    CONSTRAINT kept_or_erased CHECK ((sealed IS NULL) = (erased_at IS NOT NULL))
);
CREATE INDEX IF NOT EXISTS ix_kept_answer_until ON kept_answer (keep_until)
    WHERE erased_at IS NULL;
GRANT SELECT, INSERT ON kept_answer TO {role};
GRANT UPDATE (sealed, erased_at) ON kept_answer TO {role};
"""
_GRANT_1 = """
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_key TO {role};
GRANT SELECT, INSERT, DELETE ON audit_outbox TO {role};
GRANT UPDATE (logged_at) ON audit_outbox TO {role};
GRANT SELECT, INSERT, DELETE ON job_mandate TO {role};
GRANT UPDATE (ended_at, ended_code) ON job_mandate TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_workers, procrastinate_jobs,
    procrastinate_periodic_defers, procrastinate_events TO {role};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
"""


def create(connection: Connection, *, role: str, schema: str = "public") -> None:
    """Make, in a service's first migration, the chassis's tables and procrastinate's schema.

    ``connection`` is ``op.get_bind()``; its search path begins with ``schema``. ``role`` is the
    service's own: it may do with them what the chassis does and no more.
    """
    grants = _GRANT_1.format(role=role, schema=schema)
    for sql in (_CREATE_1, SchemaManager.get_schema(), grants):
        # The driver reads % as the start of a parameter.
        connection.exec_driver_sql(sql.replace("%", "%%"))
    add_uploads(connection, role=role)
    add_events(connection, role=role)
    add_answers(connection, role=role)


def add_uploads(connection: Connection, *, role: str) -> None:
    """Make the table of files, in a service whose first migration ran before there was one."""
    connection.exec_driver_sql(_UPLOADS.format(role=role))


def add_events(connection: Connection, *, role: str) -> None:
    """Make the table of events, in a service whose first migration ran before there was one."""
    connection.exec_driver_sql(_EVENTS.format(role=role))


def add_answers(connection: Connection, *, role: str) -> None:
    """Make the table of answers, in a service whose first migration ran before there was one."""
    connection.exec_driver_sql(_ANSWERS.format(role=role))
