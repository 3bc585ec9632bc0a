"""People of the lists are found by posting buckets, an index for each list.

Keys of the first version's tables are not carried over: a list of people that was loaded before is
stale, which every check says, until it is loaded again.
"""

from alembic import op

from ppit_platform.person_index import tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_LISTS = ("insolvency", "award", "debt")
_UNKEYED = """
    UPDATE list_load SET fresh_until = least(fresh_until, now())
     WHERE list IN ('INSOLVENCY_REGISTER', 'PREVIOUS_AWARDS', 'COUNCIL_DEBTS')
"""


def upgrade() -> None:
    for name in _LISTS:
        op.execute(f"DROP TABLE {name}_key")
        tables.create(op.get_bind(), role="ppit_vetting", name=f"{name}_index")
    op.execute(_UNKEYED)
