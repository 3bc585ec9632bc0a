"""Roles and databases on a PostgreSQL that somebody else runs, named by a URL."""

from pathlib import Path

import psycopg
import pytest

from ppit_ops.launcher import House, HouseOptions
from ppit_ops.places import free_port
from ppit_ops.provision import OWNER, UnsuitableServer, plain, provision_house
from tests.support.postgres import running_cluster


def test_an_administrator_who_is_no_superuser_can_provision_and_provision_again(
    tmp_path: Path,
) -> None:
    with running_cluster() as cluster:
        for role in cluster.access.passwords:
            _as_admin(cluster.access.admin("postgres"), f"DROP ROLE {role}")
        _as_admin(
            cluster.access.admin("postgres"),
            "CREATE ROLE renter LOGIN CREATEDB CREATEROLE PASSWORD 'rented'",
        )
        url = cluster.server.address.url("postgres", "renter", "rented")
        provision_house(url, tmp_path / "roles.json")
        access = provision_house(url, tmp_path / "roles.json")
        with psycopg.connect(plain(access.url("ppit_officer_safety", OWNER))) as owner:
            owner.execute("CREATE TABLE mine AS SELECT 7 AS n")
            assert owner.execute("SELECT n FROM mine").fetchone() == (7,)


def test_a_role_that_may_do_too_much_is_not_used(tmp_path: Path) -> None:
    with running_cluster() as cluster:
        admin_url = cluster.access.admin("postgres")
        _as_admin(admin_url, "ALTER ROLE ppit_log CREATEDB")
        with pytest.raises(UnsuitableServer, match="ppit_log"):
            provision_house(admin_url, tmp_path / "roles.json")


def test_a_house_prepares_on_a_server_that_it_does_not_run(tmp_path: Path) -> None:
    with running_cluster(version=16) as cluster:
        options = HouseOptions(
            tmp_path / "house", free_port(), admin_url=cluster.access.admin("postgres")
        )
        with House(options) as house:
            house.prepare()
            url = house.plan.access.url("ppit_officer_safety", "ppit_officer_safety")
            with psycopg.connect(plain(url)) as service:
                assert service.execute("SELECT count(*) FROM marker").fetchone() == (0,)
            assert house.database is None
        assert cluster.server.alive


def _as_admin(url: str, statement: str) -> None:
    with psycopg.connect(plain(url), autocommit=True) as admin:
        admin.execute(statement.encode())
