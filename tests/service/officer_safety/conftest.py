"""The officer-safety service on a real PostgreSQL, called as the gate calls it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.officer_safety import Safety, open_safety
from tests.support.postgres import Database


@pytest.fixture
async def safety(officer_safety_database: Database, tmp_path: Path) -> AsyncIterator[Safety]:
    async with open_safety(officer_safety_database, tmp_path) as running:
        yield running
