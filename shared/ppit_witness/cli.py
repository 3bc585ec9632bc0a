"""``ppit-witness``: one command, one folder, one port."""

import argparse
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ppit_audit_verify import CannotLook, Key
from ppit_witness.witness import Reply, Witness

_LARGEST = 64 * 1024
_PATH = "/add-checkpoint"
_SECONDS = 10


def serve(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """Return a server that answers add-checkpoint; whoever calls runs and closes it."""

    class Handler(BaseHTTPRequestHandler):
        timeout = _SECONDS
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            if self.path != _PATH or not 0 < length <= _LARGEST:
                self.send_error(404 if self.path != _PATH else 413)
                return
            self._send(witness.add_checkpoint(self.rfile.read(length)))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
            """Say nothing of who asked: the state says what was signed."""

        def _send(self, reply: Reply) -> None:
            body = reply.body.encode()
            self.send_response(reply.status)
            self.send_header("content-type", reply.content_type)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return ThreadingHTTPServer((host, port), Handler)


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="ppit-witness", description=__doc__)
    parser.add_argument("--name", required=True, help="a schema-less URL that is yours")
    parser.add_argument("--folder", type=Path, required=True, help="for its key and its state")
    parser.add_argument("--log", action="append", required=True, help="a log's verifier key")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8099)
    asked = parser.parse_args(given)
    folder = cast("Path", asked.folder)
    try:
        logs = [Key(text) for text in cast("list[str]", asked.log)]
    except CannotLook as failure:
        sys.stderr.write(f"ppit-witness: {failure}\n")
        return 2
    clock = (folder, lambda: int(time.time()))
    witness = Witness(cast("str", asked.name), signing_key(folder), logs, clock)
    with serve(witness, cast("str", asked.host), cast("int", asked.port)) as server:
        sys.stdout.write(f"{witness.verifier_key}\n")
        sys.stdout.flush()
        server.serve_forever()
    return 0


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """Return the witness's key, made the first time."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / "key"
    if not file.exists():
        fresh = os.open(folder / "key.new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(fresh, "wb") as writing:
            writing.write(Ed25519PrivateKey.generate().private_bytes_raw())
            writing.flush()
            os.fsync(writing.fileno())
        (folder / "key.new").replace(file)
    return Ed25519PrivateKey.from_private_bytes(file.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
