"""People on the register are found by posting buckets; their keys are made anew afterwards.

Keys of the first version's table are not carried over: until ``reindex-people`` has run, whoever
asks is told that nobody could look.
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


def upgrade() -> None:
    op.execute("DROP TABLE person_key")
    tables.create(op.get_bind(), role="ppit_victims", purposes=_PURPOSES)
