"""Traces and what became of them: asked, found, shown, told wrong, recalled. All append-only."""

from alembic import op

from ppit_platform import rls
from ppit_platform.people_sql import people_columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ROLE = "ppit_tracing"

_BATCHES = f"""
CREATE TABLE batch (
    batch_id uuid PRIMARY KEY,
    profile text NOT NULL CHECK (profile IN ('COUNCIL_TAX', 'SUNDRY')),
    reason text NOT NULL,
    upload_id uuid NOT NULL,
    acted_by text NOT NULL,
    mandate_id uuid NOT NULL,
    job_id bigint NOT NULL,
    accepted_at timestamptz NOT NULL,
    {people_columns()}
);
CREATE TABLE batch_chunk (
    batch_id uuid NOT NULL REFERENCES batch (batch_id),
    chunk_no integer NOT NULL CHECK (chunk_no >= 1),
    last_row integer NOT NULL,
    rows_done integer NOT NULL CHECK (rows_done >= 0),
    traces integer NOT NULL CHECK (traces >= 0),
    rejected integer NOT NULL CHECK (rejected >= 0),
    ends boolean NOT NULL,
    fact_id uuid NOT NULL,
    {people_columns()},
    PRIMARY KEY (batch_id, chunk_no)
);
CREATE TABLE batch_reject (
    batch_id uuid NOT NULL REFERENCES batch (batch_id),
    row_no integer NOT NULL,
    line_no integer NOT NULL,
    reasons jsonb NOT NULL,
    cells jsonb NOT NULL,
    fact_id uuid NOT NULL,
    {people_columns()},
    PRIMARY KEY (batch_id, row_no)
);
"""
_TRACES = f"""
CREATE TABLE trace (
    trace_id uuid PRIMARY KEY,
    batch_id uuid REFERENCES batch (batch_id),
    row_no integer,
    party_no integer,
    debt_reference text NOT NULL CHECK (btrim(debt_reference) <> ''),
    reason text NOT NULL,
    purpose text NOT NULL,
    asked jsonb NOT NULL,
    acted_by text NOT NULL,
    agreement_id text NOT NULL,
    agreement_version integer NOT NULL,
    mandate_id uuid NOT NULL,
    job_id bigint NOT NULL,
    accepted_at timestamptz NOT NULL,
    {people_columns()},
    UNIQUE (batch_id, row_no, party_no),
    CONSTRAINT alone_or_a_row CHECK (num_nulls(batch_id, row_no, party_no) IN (0, 3))
);
CREATE TABLE trace_result (
    trace_id uuid PRIMARY KEY REFERENCES trace (trace_id),
    outcome text NOT NULL CHECK (outcome IN ('NEW_ADDRESS_CONFIRMED', 'SAME_ADDRESS_CONFIRMED',
        'CANDIDATES_UNCONFIRMED', 'GONE_AWAY_NO_TRACE', 'DECEASED', 'MULTIPLE_IDENTITIES',
        'PROTECTED_DO_NOT_DISCLOSE', 'INSUFFICIENT_INPUT', 'NOT_PERMITTED')),
    answer jsonb NOT NULL,
    certificate jsonb,
    finding_key text,
    subject_key text NOT NULL,
    worked jsonb NOT NULL,
    fact_id uuid NOT NULL,
    done_at timestamptz NOT NULL,
    {people_columns()},
    CONSTRAINT an_address_only_when_certified CHECK (
        (outcome IN ('NEW_ADDRESS_CONFIRMED', 'SAME_ADDRESS_CONFIRMED'))
        = (certificate IS NOT NULL)
        AND (certificate IS NOT NULL) = (finding_key IS NOT NULL)
        AND (certificate IS NOT NULL) = (answer ? 'address'))
);
CREATE TABLE disclosure (
    disclosure_id uuid PRIMARY KEY,
    trace_id uuid NOT NULL REFERENCES trace (trace_id),
    debt_reference text NOT NULL,
    finding_key text NOT NULL,
    shown text NOT NULL CHECK (shown IN ('TRACE', 'CERTIFICATE', 'BATCH_RESULT')),
    shown_to text NOT NULL,
    request_id uuid NOT NULL,
    shown_at timestamptz NOT NULL,
    {people_columns()}
);
CREATE INDEX ix_disclosure_finding_key ON disclosure (finding_key);
CREATE TABLE trace_outcome (
    outcome_id uuid PRIMARY KEY,
    trace_id uuid NOT NULL REFERENCES trace (trace_id),
    outcome text NOT NULL
        CHECK (outcome IN ('RETURNED_MAIL', 'CONTACTED', 'PAID', 'WRONG_PERSON')),
    happened_at timestamptz NOT NULL,
    told_by text NOT NULL,
    {people_columns()}
);
CREATE INDEX ix_trace_outcome_trace_id ON trace_outcome (trace_id);
CREATE TABLE recall (
    recall_id uuid PRIMARY KEY,
    trace_id uuid NOT NULL UNIQUE REFERENCES trace (trace_id),
    debt_reference text NOT NULL,
    finding_key text,
    reason text NOT NULL CHECK (reason = 'WRONG_PERSON'),
    raised_at timestamptz NOT NULL,
    {people_columns()}
);
CREATE TABLE recall_acknowledgement (
    recall_id uuid PRIMARY KEY REFERENCES recall (recall_id),
    acknowledged_by text NOT NULL,
    acknowledged_at timestamptz NOT NULL,
    {people_columns()}
);
"""
_OWN = (
    "batch",
    "batch_chunk",
    "batch_reject",
    "trace",
    "trace_result",
    "disclosure",
    "trace_outcome",
    "recall",
    "recall_acknowledgement",
)


def upgrade() -> None:
    for sql in (_BATCHES, _TRACES, f"GRANT SELECT, INSERT ON {', '.join(_OWN)} TO {_ROLE};"):
        op.get_bind().exec_driver_sql(sql.replace("%", "%%"))
    for table in _OWN:
        for statement in rls.own_rows_policies(table):
            op.execute(statement)
    # Whoever was told the same finding is told of its recall, whichever organisation they are:
    # for the statements that raise it, and for that finding alone.
    for table in ("disclosure", "recall"):
        op.execute(
            f"CREATE POLICY recalling ON {table} FOR SELECT"
            f" USING (finding_key = {rls.setting('recalling')})"
        )
