"""The log's tables: rows are added to them and never changed, by any role that runs."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE log.epoch (
          number bigint PRIMARY KEY CHECK (number > 0),
          started_at timestamptz NOT NULL
        );
        COMMENT ON TABLE log.epoch IS 'One row for each start of the log process.';

        CREATE TABLE log.entry (
          index bigint PRIMARY KEY CHECK (index >= 0),
          kind text NOT NULL,
          key text NOT NULL,
          leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
          body text NOT NULL,
          recorded_at timestamptz NOT NULL,
          epoch bigint NOT NULL REFERENCES log.epoch (number),
          UNIQUE (key, kind)
        );
        COMMENT ON COLUMN log.entry.body IS
          'The leaf: canonical JSON of the whole record. The other columns repeat what it says.';

        CREATE TABLE log.salt (
          index bigint NOT NULL REFERENCES log.entry (index),
          name text NOT NULL,
          salt bytea NOT NULL CHECK (octet_length(salt) = 32),
          value text NOT NULL,
          PRIMARY KEY (index, name)
        );
        COMMENT ON TABLE log.salt IS
          'What opens the commitments in the leaves. To erase a value, its row is deleted.';

        CREATE TABLE log.checkpoint (
          size bigint PRIMARY KEY CHECK (size > 0),
          root bytea NOT NULL CHECK (octet_length(root) = 32),
          note text NOT NULL,
          signed_at timestamptz NOT NULL,
          peaks bytea NOT NULL,
          open_from bigint NOT NULL
        );
        COMMENT ON TABLE log.checkpoint IS
          'Signed statements of size and root, one with each commit, for good.';

        GRANT USAGE ON SCHEMA log TO ppit_log, ppit_auditor;
        GRANT SELECT, INSERT ON log.epoch, log.entry, log.salt, log.checkpoint TO ppit_log;
        GRANT SELECT ON log.epoch, log.entry, log.salt, log.checkpoint TO ppit_auditor;
        """
    )


def downgrade() -> None:
    """Refuse: whoever wants to be rid of the log must say so to the database themselves."""
    msg = "the log is not taken back"
    raise NotImplementedError(msg)
