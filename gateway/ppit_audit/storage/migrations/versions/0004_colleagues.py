"""Somebody may work for several organisations: each is told when its own people look them up."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL search_path TO audit")
    op.execute("DROP INDEX ix_watched_subject")
    op.execute(
        "CREATE UNIQUE INDEX ix_watched_subject ON watched (subject, list, coalesce(of_org, ''))"
        " WHERE ended_at IS NULL"
    )


def downgrade() -> None:
    """Refuse: of two who are watched one would be watched no longer."""
    msg = "whoever is watched stays watched"
    raise NotImplementedError(msg)
