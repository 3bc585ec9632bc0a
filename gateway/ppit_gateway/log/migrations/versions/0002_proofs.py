"""What proves the log to others: its tree in tiles, its published checkpoints, cosignatures."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE log.tile (
          level smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
          number bigint NOT NULL CHECK (number >= 0),
          root bytea NOT NULL CHECK (octet_length(root) = 32),
          hashes bytea NOT NULL CHECK (octet_length(hashes) = 8192),
          PRIMARY KEY (level, number)
        );
        -- Hashes do not compress; kept outside of the row, the roots alone are quickly read.
        ALTER TABLE log.tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
        COMMENT ON TABLE log.tile IS
          'Full tiles of the tree (C2SP tlog-tiles): 256 hashes each, and the root over them, which
          is a hash of the level above.';

        CREATE TABLE log.published (
          size bigint PRIMARY KEY CHECK (size > 0),
          root bytea NOT NULL CHECK (octet_length(root) = 32),
          index_root bytea CHECK (octet_length(index_root) = 32),
          note text NOT NULL,
          signed_at timestamptz NOT NULL
        );
        COMMENT ON TABLE log.published IS
          'Checkpoints for the world: signed with both algorithms, with the root of the index.';

        CREATE TABLE log.cosignature (
          size bigint NOT NULL REFERENCES log.published (size),
          witness text NOT NULL,
          line text NOT NULL,
          received_at timestamptz NOT NULL,
          PRIMARY KEY (size, witness)
        );
        COMMENT ON TABLE log.cosignature IS
          'What witnesses signed (C2SP tlog-cosignature): the line as it stands below the note.
          The witness is named by its verifier key.';

        GRANT SELECT, INSERT ON log.tile TO ppit_log;
        GRANT USAGE ON SCHEMA log TO ppit_publisher;
        GRANT SELECT ON log.entry, log.checkpoint, log.tile TO ppit_publisher;
        GRANT SELECT, INSERT ON log.published, log.cosignature TO ppit_publisher;
        GRANT SELECT ON log.tile, log.published, log.cosignature TO ppit_auditor;
        -- The gate shows hashes to the world; what the entries say it cannot read.
        GRANT USAGE ON SCHEMA log TO ppit_gateway;
        GRANT SELECT (index, leaf_hash) ON log.entry TO ppit_gateway;
        GRANT SELECT ON log.tile, log.published, log.cosignature TO ppit_gateway;
        """
    )


def downgrade() -> None:
    """Refuse: whoever wants to be rid of the log must say so to the database themselves."""
    msg = "the log is not taken back"
    raise NotImplementedError(msg)
