"""What proves the log to others: its tree in tiles, its published checkpoints, cosignatures."""

import hashlib

from alembic import op
from sqlalchemy import text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_WIDTH = 256
_HASH = 32


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE log.tile (
          level integer NOT NULL CHECK (level BETWEEN 0 AND 5),
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

        -- Any tile of the tree of the first so many entries, full or not: the hashes that it has.
        CREATE FUNCTION log.tile_hashes(level integer, number bigint, size bigint) RETURNS bytea
        LANGUAGE sql STABLE AS $$
          SELECT substr(coalesce(
            (SELECT t.hashes FROM log.tile t WHERE t.level = $1 AND t.number = $2),
            CASE $1 WHEN 0 THEN (
              SELECT string_agg(e.leaf_hash, '' ORDER BY e.index) FROM log.entry e
              WHERE e.index >= $2 << 8 AND e.index < ($2 + 1) << 8
            ) ELSE (
              SELECT string_agg(b.root, '' ORDER BY b.number) FROM log.tile b
              WHERE b.level = $1 - 1 AND b.number >= $2 << 8 AND b.number < ($2 + 1) << 8
            ) END,
            ''
          ), 1, 32 * greatest(0, least(256, ($3 >> 8 * $1) - ($2 << 8)))::integer)
        $$;

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

        ALTER TABLE log.checkpoint DROP COLUMN peaks;

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
    level = 0
    while _fill(level):
        level += 1


def _fill(level: int) -> bool:
    """Make the full tiles of one level from what is below; say whether there is any."""
    connection = op.get_bind()
    below = connection.execute(
        text("SELECT leaf_hash FROM log.entry ORDER BY index")
        if level == 0
        else text("SELECT root FROM log.tile WHERE level = :level - 1 ORDER BY number"),
        {"level": level},
        execution_options={"yield_per": _WIDTH},
    )
    full = [
        b"".join(hashes) for hashes in below.scalars().partitions(_WIDTH) if len(hashes) == _WIDTH
    ]
    for number, hashes in enumerate(full):
        connection.execute(
            text("INSERT INTO log.tile VALUES (:level, :number, :root, :hashes)"),
            {"level": level, "number": number, "root": _root(hashes), "hashes": hashes},
        )
    return bool(full)


def _root(hashes: bytes) -> bytes:
    """Hash a full tile to its root (RFC 6962 section 2.1)."""
    while len(hashes) > _HASH:
        pairs = (hashes[at : at + 2 * _HASH] for at in range(0, len(hashes), 2 * _HASH))
        hashes = b"".join(hashlib.sha256(b"\x01" + pair).digest() for pair in pairs)
    return hashes


def downgrade() -> None:
    """Refuse: whoever wants to be rid of the log must say so to the database themselves."""
    msg = "the log is not taken back"
    raise NotImplementedError(msg)
