"""What was answered about people is kept, sealed, for as long as it may be held."""

from alembic import op

from ppit_platform import chassis_tables

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    chassis_tables.add_answers(op.get_bind(), role="ppit_victims")
