"""The index of subjects: derived from the log, so it may be changed, and rebuilt at any time."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE SCHEMA log_index;

        CREATE TABLE log_index.state (
          sole boolean PRIMARY KEY DEFAULT true CHECK (sole),
          size bigint NOT NULL CHECK (size >= 0),
          root bytea NOT NULL CHECK (octet_length(root) = 32),
          deepest smallint NOT NULL CHECK (deepest BETWEEN 0 AND 63)
        );
        COMMENT ON TABLE log_index.state IS
          'How many entries of the log are in the index, and its root then.';
        COMMENT ON COLUMN log_index.state.deepest IS 'The length of the longest path of a page.';
        INSERT INTO log_index.state (size, root, deepest)
        VALUES (0, decode(repeat('00', 32), 'hex'), 0);

        CREATE TABLE log_index.page (
          path bytea PRIMARY KEY CHECK (octet_length(path) <= 63),
          slots bytea NOT NULL
        ) WITH (fillfactor = 80);
        COMMENT ON TABLE log_index.page IS
          'The map in pages of four levels; a path has one byte for each four bits of the key.';
        -- Hashes do not compress; to try costs more than it saves.
        ALTER TABLE log_index.page ALTER COLUMN slots SET STORAGE EXTERNAL;

        CREATE TABLE log_index.posting (
          key bytea NOT NULL CHECK (octet_length(key) = 32),
          index bigint NOT NULL CHECK (index >= 0),
          PRIMARY KEY (key, index)
        );
        COMMENT ON TABLE log_index.posting IS 'Which entries name whom.';

        -- Few entries are covert, and the log asks at each start which of them wait.
        CREATE INDEX ix_entry_covert ON log.entry (index) WHERE kind = 'covert';

        GRANT USAGE ON SCHEMA log_index TO ppit_publisher, ppit_auditor, ppit_audit;
        GRANT SELECT ON log_index.state, log_index.page, log_index.posting
          TO ppit_auditor, ppit_audit;
        GRANT SELECT, INSERT, UPDATE, DELETE
          ON log_index.state, log_index.page, log_index.posting TO ppit_publisher;
        """
    )


def downgrade() -> None:
    """Refuse: whoever wants to be rid of the log must say so to the database themselves."""
    msg = "the log is not taken back"
    raise NotImplementedError(msg)
