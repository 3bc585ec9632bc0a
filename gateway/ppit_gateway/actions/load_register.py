"""Loads a register file: all of it after every check, or nothing."""

from sqlalchemy.ext.asyncio import AsyncEngine

from ppit_gateway.domain.operations import Routes
from ppit_gateway.domain.register import read_register
from ppit_gateway.storage.loading import Loaded, load
from ppit_platform import strict_json

_LARGEST_FILE = 4 * 1024 * 1024


async def load_register(engine: AsyncEngine, routes: Routes, raw: bytes) -> Loaded:
    """Read, check and write a file's text; raises ``RegisterInvalid`` or ``RegisterConflict``."""
    document = strict_json.parse(raw, max_bytes=_LARGEST_FILE)
    return await load(engine, read_register(document, routes.operations))
