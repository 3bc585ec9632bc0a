"""What sources say: sightings with their lineage, deaths, insolvencies; each row with its licence.

A list is replaced whole, so that its superseded rows may be deleted and none may be changed.
"""

from alembic import op

from ppit_platform import rls
from ppit_platform.people_sql import people_columns
from ppit_tracing.domain.purposes import TRACE_PURPOSES

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROLE = "ppit_tracing"

_BY_LAW = """
    lawful_basis text NOT NULL,
    licence text NOT NULL
"""
_TABLES = f"""
CREATE TABLE sighting (
    generation integer NOT NULL,
    sighting_id text NOT NULL,
    file_id uuid NOT NULL,
    source text NOT NULL,
    subject_ref text NOT NULL,
    lineage text NOT NULL,
    evidence text NOT NULL,
    person jsonb NOT NULL,
    held jsonb NOT NULL,
    uprn text CHECK (uprn ~ '^[0-9]{{1,12}}$'),
    first_seen date NOT NULL,
    last_seen date NOT NULL,
    {_BY_LAW},
    {people_columns()},
    PRIMARY KEY (generation, sighting_id),
    CONSTRAINT seen_in_order CHECK (first_seen <= last_seen),
    CONSTRAINT never_for_law_enforcement CHECK (collected_under = 'UK_GDPR')
);
CREATE INDEX ix_sighting_file_id ON sighting (file_id);
CREATE INDEX ix_sighting_uprn ON sighting (uprn) WHERE uprn IS NOT NULL;
CREATE TABLE death_notice (
    generation integer NOT NULL,
    notice_id text NOT NULL,
    record_id uuid NOT NULL,
    evidence text NOT NULL,
    person jsonb NOT NULL,
    born text,
    uprn text CHECK (uprn ~ '^[0-9]{{1,12}}$'),
    died_on date NOT NULL,
    {_BY_LAW},
    {people_columns(TRACE_PURPOSES)},
    PRIMARY KEY (generation, notice_id),
    CONSTRAINT never_for_law_enforcement CHECK (collected_under = 'UK_GDPR')
);
CREATE INDEX ix_death_notice_record_id ON death_notice (record_id);
CREATE INDEX ix_death_notice_born ON death_notice (born) WHERE born IS NOT NULL;
CREATE INDEX ix_death_notice_uprn ON death_notice (uprn) WHERE uprn IS NOT NULL;
CREATE TABLE insolvency_case (
    generation integer NOT NULL,
    case_number text NOT NULL,
    record_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('BANKRUPTCY', 'IVA', 'DRO', 'BREATHING_SPACE')),
    person jsonb NOT NULL,
    born text,
    uprn text CHECK (uprn ~ '^[0-9]{{1,12}}$'),
    started_on date NOT NULL,
    ends_on date NOT NULL,
    {_BY_LAW},
    {people_columns(TRACE_PURPOSES)},
    PRIMARY KEY (generation, case_number),
    CONSTRAINT ends_after_it_started CHECK (started_on <= ends_on),
    CONSTRAINT never_for_law_enforcement CHECK (collected_under = 'UK_GDPR')
);
CREATE INDEX ix_insolvency_case_record_id ON insolvency_case (record_id);
CREATE INDEX ix_insolvency_case_born ON insolvency_case (born) WHERE born IS NOT NULL;
CREATE INDEX ix_insolvency_case_uprn ON insolvency_case (uprn) WHERE uprn IS NOT NULL;
GRANT SELECT, INSERT, DELETE ON sighting, death_notice, insolvency_case TO {_ROLE};
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_TABLES.replace("%", "%%"))
    known = f"{rls.setting('org_id')} IS NOT NULL"
    for table in ("sighting", "death_notice", "insolvency_case"):
        for statement in rls.people_policies(table):
            op.execute(statement)
        op.execute(f"CREATE POLICY superseded ON {table} FOR DELETE USING ({known})")
