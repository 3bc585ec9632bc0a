"""The administration of partners on a real PostgreSQL, called as the gate calls it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.partners import Office, open_office
from tests.support.postgres import Database


@pytest.fixture
async def office(gateway_database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(gateway_database, tmp_path) as running:
        yield running
