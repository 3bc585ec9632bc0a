"""The audit on a real log and a real PostgreSQL, called as the gate calls it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.audit import Room, open_room
from tests.support.postgres import Database


@pytest.fixture
async def room(gateway_database: Database, tmp_path: Path) -> AsyncIterator[Room]:
    async with open_room(gateway_database, tmp_path) as opened:
        yield opened
