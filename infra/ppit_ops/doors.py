"""Where a process answers, and whether it does."""

import socket
from dataclasses import dataclass
from pathlib import Path

_PATIENCE_SECONDS = 2.0
_READY = b"HTTP/1.1 200 "


@dataclass(frozen=True, slots=True)
class Door:
    """A unix socket, else a TCP port on the loopback address."""

    socket: Path | None = None
    port: int | None = None
    speaks_http: bool = True


def answers(door: Door) -> bool:
    """Tell whether a process answers at its door: over HTTP, that it says it is ready."""
    try:
        with _connected(door) as line:
            if not door.speaks_http:
                return True
            host = f"127.0.0.1:{door.port}" if door.port else "localhost"
            line.sendall(f"GET /readyz HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            return line.recv(len(_READY)) == _READY
    except OSError:
        return False


def _connected(door: Door) -> socket.socket:
    if door.socket is None:
        return socket.create_connection(("127.0.0.1", door.port or 0), _PATIENCE_SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(_PATIENCE_SECONDS)
    try:
        line.connect(str(door.socket))
    except OSError:
        line.close()
        raise
    return line
