"""The index's table: for migrations, for ``env.py`` beside a service's rows, and why no people."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text, Uuid

from ppit_platform import rls
from ppit_platform.codes import PurposeCode

PERSON_KEY = "person_key"
UNPEOPLED = {PERSON_KEY: "hashed keys and ids; the people they lead to stand in their own table"}
"""For a service's own list: ``UNPEOPLED = {**person_index.sql.UNPEOPLED, ...}``."""

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
    table: str = PERSON_KEY,
    purposes: Sequence[PurposeCode] = (),
) -> None:
    """Make an index in a migration; ``connection`` is ``op.get_bind()``.

    With ``purposes``, no other is told that a name has a key.
    """
    connection.exec_driver_sql(_CREATE.format(table=table, role=role))
    for statement in _policies(table, purposes):
        connection.exec_driver_sql(statement)


def metadata_of(*tables: str) -> MetaData:
    """Return what ``create`` makes, for ``run_env`` in ``env.py``."""
    metadata = MetaData()
    for table in tables or (PERSON_KEY,):
        Table(
            table,
            metadata,
            Column("key", BigInteger, primary_key=True, autoincrement=False),
            Column("subject_id", Uuid, primary_key=True),
            Column("key_version", Text, nullable=False),
            Index(f"ix_{table}_subject_id", "subject_id"),
            Index(f"ix_{table}_key_version", "key_version"),
        )
    return metadata


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
