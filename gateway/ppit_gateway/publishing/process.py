"""The publisher as a process: keys from their files, an end when asked."""

import asyncio
import logging
import signal

from ppit_gateway.log.errors import LockLost, LogDamaged
from ppit_gateway.log.keys import ml_dsa_key, signing_key
from ppit_gateway.log.notes import NoteSigner
from ppit_gateway.publishing.config import PublisherConfig
from ppit_gateway.publishing.publisher import Publisher

_events = logging.getLogger(__name__)


async def publish(config: PublisherConfig, stop: asyncio.Event) -> None:
    """Publish until ``stop`` is set. Raises as ``Publisher.run``."""
    key = signing_key(config.signing_key_file)
    signer = NoteSigner(config.origin, key, ml_dsa_key(config.ml_dsa_key_file))
    await Publisher(config, signer, NoteSigner(config.origin, key).reader).run(stop)


def main(config: PublisherConfig) -> int:
    """Run the publisher; return 0 when asked to end, 1 when it may not publish."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        asyncio.run(_until_signal(config))
    except (LockLost, LogDamaged) as refusal:
        # No fault of the program.
        _events.error("publisher.refused %s: %s", type(refusal).__name__, refusal)
        return 1
    return 0


async def _until_signal(config: PublisherConfig) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await publish(config, stop)
