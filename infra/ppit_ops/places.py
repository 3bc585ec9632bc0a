"""Free ports and short folders: what a process needs of the machine before it can listen."""

import secrets
import socket
import tempfile
from pathlib import Path

# Below the range the kernel hands out by itself: a stopped server finds its port free again.
_PORTS = range(20_000, 32_000)
_SOCKET_FOLDER_LIMIT = 80
"""Bytes: a socket's path may have 107, and its name needs some of them."""
_LOOPBACK = "127.0.0.1"


class NoPortFree(RuntimeError):
    """Nobody could be given a port on the loopback address."""


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((_LOOPBACK, port)) == 0


def free_port() -> int:
    for _ in range(200):
        port = secrets.choice(_PORTS)
        if not listens(port):
            return port
    raise NoPortFree


def short_folder(wanted: Path) -> Path:
    """Return ``wanted``, or a private folder elsewhere if a socket's path would not fit in it."""
    if len(str(wanted)) > _SOCKET_FOLDER_LIMIT:
        wanted = Path(tempfile.mkdtemp(prefix="ppit-", dir="/tmp"))
    wanted.mkdir(mode=0o700, exist_ok=True)
    return wanted
