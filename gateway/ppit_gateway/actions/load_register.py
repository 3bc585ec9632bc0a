"""Loads a register file: all of it after every check, or nothing."""

from ppit_gateway.domain.operations import Routes
from ppit_gateway.domain.register import read_register
from ppit_gateway.storage.loading import Loaded, RegisterWriter
from ppit_platform import strict_json

_LARGEST_FILE = 4 * 1024 * 1024


async def load_register(writer: RegisterWriter, routes: Routes, raw: bytes) -> Loaded:
    """Read, check and write a file's text; raises ``RegisterInvalid`` or ``RegisterConflict``."""
    document = strict_json.parse(raw, max_bytes=_LARGEST_FILE)
    return await writer.write(read_register(document, routes.operations))
