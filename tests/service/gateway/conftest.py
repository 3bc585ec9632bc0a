"""A gate of its own for each test."""

from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest

from tests.support.gate import GateHouse, gate_house
from tests.support.postgres import Cluster, Database


@pytest.fixture
async def house(tmp_path: Path, gateway_database: Database) -> AsyncGenerator[GateHouse]:
    async with gate_house(tmp_path, gateway_database) as running:
        yield running


@pytest.fixture(scope="session")
async def standing(
    tmp_path_factory: pytest.TempPathFactory, cluster: Cluster
) -> AsyncGenerator[GateHouse]:
    """One gate for all tests that change nothing of it and count nothing in its log."""
    database = cluster.migrated("ppit_gateway")
    async with gate_house(tmp_path_factory.mktemp("gate"), database) as running:
        yield running
    cluster.drop(database)


@pytest.fixture
def scripted(standing: GateHouse) -> Iterator[GateHouse]:
    """Lend the same gate to a test that has the service say something; forget it afterwards."""
    script = standing.behind.script
    yield standing
    standing.behind.script = script
    standing.behind.hops.clear()
    standing.behind.headers.clear()
