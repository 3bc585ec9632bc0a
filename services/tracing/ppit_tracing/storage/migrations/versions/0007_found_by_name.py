"""Whoever asks who saw them is found among the traces by name (DPA 2018 s.45).

Traces that came before have no keys yet: the index says that it is stale, and nobody is told that
nothing is held of them until ``rebuild-index`` has run.
"""

from alembic import op

from ppit_platform import rls
from ppit_platform.person_index import tables
from ppit_tracing.domain.purposes import TRACE_PURPOSES

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_UNKEYED = """
    INSERT INTO trace_index_change (key, subject_id, key_version)
    SELECT 0, trace_id, 'none' FROM trace
"""
_BY_SUBJECT = "CREATE INDEX ix_trace_result_subject_key ON trace_result (subject_key)"


def upgrade() -> None:
    tables.create(op.get_bind(), role="ppit_tracing", name="trace_index", purposes=TRACE_PURPOSES)
    op.execute(_UNKEYED)
    op.execute(_BY_SUBJECT)
    for table in ("trace", "trace_result", "sighting"):
        op.execute(rls.policy_finding(table))
