"""Exports of the log for whoever may verify it: who asked, who approved, the file in sealed parts.

What an export says is the log's; here it lies until its time is over and is deleted then.
"""

from alembic import op

from ppit_platform import rls

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROLE = "ppit_audit"
_EXPORTS = """
CREATE TABLE export (
  export_id uuid PRIMARY KEY,
  home_org text NOT NULL,
  since timestamptz,
  until timestamptz,
  org_id text,
  agreement_id text,
  case_digest text,
  subjects text[] NOT NULL,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN
    ('ASKED', 'QUEUED', 'WRITING', 'DONE', 'STOPPED', 'EXPIRED')),
  approved_by text,
  approved_at timestamptz,
  job_id bigint,
  size bigint,
  position bigint NOT NULL DEFAULT 0,
  entries bigint NOT NULL DEFAULT 0,
  parts integer NOT NULL DEFAULT 0,
  stop_code text,
  ended_at timestamptz,
  expires_at timestamptz,
  CONSTRAINT export_by_two_people CHECK (approved_by <> asked_by),
  CONSTRAINT export_approved_before_written CHECK (state = 'ASKED' OR approved_by IS NOT NULL)
);
CREATE INDEX ix_export_expires ON export (expires_at) WHERE state IN ('DONE', 'STOPPED');

CREATE TABLE export_entry (
  export_id uuid NOT NULL REFERENCES export (export_id),
  index bigint NOT NULL,
  PRIMARY KEY (export_id, index)
);
COMMENT ON TABLE export_entry IS 'Which entries an export holds, until it is written.';

CREATE TABLE export_part (
  export_id uuid NOT NULL REFERENCES export (export_id),
  part integer NOT NULL,
  sealed bytea STORAGE EXTERNAL NOT NULL,
  sha256 text NOT NULL,
  entries integer NOT NULL,
  subjects integer NOT NULL,
  PRIMARY KEY (export_id, part)
);
"""
_GRANTS = f"""
GRANT SELECT, INSERT ON export, export_entry, export_part TO {_ROLE};
GRANT UPDATE (state, approved_by, approved_at, job_id, size, position, entries, parts, stop_code,
  ended_at, expires_at) ON export TO {_ROLE};
GRANT DELETE ON export_entry, export_part TO {_ROLE};
"""
_PIECES = ("export_entry", "export_part")


def upgrade() -> None:
    op.execute("SET LOCAL search_path TO audit")
    op.execute(_EXPORTS)
    op.execute(_GRANTS)
    op.execute(rls.enable("export"))
    op.execute(f"CREATE POLICY of_home ON export USING (home_org = {rls.setting('org_id')})")
    for table in _PIECES:
        op.execute(rls.enable(table))
        op.execute(
            f"CREATE POLICY of_an_export ON {table} USING (EXISTS ("
            f"SELECT FROM export AS e WHERE e.export_id = {table}.export_id))"
        )


def downgrade() -> None:
    """Refuse: who took what out of the log is not forgotten by a command."""
    msg = "who was given the log stays known"
    raise NotImplementedError(msg)
