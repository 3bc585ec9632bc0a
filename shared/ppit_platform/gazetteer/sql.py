"""The copy's tables: for migrations, for ``env.py`` beside a service's rows, and why no people."""

from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

GAZETTEER = "GAZETTEER"
"""What the copy is called in ``source_status``."""

UNPEOPLED = {
    "source_status": "what each source says of itself",
    "gazetteer": "addresses, nobody's",
    "gazetteer_key": "hashed keys of addresses",
}
"""For a service's own list: ``UNPEOPLED = {**gazetteer.sql.UNPEOPLED, ...}``."""

METADATA = MetaData()
"""What ``create`` makes, for ``run_env`` in ``env.py``."""

Table(
    "source_status",
    METADATA,
    Column("source", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("key_version", Text),
    Column("generation", Integer),
    Column("entries", Integer),
    Column("loaded_at", DateTime(timezone=True), nullable=False),
    Column("fresh_until", DateTime(timezone=True)),
)
Table(
    "gazetteer",
    METADATA,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("uprn", Text, primary_key=True),
    Column("address", JSONB, nullable=False),
    Column("area_gss", Text, nullable=False),
    Column("parent_uprn", Text),
    Index(
        "ix_gazetteer_parent",
        "generation",
        "parent_uprn",
        postgresql_where=text("parent_uprn IS NOT NULL"),
    ),
)
Table(
    "gazetteer_key",
    METADATA,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("uprn", Text, primary_key=True),
)

_CREATE = """
CREATE TABLE source_status (
    source text PRIMARY KEY CHECK (source IN ({sources})),
    version text NOT NULL,
    key_version text,
    generation integer,
    entries integer,
    loaded_at timestamptz NOT NULL,
    fresh_until timestamptz
);
CREATE TABLE gazetteer (
    generation integer NOT NULL,
    uprn text NOT NULL CHECK (uprn ~ '^[0-9]{{1,12}}$'),
    address jsonb NOT NULL,
    area_gss text NOT NULL CHECK (area_gss ~ '^E[0-9]{{8}}$'),
    parent_uprn text,
    PRIMARY KEY (generation, uprn)
);
CREATE INDEX ix_gazetteer_parent ON gazetteer (generation, parent_uprn)
    WHERE parent_uprn IS NOT NULL;
CREATE TABLE gazetteer_key (
    generation integer NOT NULL,
    key bigint NOT NULL,
    uprn text NOT NULL,
    PRIMARY KEY (generation, key, uprn)
);
GRANT SELECT, INSERT, DELETE ON gazetteer, gazetteer_key TO {role};
GRANT SELECT, INSERT ON source_status TO {role};
GRANT UPDATE (version, key_version, generation, entries, loaded_at, fresh_until)
    ON source_status TO {role};
"""


def create(connection: Connection, *, role: str, sources: Sequence[str] = (GAZETTEER,)) -> None:
    """Make the tables in a migration; ``connection`` is ``op.get_bind()``.

    ``sources`` names all that the service keeps a status of, this copy among them.
    """
    named = ", ".join(f"'{source}'" for source in sources)
    connection.exec_driver_sql(_CREATE.format(role=role, sources=named))
