"""People on the register are found by posting buckets; their keys are made anew afterwards.

The old keys find nobody any more, but they are carried over as what they are: the index says that
it is stale, whoever is added meanwhile, and nobody is ruled out until ``reindex-people`` has run.
"""

from alembic import op

from ppit_platform.codes import PurposeCode
from ppit_platform.person_index import tables

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_PURPOSES = (
    PurposeCode.OFFICER_SAFETY_VISIT,
    PurposeCode.OFFICER_SAFETY_PLANNED_OP,
    PurposeCode.AUDIT_SELF_MONITOR,
    PurposeCode.SUBJECT_RIGHTS,
)
_CARRIED_OVER = """
    INSERT INTO person_index_change (key, subject_id, key_version)
    SELECT key, subject_id, key_version FROM person_key
"""


def upgrade() -> None:
    tables.create(op.get_bind(), role="ppit_officer_safety", purposes=_PURPOSES)
    op.execute(_CARRIED_OVER)
    op.execute("DROP TABLE person_key")
