"""Which witnesses the publisher asks, and of which published sizes it has a quorum of theirs.

It is what the house says of itself: whoever has a policy of their own counts the cosignatures.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE log.witness_policy (
          number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          policy text NOT NULL,
          set_at timestamptz NOT NULL
        );
        COMMENT ON TABLE log.witness_policy IS
          'The witness policy (C2SP tlog-policy) of each publisher that had another than the one
          before it; empty where no witness was asked any more.';
        CREATE TABLE log.witnessed (
          size bigint PRIMARY KEY REFERENCES log.published (size),
          met_at timestamptz NOT NULL
        );
        COMMENT ON TABLE log.witnessed IS 'Published sizes that a quorum of the policy has signed.';

        -- A checkpoint is signed by others a moment after it is published, and not every one is.
        CREATE FUNCTION log.witness_quorum() RETURNS text LANGUAGE sql STABLE AS $$
          SELECT CASE
            WHEN coalesce((SELECT p.policy FROM log.witness_policy p
                            ORDER BY p.number DESC LIMIT 1), '') = '' THEN 'NOT_ASKED'
            WHEN newest.size IS NULL OR newest.size = met.size THEN 'MET'
            WHEN coalesce(met.size, 0) >= coalesce(old.size, 0) THEN 'WAITING'
            ELSE 'MISSING' END
          FROM (SELECT max(size) AS size FROM log.published) newest,
               (SELECT max(size) AS size FROM log.witnessed) met,
               (SELECT max(size) AS size FROM log.published
                 WHERE signed_at <= now() - interval '10 s') old
        $$;
        COMMENT ON FUNCTION log.witness_quorum() IS
          'NOT_ASKED, MET by the newest published checkpoint, WAITING for some ten seconds, or
          MISSING.';

        GRANT SELECT, INSERT ON log.witness_policy, log.witnessed TO ppit_publisher;
        GRANT SELECT ON log.witness_policy, log.witnessed
          TO ppit_gateway, ppit_auditor, ppit_audit;
        """
    )


def downgrade() -> None:
    """Refuse: whoever wants to be rid of the log must say so to the database themselves."""
    msg = "the log is not taken back"
    raise NotImplementedError(msg)
