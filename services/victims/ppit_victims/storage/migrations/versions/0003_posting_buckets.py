"""People on the register are found by posting buckets; their keys are made anew afterwards.

The old keys find nobody any more, but they are carried over as what they are: the index says that
it is stale, whoever is added meanwhile, and nobody is ruled out until ``reindex-people`` has run.
"""

from alembic import op

from ppit_platform.codes import PurposeCode
from ppit_platform.person_index import tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PURPOSES = (
    PurposeCode.VICTIM_SAFEGUARD,
    PurposeCode.VICTIM_REGISTER_MAINTENANCE,
    PurposeCode.PREVENT_DETECT_CRIME,
)
_CARRIED_OVER = """
    INSERT INTO person_index_change (key, subject_id, key_version)
    SELECT key, subject_id, key_version FROM person_key
"""


def upgrade() -> None:
    tables.create(op.get_bind(), role="ppit_victims", purposes=_PURPOSES)
    op.execute(_CARRIED_OVER)
    op.execute("DROP TABLE person_key")
