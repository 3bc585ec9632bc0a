"""Makes the notebook's one table, with a rule that speaks only at commit."""

from alembic import op

from ppit_platform import chassis_tables, rls

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    chassis_tables.create(op.get_bind(), role="ppit_officer_safety")
    op.execute("""
        CREATE TABLE note (
            id uuid PRIMARY KEY, title text NOT NULL,
            org_id text NOT NULL, area_gss text, collected_under text NOT NULL,
            allowed_purposes text[] NOT NULL, source_ref text NOT NULL, review_due date NOT NULL,
            version integer NOT NULL, valid_from timestamptz NOT NULL, valid_to timestamptz,
            recorded_at timestamptz NOT NULL,
            CONSTRAINT one_note_of_a_title UNIQUE (title) DEFERRABLE INITIALLY DEFERRED
        );
        GRANT SELECT, INSERT ON note TO ppit_officer_safety;
    """)
    for statement in rls.people_policies("note"):
        op.execute(statement)
