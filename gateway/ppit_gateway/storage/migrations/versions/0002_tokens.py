"""Tokens taken back, proofs used once, partners' issuers, and one number that says what is new."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TOLD = (
    "client",
    "client_key",
    "partner_user",
    "partner_issuer",
    "agreement_version",
    "agreement_status",
    "revoked_token",
)


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE revoked_token (
          jti text PRIMARY KEY,
          expires timestamptz NOT NULL,
          revoked_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX ix_revoked_token_expires ON revoked_token (expires);
        CREATE TABLE proof_used (
          thumbprint text NOT NULL,
          jti text NOT NULL,
          expires timestamptz NOT NULL,
          PRIMARY KEY (thumbprint, jti)
        );
        CREATE INDEX ix_proof_used_expires ON proof_used (expires);
        CREATE TABLE partner_issuer (
          issuer text PRIMARY KEY,
          org_id text NOT NULL REFERENCES partner (org_id),
          audience text NOT NULL,
          user_claim text NOT NULL,
          jwks jsonb,
          jwks_uri text,
          status text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED')),
          CONSTRAINT keys_are_given_or_fetched CHECK (num_nonnulls(jwks, jwks_uri) = 1)
        );

        CREATE TABLE register_change (
          one boolean PRIMARY KEY DEFAULT true CHECK (one),
          number bigint NOT NULL
        );
        INSERT INTO register_change (number) VALUES (0);
        COMMENT ON TABLE register_change IS
          'Grows with each change of what a decision rests on: every worker of the gate looks at
           it several times a second, and forgets what it knew when it has grown.';
        CREATE FUNCTION note_register_change() RETURNS trigger LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS
        $$ BEGIN UPDATE register_change SET number = number + 1; RETURN NULL; END $$;

        GRANT SELECT, INSERT, DELETE ON revoked_token, proof_used TO ppit_gateway;
        GRANT SELECT, INSERT, UPDATE ON partner_issuer TO ppit_gateway;
        GRANT SELECT ON register_change TO ppit_gateway;
        """
    )
    for table in _TOLD:
        op.execute(
            f"""
            CREATE TRIGGER tells_of_change AFTER INSERT OR UPDATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION note_register_change();
            """
        )


def downgrade() -> None:
    """Refuse: a token that was taken back is not given again by a command."""
    msg = "what was taken back stays so"
    raise NotImplementedError(msg)
