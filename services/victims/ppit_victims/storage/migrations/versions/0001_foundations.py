"""What the register stands on: the chassis's tables, the gazetteer's copy, the index of people."""

from alembic import op

from ppit_platform import chassis_tables
from ppit_platform.codes import PurposeCode
from ppit_platform.gazetteer import sql as gazetteer
from ppit_platform.person_index import sql as person_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROLE = "ppit_victims"
_PURPOSES = (
    PurposeCode.VICTIM_SAFEGUARD,
    PurposeCode.VICTIM_REGISTER_MAINTENANCE,
    PurposeCode.PREVENT_DETECT_CRIME,
)


def upgrade() -> None:
    chassis_tables.create(op.get_bind(), role=_ROLE)
    gazetteer.create(op.get_bind(), role=_ROLE)
    person_index.create(op.get_bind(), role=_ROLE, purposes=_PURPOSES)
