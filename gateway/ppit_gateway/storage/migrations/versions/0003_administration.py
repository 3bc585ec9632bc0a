"""Changes of the register, proposed by one person and decided by another; who administers it."""

from alembic import op

from ppit_platform import chassis_tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROLE = "ppit_partners"


def upgrade() -> None:
    # The tables of a service stand beside the register, because a change, its fact in the log and
    # the kept answer are one transaction. The gate's own role has no right to any of them.
    chassis_tables.create(op.get_bind(), role=ROLE)
    op.execute(
        f"""
        -- What the table is for stands beside its row, as for every other table.
        COMMENT ON TABLE register_change IS NULL;
        CREATE TABLE register_proposal (
          change_id uuid PRIMARY KEY,
          kind text NOT NULL,
          subject_org text NOT NULL,
          subject text NOT NULL,
          body jsonb NOT NULL,
          home_org text NOT NULL,
          proposed_org text NOT NULL,
          proposed_by text NOT NULL,
          proposed_at timestamptz NOT NULL,
          state text NOT NULL CHECK (state IN ('PROPOSED', 'APPLIED', 'REJECTED')),
          decided_org text,
          decided_by text,
          decided_at timestamptz,
          reasons text,
          CONSTRAINT decided_as_a_whole CHECK (
            CASE state WHEN 'PROPOSED' THEN num_nonnulls(decided_org, decided_by, decided_at) = 0
                       ELSE num_nonnulls(decided_org, decided_by, decided_at) = 3 END
          ),
          CONSTRAINT four_eyes_but_to_stop CHECK (decided_by <> proposed_by OR kind = 'SUSPEND'),
          CONSTRAINT both_sides_sign CHECK (
            kind <> 'AGREEMENT_VERSION' OR state <> 'APPLIED' OR decided_org <> proposed_org
            OR subject_org = home_org
          ),
          CONSTRAINT a_rejection_has_reasons CHECK (state <> 'REJECTED' OR reasons IS NOT NULL)
        );
        CREATE INDEX ix_register_proposal_proposed_at ON register_proposal (proposed_at);

        ALTER TABLE register_proposal ENABLE ROW LEVEL SECURITY;
        CREATE POLICY parties ON register_proposal USING (
          nullif(current_setting('ppit.org_id', true), '')
            IN (subject_org, proposed_org, home_org)
        );
        GRANT SELECT, INSERT ON register_proposal TO {ROLE};
        GRANT UPDATE (state, decided_org, decided_by, decided_at, reasons) ON register_proposal
          TO {ROLE};

        GRANT SELECT ON partner, client, client_key, partner_user, agreement_version,
          agreement_status, people_day TO {ROLE};
        GRANT INSERT ON partner, client, client_key, partner_user, agreement_version,
          agreement_status TO {ROLE};
        GRANT UPDATE (name) ON partner TO {ROLE};
        GRANT UPDATE (agreements, sandbox, status) ON client TO {ROLE};
        GRANT UPDATE (active) ON client_key TO {ROLE};
        GRANT UPDATE (role, status) ON partner_user TO {ROLE};
        """
    )


def downgrade() -> None:
    """Refuse: who changed the register is not forgotten by a command."""
    msg = "who changed the register stays known"
    raise NotImplementedError(msg)
