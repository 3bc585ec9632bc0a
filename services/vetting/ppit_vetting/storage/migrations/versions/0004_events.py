"""What this service announces waits in a table of the chassis until somebody has taken it."""

from alembic import op

from ppit_platform import chassis_tables

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    chassis_tables.add_events(op.get_bind(), role="ppit_vetting")
