"""The chassis's tables, the gazetteer's read-only copy, and what each source says of itself."""

from alembic import op

from ppit_platform import chassis_tables
from ppit_platform.gazetteer import sql as gazetteer

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROLE = "ppit_officer_safety"
_REGISTER = "MARKER_REGISTER"


def upgrade() -> None:
    chassis_tables.create(op.get_bind(), role=_ROLE)
    gazetteer.create(op.get_bind(), role=_ROLE, sources=(_REGISTER, gazetteer.GAZETTEER))
    op.execute(
        f"INSERT INTO source_status (source, version, loaded_at) VALUES ('{_REGISTER}', '1', now())"  # noqa: S608  # our own constant
    )
