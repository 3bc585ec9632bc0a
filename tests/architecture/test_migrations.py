"""What the rows say and what the migrations make is the same, for every package that has both.

The log has no rows: it speaks its own SQL, and its service tests run that on a real PostgreSQL.
"""

from pathlib import PurePosixPath

import pytest
from sqlalchemy import create_engine, text

from ppit_ops.provision import MIGRATIONS
from ppit_platform.migrate import differences, migrations_of
from tests.architecture.our_files import our_files
from tests.support.postgres import Cluster

DATABASE_OF = {package: name for name, packages in MIGRATIONS.items() for package in packages}
WITH_ROWS = (
    "ppit_gateway",
    "ppit_officer_safety",
    "ppit_tracing",
    "ppit_vetting",
    "ppit_victims",
    "ppit_webhooks",
)


def package_of(file: str) -> str:
    """Return ``ppit_gateway.log`` for ``gateway/ppit_gateway/log/migrations/env.py``."""
    parts = PurePosixPath(file).parent.parts
    start = next(index for index, part in enumerate(parts) if part.startswith("ppit_"))
    return ".".join(part for part in parts[start:] if part not in {"storage", "migrations"})


def test_every_package_with_migrations_is_migrated_by_the_launcher() -> None:
    entries = our_files("*/migrations/env.py", ":!tests")
    found = {package_of(path) for path in entries}
    assert found
    assert found == set(DATABASE_OF)


def test_every_package_with_rows_is_compared() -> None:
    found = {package_of(path) for path in our_files("*/storage/rows.py", ":!tests")}
    assert found == set(WITH_ROWS)


@pytest.mark.parametrize("package", WITH_ROWS)
def test_rows_and_migrations_agree(package: str, cluster: Cluster) -> None:
    database = cluster.migrated(DATABASE_OF[package])
    assert differences(migrations_of(package), database.owner_url) is None


@pytest.mark.parametrize("package", WITH_ROWS)
def test_a_table_that_no_migration_makes_is_noticed(package: str, cluster: Cluster) -> None:
    database = cluster.migrated(DATABASE_OF[package])
    engine = create_engine(database.owner_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE surplus (id integer PRIMARY KEY)"))
    engine.dispose()
    assert "surplus" in (differences(migrations_of(package), database.owner_url) or "")
