"""One command brings a package's tables up to date, however many run it at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from sqlalchemy import create_engine, inspect, text

from ppit_platform import migrate
from ppit_platform.people import PEOPLE_COLUMNS, VERSION_COLUMNS, tables_without_people_columns
from tests.service.chassis import register
from tests.service.chassis.conftest import NOTEBOOK_MIGRATIONS
from tests.support.postgres import Cluster, Database

PACKAGE = "tests.service.chassis.notebook"
COMMAND = Path(sys.executable).with_name("ppit-migrate")
ROOT = Path(__file__).parents[3]


def _run(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own program, no shell
        [str(COMMAND), *arguments],
        env={"PPIT_MIGRATE_DATABASE_URL": database_url, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_rows_and_migrations_agree_on_every_postgresql(each_postgres: Cluster) -> None:
    database = each_postgres.empty()
    try:
        assert migrate.upgrade(NOTEBOOK_MIGRATIONS, database.owner_url) == "0001"
        assert migrate.differences(NOTEBOOK_MIGRATIONS, database.owner_url) is None
    finally:
        each_postgres.drop(database)


def test_a_column_that_no_migration_made_is_a_difference(empty_database: Database) -> None:
    migrate.upgrade(NOTEBOOK_MIGRATIONS, empty_database.owner_url)
    register.rows(empty_database, "ALTER TABLE note DROP COLUMN source_ref")
    found = migrate.differences(NOTEBOOK_MIGRATIONS, empty_database.owner_url)
    assert found is not None
    assert "source_ref" in found


def test_the_command_migrates_checks_and_says_where_it_stands(empty_database: Database) -> None:
    done = _run(empty_database.owner_url, PACKAGE)
    assert (done.returncode, done.stdout) == (0, f"{PACKAGE}: at 0001\n"), done.stderr
    again = _run(empty_database.owner_url, PACKAGE)
    assert (again.returncode, again.stdout) == (0, f"{PACKAGE}: at 0001\n")
    checked = _run(empty_database.owner_url, PACKAGE, "--check")
    assert (checked.returncode, "agree" in checked.stdout) == (0, True)


def test_two_migrations_at_once_both_end_well(empty_database: Database) -> None:
    with ThreadPoolExecutor(2) as both:
        done = list(both.map(_run, [empty_database.owner_url] * 2, [PACKAGE] * 2))
    assert [one.returncode for one in done] == [0, 0], [one.stderr for one in done]


def test_a_migration_waits_for_the_one_that_runs(empty_database: Database) -> None:
    owner = create_engine(empty_database.owner_url)
    try:
        with owner.connect() as running, ThreadPoolExecutor(1) as other:
            running.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": migrate.LOCK})
            waiting = other.submit(migrate.upgrade, NOTEBOOK_MIGRATIONS, empty_database.owner_url)
            done, _ = wait([waiting], timeout=0.5)
            assert not done
            running.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": migrate.LOCK})
            assert waiting.result(timeout=30) == "0001"
    finally:
        owner.dispose()


def test_a_package_without_migrations_is_refused(empty_database: Database) -> None:
    assert _run(empty_database.owner_url, "ppit_matching").returncode == 2


def test_a_database_that_is_not_there_is_refused_without_a_traceback() -> None:
    done = _run("postgresql+psycopg://nobody:x@127.0.0.1:1/nothing", PACKAGE)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_every_table_of_people_has_its_columns(notebook_database: Database) -> None:
    engine = create_engine(notebook_database.owner_url)
    try:
        inspector = inspect(engine)
        assert "note" in inspector.get_table_names()
        assert tables_without_people_columns(inspector, {}) == []
    finally:
        engine.dispose()


def test_a_table_without_the_columns_is_named_unless_it_has_a_reason(
    empty_database: Database,
) -> None:
    register.rows(empty_database, "CREATE TABLE diary (id integer, org_id text)")
    engine = create_engine(empty_database.owner_url)
    try:
        (found,) = tables_without_people_columns(inspect(engine), {})
        assert tables_without_people_columns(inspect(engine), {"diary": "holds no people"}) == []
    finally:
        engine.dispose()
    missing = (PEOPLE_COLUMNS | VERSION_COLUMNS) - {"org_id"}
    assert found == f"diary lacks {', '.join(sorted(missing))}"
