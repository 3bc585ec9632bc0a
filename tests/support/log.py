"""A log to test against: its keys, its process, its database."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ppit_gateway.log.client import LogClient
from ppit_gateway.log.config import LogConfig
from ppit_gateway.log.errors import LogUnavailable
from ppit_gateway.log.server import serve
from tests.support.postgres import Database

ORIGIN = "test.kent.example/log"


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Everything a log process needs, and the superuser's URL to tamper with it."""

    config: LogConfig
    key: Ed25519PrivateKey
    database: Database

    def with_(self, **changes: float) -> "LogPlace":
        return replace(self, config=replace(self.config, **changes))


def a_log_place(folder: Path, database: Database) -> LogPlace:
    key = Ed25519PrivateKey.generate()
    key_file = folder / "log.pem"
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    config = LogConfig(database.url("ppit_log"), folder / "log.sock", key_file, ORIGIN)
    return LogPlace(config, key, database)


@asynccontextmanager
async def running_log(place: LogPlace) -> AsyncGenerator[LogClient]:
    """Run the log in this process; yield a client of it."""
    stop = asyncio.Event()
    running = asyncio.create_task(serve(place.config, stop))
    client = LogClient(place.config.socket)
    try:
        await answering(client)
        yield client
    finally:
        await client.close()
        stop.set()
        await running


async def answering(client: LogClient, *, seconds: float = 15.0) -> int:
    """Wait until the log answers, and return its size."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                return await client.size()
            except LogUnavailable:
                await asyncio.sleep(0.02)
