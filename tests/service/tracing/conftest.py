"""The tracing service on a real PostgreSQL, called as the gate calls it."""

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

from tests.support.postgres import Cluster, Database
from tests.support.tracing import Tracing, debt_recovery, open_tracing
from tests.support.tracing_town import load_town

_NUMBERS = count(1)


@pytest.fixture
async def bare(tracing_database: Database, tmp_path: Path) -> AsyncIterator[Tracing]:
    """Give the service before anybody has loaded a list."""
    async with open_tracing(tracing_database, tmp_path) as running:
        yield running


@pytest.fixture
async def loaded(bare: Tracing) -> Tracing:
    """Give a service of one's own with every list loaded, for a test that changes one."""
    await load_town(bare)
    return bare


@pytest.fixture(scope="session")
async def town(
    cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Tracing]:
    """Give one service with every list loaded, for all tests that change none."""
    database = cluster.migrated("ppit_tracing")
    async with open_tracing(database, tmp_path_factory.mktemp("tracing")) as running:
        await load_town(running)
        yield running
    cluster.drop(database)


@pytest.fixture
def tracing(town: Tracing) -> Tracing:
    """Give the service with every list loaded, as an organisation that no other test is."""
    town.protect("NOT_PROTECTED")
    return town.by(debt_recovery(f"org-{next(_NUMBERS)}"))
