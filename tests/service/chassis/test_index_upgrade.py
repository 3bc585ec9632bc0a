"""A register that is upgraded with people in it clears nobody until all of them are keyed anew."""

import shutil
from pathlib import Path

import psycopg
import pytest

from ppit_ops.provision import plain
from ppit_platform.db import open_engine, session_maker
from ppit_platform.ids import new_id
from ppit_platform.migrate import migrations_of, upgrade
from ppit_platform.person_index import IndexState, PersonIndex
from ppit_platform.person_index.loading import add_keyed
from tests.support.postgres import Cluster

AS_IF_KEYED_ANEW = "DELETE FROM person_index_change WHERE key_version = 'keys-1'"


@pytest.mark.parametrize(
    ("package", "since"), [("ppit_officer_safety", "0006"), ("ppit_victims", "0003")]
)
async def test_who_is_added_after_an_upgrade_does_not_make_the_index_look_whole(
    cluster: Cluster, tmp_path: Path, package: str, since: str
) -> None:
    database = cluster.empty(package)
    before, now = tmp_path / "migrations", migrations_of(package)
    shutil.copytree(now, before, ignore=shutil.ignore_patterns("__pycache__"))
    for version in (before / "versions").glob("[0-9]*.py"):
        if version.name >= since:
            version.unlink()
    upgrade(before, database.owner_url)
    someone = new_id()
    with psycopg.connect(plain(database.admin_url)) as admin:
        admin.execute("INSERT INTO person_key VALUES (1, %s, 'keys-1')", [someone])
    upgrade(now, database.owner_url)
    with psycopg.connect(plain(database.admin_url)) as admin:
        add_keyed(admin, [(new_id(), [2])])
    engine = open_engine(database.admin_url, pool_size=1)
    async with session_maker(engine)() as session:
        assert await PersonIndex(session).key_versions() is IndexState.STALE
    with psycopg.connect(plain(database.admin_url)) as admin:
        admin.execute(AS_IF_KEYED_ANEW)
    async with session_maker(engine)() as session:
        assert await PersonIndex(session).key_versions() is IndexState.CURRENT
    await engine.dispose()
    cluster.drop(database)
