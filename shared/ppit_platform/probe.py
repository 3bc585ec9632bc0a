"""Asks one process of the house whether it does its work: exit 0 it does, 1 it does not.

``python -m ppit_platform.probe http --uds SOCKET`` (or ``--port PORT``) asks ``/readyz``;
``... log --uds SOCKET`` asks the log for its size. It loads nothing but the standard library, since
it is asked every few seconds. A worker answers nobody: ``worker_probe`` is for that.
"""

import argparse
import json
import socket
import struct
import sys
from pathlib import Path
from typing import cast

PATIENCE_SECONDS = 2.0
_READY = b"HTTP/1.1 200 "
_LENGTH = struct.Struct(">I")
_LARGEST_ANSWER = 4096


def http_answers(uds: Path | None = None, port: int | None = None) -> bool:
    """Tell whether a server says that it is ready."""
    try:
        with _connected(uds, port) as line:
            host = f"127.0.0.1:{port}" if port else "localhost"
            line.sendall(f"GET /readyz HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            return line.recv(len(_READY)) == _READY
    except OSError:
        return False


def log_answers(uds: Path) -> bool:
    """Tell whether the log process says how many entries it has."""
    question = json.dumps({"id": 1, "op": "size"}).encode()
    try:
        with _connected(uds, None) as line:
            line.sendall(_LENGTH.pack(len(question)) + question)
            heading = line.recv(_LENGTH.size, socket.MSG_WAITALL)
            (length,) = cast("tuple[int]", _LENGTH.unpack(heading))
            answer = line.recv(min(length, _LARGEST_ANSWER), socket.MSG_WAITALL)
            return "size" in json.loads(answer)
    except (OSError, struct.error, ValueError):
        return False


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="probe", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    http = kinds.add_parser("http")
    door = http.add_mutually_exclusive_group(required=True)
    door.add_argument("--uds", type=Path)
    door.add_argument("--port", type=int)
    kinds.add_parser("log").add_argument("--uds", type=Path, required=True)
    asked = parser.parse_args(arguments)
    is_log = asked.kind == "log"
    if log_answers(asked.uds) if is_log else http_answers(asked.uds, asked.port):
        return 0
    sys.stderr.write(f"{asked.kind}: no answer\n")
    return 1


def _connected(uds: Path | None, port: int | None) -> socket.socket:
    if uds is None:
        return socket.create_connection(("127.0.0.1", port or 0), PATIENCE_SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(PATIENCE_SECONDS)
    try:
        line.connect(str(uds))
    except OSError:
        line.close()
        raise
    return line


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
