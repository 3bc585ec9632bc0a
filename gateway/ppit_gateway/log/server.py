"""The log process: a unix socket in front of the one sequencer."""

import asyncio
import logging
import signal
import socket
from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import Any

import uvloop

from ppit_gateway.log.config import LogConfig
from ppit_gateway.log.errors import LockLost, LogDamaged
from ppit_gateway.log.keys import signing_key
from ppit_gateway.log.notes import NoteSigner
from ppit_gateway.log.peer import Peer
from ppit_gateway.log.sequencer import Sequencer
from ppit_platform import heap

_events = logging.getLogger(__name__)


async def serve(config: LogConfig, stop: asyncio.Event) -> None:
    """Be the log until ``stop`` is set.

    The socket appears once the lock is held, so a second process never takes it from the first.
    Raises ``LockLost`` or ``LogDamaged`` when this process may not be the log (any more).
    """
    sequencer = Sequencer(config, NoteSigner(config.origin, signing_key(config.signing_key_file)))
    running = asyncio.create_task(sequencer.run())
    asked = asyncio.create_task(stop.wait())
    try:
        if await _first(sequencer.ready.wait(), asked, running):
            await _answer_peers(config.socket, sequencer, asked, running)
    finally:
        sequencer.stop()
        asked.cancel()
        await running


def main(config: LogConfig) -> int:
    """Run the log process; return 0 when asked to end, 1 when it may not be the log."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    heap.settle()
    try:
        uvloop.run(_serve_until_signal(config))
    except (LockLost, LogDamaged) as refusal:
        _events.error(
            "log.refused %s: %s", type(refusal).__name__, refusal
        )  # no fault of the program
        return 1
    return 0


async def _serve_until_signal(config: LogConfig) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve(config, stop)


async def _answer_peers(
    path: Path, sequencer: Sequencer, asked: asyncio.Task[bool], running: asyncio.Task[None]
) -> None:
    peers = set[Peer]()
    loop = asyncio.get_running_loop()
    door = _bound(path)
    async with await loop.create_unix_server(partial(Peer, sequencer, peers), sock=door):
        await asyncio.wait({asked, running}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            _remove(path)  # while the lock is held: afterwards it may be another process's
            sequencer.stop()
            await asyncio.wait({running})
        for peer in tuple(peers):
            peer.close()


def _bound(path: Path) -> socket.socket:
    """Bind the socket, for this account alone: nobody can connect before it listens."""
    _remove(path)  # left behind by a process that was killed; the lock says that it is gone
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.bind(str(path))
    path.chmod(0o600)
    return door


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


async def _first(event: Coroutine[Any, Any, object], *others: asyncio.Task[Any]) -> bool:
    """Say whether the event came before any of the others."""
    waiting = asyncio.create_task(event)
    await asyncio.wait({waiting, *others}, return_when=asyncio.FIRST_COMPLETED)
    came = waiting.done()
    waiting.cancel()
    return came
