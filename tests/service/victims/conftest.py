"""The victim register on a real PostgreSQL, called as the gate calls it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.postgres import Database
from tests.support.victims import Victims, open_victims


@pytest.fixture
async def victims(victims_database: Database, tmp_path: Path) -> AsyncIterator[Victims]:
    async with open_victims(victims_database, tmp_path) as running:
        yield running
