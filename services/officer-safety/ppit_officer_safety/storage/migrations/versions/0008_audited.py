"""What was answered then is shown to the audit, whoever had asked for it (s.66(2)(b))."""

from alembic import op

from ppit_platform import rls
from ppit_platform.codes import LOG_PURPOSES

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Frozen as the law has them: the purposes that a log may serve (s.62(4)).
_PURPOSES = ", ".join(f"'{purpose.value}'" for purpose in LOG_PURPOSES)


def upgrade() -> None:
    asked = f"{rls.setting('purpose')} IN ({_PURPOSES})"
    op.execute(f"CREATE POLICY audited ON screening FOR SELECT USING ({asked})")
