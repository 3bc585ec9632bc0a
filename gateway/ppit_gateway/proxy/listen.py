"""Opens a door to the outside: uvicorn with httptools, saying as little of itself as it can."""

import logging
import socket
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

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
    server = uvicorn.Server(config)
    if address.uds is None:
        server.run()
        return
    server.run(sockets=[_bound(address.uds)])
    address.uds.unlink(missing_ok=True)


def _bound(path: Path) -> socket.socket:
    """Bind for this account alone: uvicorn's own unix sockets are open to everybody."""
    path.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.bind(str(path))
    path.chmod(0o600)
    return door
