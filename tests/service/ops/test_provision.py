"""Roles and databases on a PostgreSQL that somebody else runs, named by a URL."""

import json
from pathlib import Path

import psycopg
import pytest

from ppit_ops.keeping import migrate_server
from ppit_ops.mounted_secrets import make_secrets
from ppit_ops.provision import OWNER, ROLES, UnsuitableServer, plain, provision_house
from ppit_ops.services import OFFICER_SAFETY, SERVICES, VICTIMS
from tests.support.postgres import Cluster, running_cluster


def test_an_administrator_who_is_no_superuser_can_provision_and_provision_again(
    tmp_path: Path,
) -> None:
    with running_cluster() as cluster:
        url = _renter(cluster)
        provision_house(url, tmp_path / "roles.json", [OFFICER_SAFETY])
        access = provision_house(url, tmp_path / "roles.json", [OFFICER_SAFETY])
        with psycopg.connect(plain(access.url("ppit_officer_safety", OWNER))) as owner:
            owner.execute("CREATE TABLE mine AS SELECT 7 AS n")
            assert owner.execute("SELECT n FROM mine").fetchone() == (7,)


def test_a_folder_from_before_a_service_was_there_gets_its_role_and_database(
    tmp_path: Path,
) -> None:
    passwords = tmp_path / "roles.json"
    with running_cluster() as cluster:
        before = dict(cluster.access.passwords)
        del before[VICTIMS.package]
        passwords.write_text(json.dumps(before))
        access = provision_house(cluster.access.admin("postgres"), passwords, [VICTIMS])
        with psycopg.connect(plain(access.url(VICTIMS.package, VICTIMS.package))) as victims:
            assert victims.execute("SELECT current_user").fetchone() == (VICTIMS.package,)
    kept = json.loads(passwords.read_text())
    assert set(kept) == {OWNER, *ROLES}
    assert {role: kept[role] for role in before} == before
    assert passwords.stat().st_mode & 0o077 == 0


def test_a_role_that_may_do_too_much_is_not_used(tmp_path: Path) -> None:
    with running_cluster() as cluster:
        admin_url = cluster.access.admin("postgres")
        _as_admin(admin_url, "ALTER ROLE ppit_log CREATEDB")
        with pytest.raises(UnsuitableServer, match="ppit_log"):
            provision_house(admin_url, tmp_path / "roles.json")


def test_what_the_operators_secrets_open_is_what_the_migration_made(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    with running_cluster() as cluster:
        url = _renter(cluster)
        make_secrets(secrets, host="127.0.0.1", port=cluster.server.address.port)
        databases = migrate_server(url, secrets / "roles.json")
        opened = [_tables(path.read_text()) for path in _urls_of_services(secrets)]
    assert set(databases) == {"ppit_gateway", *(service.database for service in SERVICES)}
    assert all("procrastinate_jobs" in tables for tables in opened)


def _urls_of_services(secrets: Path) -> list[Path]:
    names = [f"{service.prefix.lower()}database_url" for service in SERVICES]
    return [secrets / "urls" / name for name in names]


def _tables(url: str) -> set[str]:
    with psycopg.connect(plain(url)) as service:
        found = service.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name for (name,) in found}


def _renter(cluster: Cluster) -> str:
    """Leave no role of the house, and return the URL of one who may make some but not all."""
    for role in cluster.access.passwords:
        _as_admin(cluster.access.admin("postgres"), f"DROP ROLE {role}")
    _as_admin(
        cluster.access.admin("postgres"),
        "CREATE ROLE renter LOGIN CREATEDB CREATEROLE PASSWORD 'rented'",
    )
    return cluster.server.address.url("postgres", "renter", "rented")


def _as_admin(url: str, statement: str) -> None:
    with psycopg.connect(plain(url), autocommit=True) as admin:
        admin.execute(statement.encode())
