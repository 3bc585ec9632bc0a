"""Whoever asks who saw them is found among the cases by name (DPA 2018 s.45).

Cases that came before have no keys yet: the index says that it is stale, and nobody is told that
nothing is held of them until ``reindex-cases`` has run.
"""

from alembic import op

from ppit_platform import rls
from ppit_platform.person_index import tables

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_UNKEYED = """
    INSERT INTO case_index_change (key, subject_id, key_version)
    SELECT 0, case_id, 'none' FROM vetting_case
"""


def upgrade() -> None:
    tables.create(op.get_bind(), role="ppit_vetting", name="case_index")
    op.execute(_UNKEYED)
    op.execute(rls.policy_finding("vetting_case"))
