"""Partners, clients, persons, agreements, used assertions and the people of each day."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE partner (
          org_id text PRIMARY KEY,
          name text NOT NULL
        );
        CREATE TABLE client (
          client_id text PRIMARY KEY,
          org_id text NOT NULL REFERENCES partner (org_id),
          agreements text[] NOT NULL,
          sandbox boolean NOT NULL,
          status text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED'))
        );
        CREATE TABLE client_key (
          key_id text PRIMARY KEY,
          client_id text NOT NULL REFERENCES client (client_id),
          jwk jsonb NOT NULL CHECK (NOT jwk ? 'd'),
          active boolean NOT NULL
        );
        CREATE TABLE partner_user (
          org_id text NOT NULL REFERENCES partner (org_id),
          user_id text NOT NULL,
          role text NOT NULL,
          status text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED')),
          PRIMARY KEY (org_id, user_id)
        );
        CREATE TABLE agreement_version (
          agreement_id text NOT NULL,
          version integer NOT NULL CHECK (version > 0),
          partner text NOT NULL REFERENCES partner (org_id),
          terms jsonb NOT NULL,
          starts date NOT NULL,
          ends date NOT NULL,
          first_signatory text NOT NULL CHECK (first_signatory <> ''),
          second_signatory text NOT NULL CHECK (second_signatory <> ''),
          recorded_at timestamptz NOT NULL DEFAULT now(),
          PRIMARY KEY (agreement_id, version),
          CONSTRAINT two_different_people_sign CHECK (first_signatory <> second_signatory),
          CONSTRAINT starts_before_it_ends CHECK (starts <= ends),
          CONSTRAINT terms_are_of_this_version CHECK (
            terms ->> 'agreement_id' = agreement_id
            AND (terms ->> 'version')::integer = version
            AND terms ->> 'partner' = partner
          )
        );
        CREATE TABLE agreement_status (
          agreement_id text NOT NULL,
          number integer NOT NULL CHECK (number > 0),
          status text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED')),
          recorded_at timestamptz NOT NULL DEFAULT now(),
          PRIMARY KEY (agreement_id, number)
        );
        CREATE TABLE assertion_used (
          client_id text NOT NULL,
          jti text NOT NULL,
          expires timestamptz NOT NULL,
          PRIMARY KEY (client_id, jti)
        );
        CREATE INDEX ix_assertion_used_expires ON assertion_used (expires);
        CREATE TABLE people_day (
          agreement_id text NOT NULL,
          day date NOT NULL,
          people integer NOT NULL CHECK (people >= 0),
          last_grant integer NOT NULL CHECK (last_grant >= 0),
          PRIMARY KEY (agreement_id, day)
        );

        GRANT SELECT, INSERT, UPDATE ON partner, client, client_key, partner_user TO ppit_gateway;
        GRANT SELECT, INSERT ON agreement_version, agreement_status TO ppit_gateway;
        GRANT SELECT, INSERT, DELETE ON assertion_used TO ppit_gateway;
        GRANT SELECT, INSERT, UPDATE ON people_day TO ppit_gateway;
        """
    )


def downgrade() -> None:
    """Refuse: agreements that were signed are not unmade by a command."""
    msg = "signed agreements are not taken back"
    raise NotImplementedError(msg)
