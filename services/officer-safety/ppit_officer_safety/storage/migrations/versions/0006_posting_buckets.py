"""People on the register are found by posting buckets; their keys are made anew afterwards.

Keys of the first version's table are not carried over: until ``reindex-people`` has run, whoever
follows a person with a marker is told that nobody could look.
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


def upgrade() -> None:
    op.execute("DROP TABLE person_key")
    tables.create(op.get_bind(), role="ppit_officer_safety", purposes=_PURPOSES)
