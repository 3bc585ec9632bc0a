"""The embedded server and the house's roles on it, on both supported versions."""

import time

import psycopg
import pytest

from ppit_ops.provision import DATABASES, OWNER, ROLES, plain
from tests.support.postgres import Cluster, Database, running_cluster


def test_no_role_of_the_house_has_more_power_than_its_tables(each_postgres: Cluster) -> None:
    with psycopg.connect(plain(each_postgres.access.admin("postgres"))) as admin:
        powers = admin.execute(
            "SELECT rolname, rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls"
            " FROM pg_roles WHERE rolname LIKE 'ppit%%' AND rolname <> 'ppit_admin'"
        ).fetchall()
    assert dict(powers) == dict.fromkeys((OWNER, *ROLES), False)


def test_a_wrong_password_is_refused_even_on_the_loopback_address(each_postgres: Cluster) -> None:
    database = each_postgres.empty()
    address = plain(database.url("ppit_officer_safety"))
    right = each_postgres.access.passwords["ppit_officer_safety"]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address.replace(right, "wrong"))
    each_postgres.drop(database)


def test_a_role_cannot_connect_to_a_database_that_is_not_its_own(each_postgres: Cluster) -> None:
    database = each_postgres.empty("ppit_gateway")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(plain(database.url("ppit_officer_safety")))
    each_postgres.drop(database)


@pytest.mark.parametrize("role", DATABASES["ppit_officer_safety"])
def test_a_role_cannot_create_tables(empty_database: Database, role: str) -> None:
    with (
        psycopg.connect(plain(empty_database.url(role))) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE mine (id int)")


@pytest.mark.parametrize("version", [16, 18])
def test_what_was_committed_survives_a_kill_and_the_address_stays(version: int) -> None:
    with running_cluster(version=version, durable=True) as cluster:
        database = cluster.empty()
        with psycopg.connect(plain(database.owner_url)) as owner:
            owner.execute("CREATE TABLE kept AS SELECT 7 AS n")
        cluster.server.kill()
        cluster.server.start()
        with psycopg.connect(plain(database.owner_url)) as owner:
            assert owner.execute("SELECT n FROM kept").fetchone() == (7,)


def test_a_paused_server_answers_nothing_until_it_is_resumed(
    empty_database: Database, cluster: Cluster
) -> None:
    with psycopg.connect(plain(empty_database.owner_url)) as owner:
        cluster.server.pause()
        try:
            started = time.monotonic()
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(plain(empty_database.owner_url), connect_timeout=2)
            assert time.monotonic() - started >= 1
        finally:
            cluster.server.resume()
        assert owner.execute("SELECT 1").fetchone() == (1,)


def test_a_failed_statement_leaves_no_value_in_the_servers_log() -> None:
    with running_cluster() as cluster:
        database = cluster.empty()
        with psycopg.connect(plain(database.owner_url), autocommit=True) as owner:
            owner.execute("CREATE TABLE person (name text UNIQUE)")
            owner.execute("INSERT INTO person VALUES ('Perpetua Quill')")
            with pytest.raises(psycopg.errors.UniqueViolation):
                owner.execute("INSERT INTO person VALUES ('Perpetua Quill')")
        said = cluster.server.said()
    assert "duplicate key" in said
    assert "Quill" not in said
