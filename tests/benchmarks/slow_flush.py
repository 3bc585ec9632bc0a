"""PostgreSQL on a disk whose flush takes a given time, so that figures of two machines compare."""

import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.machine import program
from tests.support.postgres import Cluster, running_cluster

_SOURCE = Path(__file__).with_name("slow_flush.c")


def can_delay() -> bool:
    """Say whether there is a compiler for the few lines that wait."""
    return bool(program("cc"))


@contextmanager
def flushing(milliseconds: float) -> Generator[Cluster]:
    """Start a durable cluster; each of its flushes takes this long at least, as it may by itself
    with 0.
    """
    with tempfile.TemporaryDirectory() as folder:
        # The server has an account of its own, which must find what it is to load.
        Path(folder).chmod(0o755)
        library = Path(folder) / "slow_flush.so"
        told: dict[str, str] = {}
        if milliseconds:
            command = (program("cc"), "-O2", "-shared", "-fPIC", "-o", str(library), str(_SOURCE))
            subprocess.run(command, check=True)  # noqa: S603  # our own lines
            told = {"LD_PRELOAD": str(library), "PPIT_FLUSH_US": str(round(1000 * milliseconds))}
        with running_cluster(durable=True, environment=told) as running:
            yield running
