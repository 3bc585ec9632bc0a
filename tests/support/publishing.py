"""A publisher beside a log that is tested."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ppit_gateway.log.notes import NoteReader, NoteSigner
from ppit_gateway.publishing.config import Advance, PublisherConfig
from ppit_gateway.publishing.policy import Policy
from ppit_gateway.publishing.process import publish
from tests.support.log import ORIGIN, LogPlace, stored


@dataclass(frozen=True, slots=True)
class PublisherPlace:
    """What a publisher needs to publish the log of ``log``."""

    config: PublisherConfig
    ml_dsa: MLDSA44PrivateKey
    log: LogPlace

    @property
    def reader(self) -> NoteReader:
        """Open what both keys signed."""
        return NoteSigner(ORIGIN, self.log.key, self.ml_dsa).reader


def a_publisher_place(
    log: LogPlace, advance: Advance | None = None, policy: Policy | None = None
) -> PublisherPlace:
    key = MLDSA44PrivateKey.generate()
    key_file = log.config.signing_key_file.with_name("ml-dsa-44.pem")
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    config = PublisherConfig(
        database_url=log.database.url("ppit_publisher"),
        signing_key_file=log.config.signing_key_file,
        ml_dsa_key_file=key_file,
        origin=ORIGIN,
        advance=advance,
        policy=policy,
        lock_patience=0.2,
        interval=0.02,
    )
    return PublisherPlace(config, key, log)


@asynccontextmanager
async def running_publisher(place: PublisherPlace) -> AsyncGenerator["asyncio.Task[None]"]:
    """Run the publisher in this process; yield its task."""
    stop = asyncio.Event()
    running = asyncio.create_task(publish(place.config, stop))
    try:
        yield running
    finally:
        stop.set()
        await asyncio.wait({running})


async def published(place: PublisherPlace, size: int, *, seconds: float = 15.0) -> str:
    """Wait until a checkpoint of ``size`` is published and return its note."""
    async with asyncio.timeout(seconds):
        while True:
            rows = stored(place.log, "SELECT size, note FROM log.published ORDER BY size DESC")
            notes = {row[0]: row[1] for row in rows}
            if size in notes:
                return str(notes[size])
            await asyncio.sleep(0.02)
