"""What the audit reads, in its own schema: how far it has read, and what it found there.

The log itself is another schema's; this role may read all of it and change nothing of it.
"""

from alembic import op

from ppit_platform import chassis_tables, rls

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROLE = "ppit_audit"
_READING = """
CREATE TABLE reader (
  name text PRIMARY KEY,
  position bigint NOT NULL CHECK (position >= 0)
);
COMMENT ON TABLE reader IS 'How many entries of the log have been read: each once, in order.';
INSERT INTO reader (name, position) VALUES ('log', 0);

CREATE TABLE said (
  index bigint PRIMARY KEY,
  recorded_at timestamptz NOT NULL,
  kind text NOT NULL,
  request_id uuid,
  org_id text,
  client_id text,
  user_id text,
  agreement_id text,
  service text,
  operation text
);
COMMENT ON TABLE said IS 'What can be searched of the entries that were read; the log has it all.';
CREATE INDEX ix_said_request ON said (request_id);
CREATE INDEX ix_said_org ON said (org_id, index);
CREATE INDEX ix_said_client ON said (client_id, index);
CREATE INDEX ix_said_user ON said (user_id, index);
CREATE INDEX ix_said_agreement ON said (agreement_id, index);
CREATE INDEX ix_said_recorded_at ON said (recorded_at);

CREATE TABLE said_subject (
  subject text NOT NULL,
  index bigint NOT NULL REFERENCES said (index),
  disclosed boolean NOT NULL,
  PRIMARY KEY (subject, index)
);
COMMENT ON TABLE said_subject IS 'In which entries a pseudonym stands.';

CREATE TABLE said_case (
  case_digest text NOT NULL,
  index bigint NOT NULL REFERENCES said (index),
  PRIMARY KEY (case_digest, index)
);
COMMENT ON TABLE said_case IS
  'Keyed digests of case references: found only while the log still opens the commitment.';
"""
_RECALLS = """
CREATE TABLE recall (
  recall_id uuid PRIMARY KEY,
  home_org text NOT NULL,
  service text NOT NULL,
  subjects text[] NOT NULL CHECK (cardinality(subjects) > 0),
  reason text NOT NULL,
  fields text[] NOT NULL,
  told_since timestamptz NOT NULL,
  corrected_at timestamptz NOT NULL,
  log_size bigint NOT NULL,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL
);
COMMENT ON COLUMN recall.log_size IS 'Every entry before it was looked at.';

CREATE TABLE recall_notice (
  notice_id uuid PRIMARY KEY,
  recall_id uuid NOT NULL REFERENCES recall (recall_id),
  home_org text NOT NULL,
  org_id text NOT NULL,
  client_id text NOT NULL,
  agreement_id text NOT NULL,
  service text NOT NULL,
  reason text NOT NULL,
  fields text[] NOT NULL,
  corrected_at timestamptz NOT NULL,
  subjects text[] NOT NULL,
  request_ids uuid[] NOT NULL,
  entries bigint[] NOT NULL CHECK (cardinality(entries) > 0),
  made_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  UNIQUE (recall_id, org_id, client_id, agreement_id)
);
CREATE INDEX ix_recall_notice_org ON recall_notice (org_id, notice_id);
CREATE INDEX ix_recall_notice_due ON recall_notice (due_at);

CREATE TABLE notice_acknowledgement (
  notice_id uuid PRIMARY KEY REFERENCES recall_notice (notice_id),
  org_id text NOT NULL,
  acknowledged_by text NOT NULL,
  acknowledged_at timestamptz NOT NULL,
  done text NOT NULL
);
CREATE TABLE notice_escalation (
  notice_id uuid PRIMARY KEY REFERENCES recall_notice (notice_id),
  escalated_at timestamptz NOT NULL
);
"""
_ALARMS = """
CREATE TABLE watched (
  watch_id uuid PRIMARY KEY,
  home_org text NOT NULL,
  list text NOT NULL CHECK (list IN ('CANARY', 'COLLEAGUE', 'WELL_KNOWN')),
  subject text NOT NULL,
  of_org text,
  added_by text NOT NULL,
  added_at timestamptz NOT NULL,
  ended_by text,
  ended_at timestamptz,
  CONSTRAINT ended_by_somebody CHECK ((ended_by IS NULL) = (ended_at IS NULL)),
  CONSTRAINT a_colleague_works_somewhere CHECK ((list = 'COLLEAGUE') = (of_org IS NOT NULL))
);
CREATE UNIQUE INDEX ix_watched_subject ON watched (subject, list) WHERE ended_at IS NULL;

CREATE TABLE alarm (
  alarm_id uuid PRIMARY KEY,
  home_org text NOT NULL,
  kind text NOT NULL,
  index bigint NOT NULL,
  evidence bigint[] NOT NULL CHECK (cardinality(evidence) > 0),
  org_id text,
  client_id text,
  user_id text,
  raised_at timestamptz NOT NULL,
  UNIQUE (kind, index)
);
CREATE TABLE alarm_closing (
  alarm_id uuid PRIMARY KEY REFERENCES alarm (alarm_id),
  finding text NOT NULL,
  reasons text NOT NULL,
  closed_by text NOT NULL,
  closed_at timestamptz NOT NULL
);
"""
_GRANTS = f"""
GRANT USAGE ON SCHEMA audit, log TO {_ROLE};
GRANT SELECT ON ALL TABLES IN SCHEMA log TO {_ROLE};
-- What the log's own migrations add after this one may be read as well.
ALTER DEFAULT PRIVILEGES IN SCHEMA log GRANT SELECT ON TABLES TO {_ROLE};
GRANT SELECT ON reader, said, said_subject, said_case, recall, recall_notice,
  notice_acknowledgement, notice_escalation, watched, alarm, alarm_closing TO {_ROLE};
GRANT INSERT ON said, said_subject, said_case, recall, recall_notice, notice_acknowledgement,
  notice_escalation, watched, alarm, alarm_closing TO {_ROLE};
GRANT UPDATE (position) ON reader TO {_ROLE};
GRANT UPDATE (ended_by, ended_at) ON watched TO {_ROLE};
GRANT DELETE ON said_case TO {_ROLE};
"""
_OF_HOME = ("recall", "watched", "alarm")


def upgrade() -> None:
    op.execute("SET LOCAL search_path TO audit")
    chassis_tables.create(op.get_bind(), role=_ROLE, schema="audit")
    for statements in (_READING, _RECALLS, _ALARMS, _GRANTS):
        op.execute(statements)
    asking = rls.setting("org_id")
    for table in _OF_HOME:
        op.execute(rls.enable(table))
        op.execute(f"CREATE POLICY of_home ON {table} USING (home_org = {asking})")
    op.execute(rls.enable("recall_notice"))
    op.execute(f"CREATE POLICY told ON recall_notice USING ({asking} IN (org_id, home_org))")


def downgrade() -> None:
    """Refuse: who was told what was wrong is not forgotten by a command."""
    msg = "who was told stays known"
    raise NotImplementedError(msg)
