"""Programs of this machine for benchmarks: where they are, on which core, and what they use."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


def program(name: str) -> str:
    """Return where a program is; that of nginx is a folder in which not everybody looks."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/bin")
    return found or ""


def cpu_seconds(process_id: int) -> float:
    """Return what a process and its ended children have used (proc(5), stat)."""
    fields = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def pinned(
    core: str, *command: str, environment: Mapping[str, str], port: int, said: Path
) -> Generator[int]:
    """Start a proxy on one core and wait until its port answers; end it after.

    What it prints, the gate's spans among it, goes to the file ``said``.
    """
    with said.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # our own programs
            (program("taskset"), "-c", core, *command),
            env=environment,
            cwd=ROOT,
            stderr=output,
        )
    try:
        end = time.monotonic() + 60
        while not answers(port):
            assert process.poll() is None, command
            assert time.monotonic() < end, command
            time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def children_of(process_id: int) -> list[int]:
    path = Path(f"/proc/{process_id}/task/{process_id}/children")
    return [int(one) for one in path.read_text(encoding="ascii").split()]


def child_running(module: str) -> int:
    """Return our own child that runs a Python module."""
    (found,) = [
        one
        for one in children_of(os.getpid())
        if module.encode() in Path(f"/proc/{one}/cmdline").read_bytes()
    ]
    return found
