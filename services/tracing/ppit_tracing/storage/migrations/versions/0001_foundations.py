"""The chassis's tables, the gazetteer's copy, what each list says of itself, the people's keys."""

from alembic import op

from ppit_platform import chassis_tables, generations
from ppit_platform.gazetteer import sql as gazetteer
from ppit_platform.person_index import sql as person_index
from ppit_tracing.domain.purposes import TRACE_PURPOSES

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROLE = "ppit_tracing"


def upgrade() -> None:
    chassis_tables.create(op.get_bind(), role=_ROLE)
    gazetteer.create(op.get_bind(), role=_ROLE)
    generations.create(op.get_bind(), role=_ROLE)
    person_index.create(op.get_bind(), role=_ROLE, purposes=TRACE_PURPOSES)
