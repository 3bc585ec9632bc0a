"""The chassis's tables, the gazetteer's read-only copy, and what each source says of itself."""

from alembic import op

from ppit_platform import chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROLE = "ppit_officer_safety"

_TABLES = """
CREATE TABLE source_status (
    source text PRIMARY KEY CHECK (source IN ('MARKER_REGISTER', 'GAZETTEER')),
    version text NOT NULL,
    key_version text,
    generation integer,
    entries integer,
    loaded_at timestamptz NOT NULL,
    fresh_until timestamptz
);
CREATE TABLE gazetteer (
    generation integer NOT NULL,
    uprn text NOT NULL CHECK (uprn ~ '^[0-9]{1,12}$'),
    address jsonb NOT NULL,
    area_gss text NOT NULL CHECK (area_gss ~ '^E[0-9]{8}$'),
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
INSERT INTO source_status (source, version, loaded_at) VALUES ('MARKER_REGISTER', '1', now());
"""

_GRANTS = f"""
GRANT SELECT, INSERT, DELETE ON gazetteer, gazetteer_key TO {_ROLE};
GRANT SELECT, INSERT ON source_status TO {_ROLE};
GRANT UPDATE (version, key_version, generation, entries, loaded_at, fresh_until)
    ON source_status TO {_ROLE};
"""


def upgrade() -> None:
    chassis_tables.create(op.get_bind(), role=_ROLE)
    op.execute(_TABLES)
    op.execute(_GRANTS)
