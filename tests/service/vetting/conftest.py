"""The vetting service on a real PostgreSQL, called as the gate calls it."""

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

from tests.support.postgres import Cluster, Database
from tests.support.vetting import Lists, Vetting, grants_system, open_vetting

_NUMBERS = count(1)


@pytest.fixture
def lists(vetting_database: Database, tmp_path: Path) -> Lists:
    """Give the tables of the lists, empty, and nobody who looks in them."""
    return Lists(vetting_database, tmp_path)


@pytest.fixture
async def bare(vetting_database: Database, tmp_path: Path) -> AsyncIterator[Vetting]:
    """Give the service before anybody has loaded a list."""
    async with open_vetting(vetting_database, tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
async def town(
    cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Vetting]:
    """Give one service with every list loaded, for all tests that change none."""
    database = cluster.migrated("ppit_vetting")
    async with open_vetting(database, tmp_path_factory.mktemp("vetting")) as running:
        running.lists.load_all()
        yield running
    cluster.drop(database)


@pytest.fixture
def vetting(town: Vetting) -> Vetting:
    """Give the service with every list loaded, as an organisation that no other test is."""
    return town.by(grants_system(f"org-{next(_NUMBERS)}"))
