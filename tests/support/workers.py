"""More workers of a test's gate: database and log are all that they share."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from ppit_gateway.app import Listener, create_app
from tests.support.gate import GateHouse
from tests.support.serving import served


@asynccontextmanager
async def another_worker(house: GateHouse, socket: Path) -> AsyncGenerator[None]:
    """Serve the same gate once more at ``socket``."""
    app = create_app(house.settings, Listener.EXTERNAL, house.catalogue)
    async with served(app, socket, lifespan=True):
        yield
