"""What was asked and shown: screenings, their receipts, and what happened on the visit."""

from alembic import op

from ppit_platform import rls
from ppit_platform.people_sql import people_columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ROLE = "ppit_officer_safety"

_TABLES = f"""
CREATE TABLE screening (
    screening_id uuid PRIMARY KEY,
    request_id uuid NOT NULL,
    visit_no integer NOT NULL,
    acted_by text NOT NULL,
    agreement_id text NOT NULL,
    agreement_version integer NOT NULL,
    screened_at timestamptz NOT NULL,
    result text NOT NULL
        CHECK (result IN ('MARKERS_HELD', 'NO_KNOWN_MARKERS', 'UNABLE_TO_SCREEN')),
    unable_reason text,
    answer json NOT NULL,
    searched text NOT NULL,
    shown jsonb NOT NULL,
    {people_columns()},
    UNIQUE (request_id, visit_no),
    CONSTRAINT clear_only_if_all_was_looked_at CHECK (
        (result = 'MARKERS_HELD') OR (result = 'UNABLE_TO_SCREEN') = (unable_reason IS NOT NULL)),
    CONSTRAINT shown_only_if_held CHECK (
        (result = 'MARKERS_HELD') = (jsonb_array_length(shown) > 0))
);
CREATE TABLE acknowledgement (
    screening_id uuid NOT NULL REFERENCES screening (screening_id),
    acknowledged_by text NOT NULL,
    acknowledged_at timestamptz NOT NULL,
    {people_columns()},
    PRIMARY KEY (screening_id, acknowledged_by)
);
CREATE TABLE incident (
    incident_id uuid PRIMARY KEY,
    kind text NOT NULL,
    occurred_on date NOT NULL,
    account text NOT NULL,
    uprn text CHECK (uprn ~ '^[0-9]{{1,12}}$'),
    screening_id uuid REFERENCES screening (screening_id),
    reported_by text NOT NULL,
    {people_columns()}
);
ALTER TABLE marker_version
    ADD CONSTRAINT of_an_incident FOREIGN KEY (incident_id) REFERENCES incident (incident_id);
GRANT SELECT, INSERT ON screening, acknowledgement, incident TO {_ROLE};
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_TABLES.replace("%", "%%"))
    for table in ("screening", "acknowledgement", "incident"):
        for statement in rls.own_rows_policies(table):
            op.execute(statement)
