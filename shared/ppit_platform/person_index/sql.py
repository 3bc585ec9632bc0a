"""The table of the index's first version: only migrations that have landed make it, none reads it.

What counts is made by ``tables.create``, and the same migration drops this.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from ppit_platform import rls
from ppit_platform.codes import PurposeCode

_CREATE = """
CREATE TABLE {table} (
    key bigint NOT NULL,
    subject_id uuid NOT NULL,
    key_version text NOT NULL,
    PRIMARY KEY (key, subject_id)
);
CREATE INDEX ix_{table}_subject_id ON {table} (subject_id);
CREATE INDEX ix_{table}_key_version ON {table} (key_version);
GRANT SELECT, INSERT, DELETE ON {table} TO {role};
"""


def create(
    connection: Connection,
    *,
    role: str,
    table: str = "person_key",
    purposes: Sequence[PurposeCode] = (),
) -> None:
    """Make the first version's table, hidden from other purposes than ``purposes`` if any."""
    connection.exec_driver_sql(_CREATE.format(table=table, role=role))
    for statement in _policies(table, purposes):
        connection.exec_driver_sql(statement)


def _policies(table: str, purposes: Sequence[PurposeCode]) -> list[str]:
    if not purposes:
        return []
    named = ", ".join(f"'{purpose.value}'" for purpose in purposes)
    rule = f"USING ({rls.setting('purpose')} IN ({named}))"
    return [
        rls.enable(table),
        rls.policy_writes(table),
        f"CREATE POLICY by_purpose_select ON {table} FOR SELECT {rule}",
        f"CREATE POLICY by_purpose_delete ON {table} FOR DELETE {rule}",
    ]
