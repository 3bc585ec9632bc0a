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


@pytest.fixture
async def in_small_chunks(victims_database: Database, tmp_path: Path) -> AsyncIterator[Victims]:
    """Start the register with imports that take two rows to a transaction."""
    async with open_victims(victims_database, tmp_path, chunk=2) as running:
        yield running
