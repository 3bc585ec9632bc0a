"""Lists that were loaded before the index of people was made anew are not taken for searchable."""

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from ppit_matching import KEY_VERSION
from ppit_ops.provision import plain
from ppit_platform.db import open_engine, session_maker
from ppit_platform.generations import ListStore
from ppit_platform.migrate import migrations_of, upgrade
from ppit_tracing.domain.codes import SourceName
from ppit_tracing.storage.lists import lists_held
from tests.support.postgres import Cluster, Database

PEOPLE_LISTS = ("INSOLVENCY_REGISTER", "PREVIOUS_AWARDS", "COUNCIL_DEBTS")
TODAY = {"key_version": KEY_VERSION, "edition": "2026-11-01", "purposes": ["TRACE_COUNCIL_TAX"]}


def _loaded_then_upgraded(
    database: Database,
    folder: Path,
    package: str,
    since: str,
    lists: Mapping[str, Mapping[str, object]],
) -> None:
    """Load lists, fresh for a month, before the migration ``since``; then run it and the rest."""
    now = migrations_of(package)
    later = [file.name for file in (now / "versions").glob("*.py") if file.name >= since]
    assert later
    shutil.copytree(now, folder, ignore=shutil.ignore_patterns("__pycache__", *later))
    upgrade(folder, database.owner_url)
    with psycopg.connect(plain(database.admin_url)) as admin:
        for number, (name, evidence) in enumerate(lists.items(), start=1):
            admin.execute(
                "INSERT INTO list_load VALUES"
                " (%s, %s, 'v1', 1, now(), now() + interval '30 days', %s)",
                (name, number, Jsonb(evidence)),
            )
    upgrade(now, database.owner_url)


async def test_after_its_upgrade_tracing_searches_no_list_that_was_loaded_before(
    cluster: Cluster, tmp_path: Path
) -> None:
    database = cluster.empty("ppit_tracing")
    lists = {"ELECTORAL_REGISTER": TODAY, "DEATHS": TODAY}
    _loaded_then_upgraded(database, tmp_path / "before", "ppit_tracing", "0004", lists)
    engine = open_engine(database.admin_url, pool_size=1)
    async with session_maker(engine)() as session:
        held = await lists_held(ListStore(session), datetime.now(UTC))
    await engine.dispose()
    assert {name: one.searchable for name, one in held.items()} == {
        SourceName.ELECTORAL_REGISTER: False,
        SourceName.DEATHS: False,
    }
    assert all(one.fresh for one in held.values())
    cluster.drop(database)


async def test_after_its_upgrade_vetting_calls_the_lists_of_people_stale_and_no_other(
    cluster: Cluster, tmp_path: Path
) -> None:
    database = cluster.empty("ppit_vetting")
    names = (*PEOPLE_LISTS, "COMPANIES")
    lists: dict[str, dict[str, object]] = {name: {} for name in names}
    _loaded_then_upgraded(database, tmp_path / "before", "ppit_vetting", "0003", lists)
    engine = open_engine(database.admin_url, pool_size=1)
    async with session_maker(engine)() as session:
        states = await ListStore(session).states(names, now=datetime.now(UTC))
    await engine.dispose()
    assert {name: state.fresh for name, state in states.items()} == {
        **dict.fromkeys(PEOPLE_LISTS, False),
        "COMPANIES": True,
    }
    cluster.drop(database)
