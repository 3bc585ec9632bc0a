"""Where a process answers, and whether it does."""

from dataclasses import dataclass
from pathlib import Path

from ppit_platform.probe import http_answers, log_answers


@dataclass(frozen=True, slots=True)
class Door:
    """A unix socket, else a TCP port on the loopback address. The log speaks no HTTP."""

    socket: Path | None = None
    port: int | None = None
    speaks_http: bool = True


def answers(door: Door) -> bool:
    """Tell whether a process answers at its door: a server, that it is ready; the log, its size."""
    if door.speaks_http or door.socket is None:
        return http_answers(door.socket, door.port)
    return log_answers(door.socket)
