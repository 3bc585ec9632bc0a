"""The chassis's table of files, where the first migration ran before there was one."""

from alembic import op

from ppit_platform import chassis_tables

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    chassis_tables.add_uploads(op.get_bind(), role="ppit_officer_safety")
