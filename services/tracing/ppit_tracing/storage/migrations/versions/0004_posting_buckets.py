"""People of the lists are found by posting buckets.

Keys of the first version's table are not carried over: a list that was loaded before is stale,
which every certificate says, until it is loaded again or ``rebuild-index`` has run.
"""

from alembic import op

from ppit_platform.person_index import tables
from ppit_tracing.domain.purposes import TRACE_PURPOSES

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UNKEYED = """
    UPDATE list_load SET evidence = evidence || '{"key_version": "none"}'::jsonb
     WHERE evidence ? 'key_version'
"""


def upgrade() -> None:
    op.execute("DROP TABLE person_key")
    tables.create(op.get_bind(), role="ppit_tracing", purposes=TRACE_PURPOSES)
    op.execute(_UNKEYED)
