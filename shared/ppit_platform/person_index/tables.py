"""The index's tables: for migrations, for ``env.py`` beside a service's rows, and why no people.

Of an index named ``person_index``: the table of that name is one row, which build counts;
``_bucket`` holds the postings, ``_number`` whom a record number stands for, ``_change`` what was
added since, ``_gone`` who was removed since. The view ``_subject`` tells who can be found.

An index may be spread: with ``partitions`` the buckets and the numbers are hash-partitioned, and
any of the partitions may be a foreign table on another server (``CREATE FOREIGN TABLE ... PARTITION
OF``, postgres_fdw). The statements stay the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)

from ppit_platform import rls
from ppit_platform.codes import PurposeCode

PERSON_INDEX = "person_index"


@dataclass(frozen=True, slots=True)
class IndexTables:
    """The names of one index's tables; ``state`` is the index's own."""

    state: str = PERSON_INDEX

    @property
    def bucket(self) -> str:
        return f"{self.state}_bucket"

    @property
    def number(self) -> str:
        return f"{self.state}_number"

    @property
    def change(self) -> str:
        return f"{self.state}_change"

    @property
    def gone(self) -> str:
        return f"{self.state}_gone"

    @property
    def subject(self) -> str:
        return f"{self.state}_subject"

    @property
    def all(self) -> tuple[str, ...]:
        return (self.state, self.bucket, self.number, self.change, self.gone)

    def named(self, statement: str) -> str:
        """Fill ``{state}``, ``{bucket}``, ``{number}``, ``{change}`` and ``{gone}`` in."""
        return statement.format(
            state=self.state,
            bucket=self.bucket,
            number=self.number,
            change=self.change,
            gone=self.gone,
            subject=self.subject,
        )


# A bucket that outgrows its page goes out of line as it is: no time is lost on compressing hashes.
_CREATE = """
CREATE TABLE {state} (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    generation integer NOT NULL,
    key_version text NOT NULL,
    bits smallint NOT NULL CHECK (bits BETWEEN 0 AND 30),
    base smallint NOT NULL CHECK (base BETWEEN 0 AND bits),
    records bigint NOT NULL,
    postings bigint NOT NULL,
    next_number bigint NOT NULL
);
CREATE TABLE {bucket} (
    generation integer NOT NULL,
    bucket integer NOT NULL,
    part smallint NOT NULL,
    payload bytea STORAGE EXTERNAL NOT NULL,
    PRIMARY KEY (generation, bucket, part)
){by_bucket};
CREATE TABLE {number} (
    generation integer NOT NULL,
    number bigint NOT NULL,
    subject_id uuid NOT NULL,
    PRIMARY KEY (generation, number)
){by_number};
CREATE INDEX ix_{number}_subject_id ON {number} (subject_id);
CREATE TABLE {change} (
    id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    key bigint NOT NULL,
    subject_id uuid NOT NULL,
    key_version text NOT NULL,
    PRIMARY KEY (key, subject_id)
);
CREATE INDEX ix_{change}_subject_id ON {change} (subject_id);
CREATE INDEX ix_{change}_key_version ON {change} (key_version);
CREATE TABLE {gone} (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject_id uuid NOT NULL
);
CREATE INDEX ix_{gone}_subject_id ON {gone} (subject_id);
{children}
CREATE VIEW {subject} WITH (security_invoker = true) AS
    SELECT subject_id FROM {change}
    UNION ALL
    SELECT n.subject_id FROM {number} n JOIN {state} USING (generation)
     WHERE NOT EXISTS (SELECT FROM {gone} g WHERE g.subject_id = n.subject_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON {state}, {bucket} TO {role};
GRANT SELECT, INSERT, DELETE ON {number}, {change}, {gone} TO {role};
GRANT SELECT ON {subject} TO {role};
"""
_WHOLE_PAGE = "ALTER TABLE {table} SET (toast_tuple_target = 8160);"
_SLICE = """
CREATE TABLE {table}_{place} PARTITION OF {table}
    FOR VALUES WITH (MODULUS {of}, REMAINDER {place});
"""
_HASHED = "hashed keys and ids; the people they lead to stand in their own table"


def create(
    connection: Connection,
    *,
    role: str,
    name: str = PERSON_INDEX,
    purposes: Sequence[PurposeCode] = (),
    partitions: int = 1,
) -> None:
    """Make an index in a migration; ``connection`` is ``op.get_bind()``.

    With ``purposes``, no other is told that a name has a key, or that there is an index at all.
    """
    tables = IndexTables(name)
    spread = partitions > 1
    statement = _CREATE.format(
        role=role,
        by_bucket=" PARTITION BY HASH (bucket)" if spread else "",
        by_number=" PARTITION BY HASH (number)" if spread else "",
        children="\n".join(_children(tables, partitions)),
        state=tables.state,
        bucket=tables.bucket,
        number=tables.number,
        change=tables.change,
        gone=tables.gone,
        subject=tables.subject,
    )
    connection.exec_driver_sql(statement)
    for table in tables.all if purposes else ():
        for policy in _policies(table, purposes):
            connection.exec_driver_sql(policy)


def unpeopled(*names: str) -> dict[str, str]:
    """Say of an index's tables why they hold no people, for a service's ``UNPEOPLED``."""
    return {table: _HASHED for name in names for table in IndexTables(name).all}


UNPEOPLED = unpeopled(PERSON_INDEX)
"""For a service's own list: ``UNPEOPLED = {**person_index.tables.UNPEOPLED, ...}``."""


def metadata_of(*names: str) -> MetaData:
    """Return what ``create`` makes, for ``run_env`` in ``env.py``."""
    metadata = MetaData()
    for name in names or (PERSON_INDEX,):
        _rows_of(IndexTables(name), metadata)
    return metadata


def _children(tables: IndexTables, partitions: int) -> Iterator[str]:
    if partitions == 1:
        yield _WHOLE_PAGE.format(table=tables.bucket)
        return
    for place in range(partitions):
        for table in (tables.bucket, tables.number):
            yield _SLICE.format(table=table, place=place, of=partitions)
        yield _WHOLE_PAGE.format(table=f"{tables.bucket}_{place}")


def _rows_of(tables: IndexTables, metadata: MetaData) -> None:
    Table(
        tables.state,
        metadata,
        Column("one", Boolean, primary_key=True, server_default=text("true")),
        Column("generation", Integer, nullable=False),
        Column("key_version", Text, nullable=False),
        Column("bits", SmallInteger, nullable=False),
        Column("base", SmallInteger, nullable=False),
        *(_counted(name) for name in ("records", "postings", "next_number")),
    )
    Table(
        tables.bucket,
        metadata,
        Column("generation", Integer, primary_key=True, autoincrement=False),
        Column("bucket", Integer, primary_key=True, autoincrement=False),
        Column("part", SmallInteger, primary_key=True, autoincrement=False),
        Column("payload", LargeBinary, nullable=False),
    )
    Table(
        tables.number,
        metadata,
        Column("generation", Integer, primary_key=True, autoincrement=False),
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("subject_id", Uuid, nullable=False),
        Index(f"ix_{tables.number}_subject_id", "subject_id"),
    )
    Table(
        tables.change,
        metadata,
        Column("id", BigInteger, Identity(always=True), nullable=False, unique=True),
        Column("key", BigInteger, primary_key=True, autoincrement=False),
        Column("subject_id", Uuid, primary_key=True),
        Column("key_version", Text, nullable=False),
        Index(f"ix_{tables.change}_subject_id", "subject_id"),
        Index(f"ix_{tables.change}_key_version", "key_version"),
    )
    Table(
        tables.gone,
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("subject_id", Uuid, nullable=False),
        Index(f"ix_{tables.gone}_subject_id", "subject_id"),
    )


def _counted(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _policies(table: str, purposes: Sequence[PurposeCode]) -> list[str]:
    named = ", ".join(f"'{purpose.value}'" for purpose in purposes)
    rule = f"USING ({rls.setting('purpose')} IN ({named}))"
    return [
        rls.enable(table),
        rls.policy_writes(table),
        f"CREATE POLICY by_purpose_select ON {table} FOR SELECT {rule}",
        f"CREATE POLICY by_purpose_delete ON {table} FOR DELETE {rule}",
    ]
