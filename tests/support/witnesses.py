"""Witnesses for tests: keys, and one that runs."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ppit_audit_verify import Key
from ppit_gateway.log.notes import NoteSigner
from ppit_witness.cli import serve, signing_key
from ppit_witness.witness import Witness

_NOW = 1_790_000_000


def a_witness_key(name: str) -> str:
    key = Ed25519PrivateKey.generate()
    return Witness(name, key, (), (Path(), lambda: _NOW)).verifier_key


@contextmanager
def running_witness(folder: Path, log: NoteSigner) -> Generator[tuple[str, str]]:
    """Run a witness of one log; yield its verifier key and its address."""
    keys = [Key(key.verifier_key) for key in log.reader.keys]
    witness = Witness("thanet.example/w", signing_key(folder), keys, (folder, lambda: _NOW))
    with serve(witness, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield witness.verifier_key, f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
