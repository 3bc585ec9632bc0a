"""The keys of people on the register stand in the chassis's index, under its names."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_RENAMED = """
ALTER TABLE nominal_key RENAME TO person_key;
ALTER TABLE person_key RENAME COLUMN nominal_id TO subject_id;
ALTER INDEX nominal_key_pkey RENAME TO person_key_pkey;
ALTER INDEX ix_nominal_key_version RENAME TO ix_person_key_key_version;
ALTER INDEX ix_nominal_key_nominal_id RENAME TO ix_person_key_subject_id;
"""


def upgrade() -> None:
    op.execute(_RENAMED)
