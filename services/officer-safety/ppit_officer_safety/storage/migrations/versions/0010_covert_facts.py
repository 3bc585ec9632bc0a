"""Which facts the log keeps sealed for the sake of which marker, to reveal them if it was wrong."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE covert_fact (
            fact_id uuid, marker_id uuid REFERENCES marker (marker_id),
            covert_until date NOT NULL,
            PRIMARY KEY (fact_id, marker_id)
        );
        CREATE INDEX ix_covert_fact_marker_id ON covert_fact (marker_id);
        GRANT SELECT, INSERT, DELETE ON covert_fact TO ppit_officer_safety;
    """)
