"""The webhooks service on a real PostgreSQL, with a real receiver over HTTPS on loopback."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.postgres import Database
from tests.support.receiver import Receiver, receiving
from tests.support.webhooks import Webhooks, open_webhooks


@pytest.fixture
async def receiver(tmp_path: Path) -> AsyncIterator[Receiver]:
    async with receiving(tmp_path) as listening:
        yield listening


@pytest.fixture
async def webhooks(
    webhooks_database: Database, tmp_path: Path, receiver: Receiver
) -> AsyncIterator[Webhooks]:
    async with open_webhooks(webhooks_database, tmp_path, receiver) as service:
        yield service
