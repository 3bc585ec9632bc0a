"""A gate of its own for each test."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.support.gate import GateHouse, gate_house
from tests.support.postgres import Database


@pytest.fixture
async def house(tmp_path: Path, gateway_database: Database) -> AsyncGenerator[GateHouse]:
    async with gate_house(tmp_path, gateway_database) as running:
        yield running
