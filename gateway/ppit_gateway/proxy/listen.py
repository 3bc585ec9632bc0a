"""Opens a door to the outside: uvicorn with httptools, saying as little of itself as it can.

A worker may be replaced under load: a new one takes over the name of a unix socket once it can
answer, and the old one, told to end, finishes what it has begun.
"""

import logging
import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from ppit_platform import heap

GRACE_SECONDS = 15
_KEEP_ALIVE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Address:
    """A unix socket if ``uds`` is given, else an address and a port."""

    uds: Path | None
    host: str
    port: int


def serve_app(app: ASGIApp, address: Address) -> None:
    """Serve until SIGTERM or SIGINT; what has begun is finished within 15 s."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    config = uvicorn.Config(
        app,
        host=address.host,
        port=address.port,
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    heap.settle()
    if address.uds is None:
        uvicorn.Server(config).run()
        return
    _Server(config, address.uds).run_on_its_socket()


class _Server(uvicorn.Server):
    """Serves on a unix socket that has its name from when it answers until another takes it."""

    def __init__(self, config: uvicorn.Config, path: Path) -> None:
        super().__init__(config)
        self._path = path
        self._own = path.with_name(f".{path.name}.{os.getpid()}")
        self._number = 0

    def run_on_its_socket(self) -> None:
        """Serve until asked to end."""
        self._own.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
            door.bind(str(self._own))
            # For this account alone: uvicorn's own unix sockets are open to everybody.
            self._own.chmod(0o600)
            self._number = self._own.stat().st_ino
            try:
                self.run(sockets=[door])
            finally:
                self._own.unlink(missing_ok=True)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            # In one step: whoever connects finds the old worker or this one, and never nobody.
            self._own.replace(self._path)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        # Here and not after ``run``: uvicorn ends the process by the signal that it was sent.
        with suppress(FileNotFoundError):
            if self._path.stat().st_ino == self._number:
                self._path.unlink()
