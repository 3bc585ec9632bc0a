"""The embedded PostgreSQL: one server over one folder, started, stopped, killed or frozen."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from ppit_ops.children import descendants
from ppit_ops.postgres_address import Address, PostgresFailed
from ppit_ops.postgres_folder import NOTHING_ELSE, PostgresFolder

_CONNECTIONS = 200
_START_SECONDS = 30.0
_STOP_SECONDS = 20.0
_STATE_LINE = 7
"""The line of ``postmaster.pid`` (from 0) that holds the server's state, as pg_ctl reads it."""


class PostgresServer:
    """One cluster in a folder, created at the first start and reused after.

    Not durable means that a crash of the machine may lose data: for tests. Every wait is bounded
    and fails with ``PostgresFailed``, which shows the server's log. ``environment`` is what else
    the server finds in its own.
    """

    def __init__(
        self,
        folder: Path,
        *,
        version: int = 18,
        durable: bool = True,
        connections: int = _CONNECTIONS,
        environment: Mapping[str, str] = NOTHING_ELSE,
    ) -> None:
        self._folder = PostgresFolder.at(folder, version=version, durable=durable)
        self._connections = connections
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._sockets: Path | None = None

    @property
    def address(self) -> Address:
        """Where it listens; the same after a restart unless another program took the port."""
        return self._folder.address()

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> Address:
        """Start the server, creating its cluster if need be; return once it takes connections."""
        address = self._folder.address()
        self._sockets = self._sockets or self._folder.socket_folder()
        deadline = time.monotonic() + _START_SECONDS
        while not self._started(address, self._sockets, deadline):
            time.sleep(0.1)
            if address.answers():  # another program took the port
                address = self._folder.remember(address.elsewhere())
        return address

    def stop(self) -> None:
        """End every session and stop cleanly (PostgreSQL's fast mode)."""
        if self._process is not None and self.alive:
            self._process.send_signal(signal.SIGINT)
            self.resume()
            self._wait(self._process)
        self._process = None
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = None

    def kill(self) -> None:
        """Kill the server and its children at once, as a crash would."""
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._wait(self._process)

    def pause(self) -> None:
        """Freeze the server: connections stay open and nothing answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def said(self) -> str:
        """Return the server's whole log."""
        return self._folder.said()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None or not self.alive:
            return
        for pid in [self._process.pid, *descendants(self._process.pid)]:
            try:
                os.kill(pid, number)
            except ProcessLookupError:  # a session that ended meanwhile
                continue

    def _started(self, address: Address, sockets: Path, deadline: float) -> bool:
        """Start once and wait until it is ready; False when it is worth another try."""
        self._folder.configure(address, sockets, self._connections)
        mark = len(self._folder.said())
        command = [self._folder.program("postgres"), "-D", str(self._folder.data)]
        process = self._process = self._folder.launch(
            command, on_parent_death=signal.SIGINT, environment=self._environment
        )
        while not self._ready(process.pid):
            if time.monotonic() > deadline:
                self.kill()
                msg = "PostgreSQL did not start in time"
                raise self._failure(msg)
            if process.poll() is not None:
                return self._may_start_later(mark, deadline)
            time.sleep(0.01)
        return True

    def _may_start_later(self, mark: int, deadline: float) -> bool:
        """Answer False (not started yet) for what passes; fail for anything else."""
        said = self._folder.said(mark)
        # The port is taken, or the children of a killed server have not all gone.
        passing = "Address already in use" in said or "shared memory block" in said
        if passing and time.monotonic() < deadline:
            return False
        msg = "PostgreSQL did not start"
        raise self._failure(msg)

    def _ready(self, pid: int) -> bool:
        try:
            lines = (self._folder.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return (
            len(lines) > _STATE_LINE
            and lines[0] == str(pid)
            and lines[_STATE_LINE].strip() == "ready"
        )

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        try:
            process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired as late:
            msg = "PostgreSQL did not stop in time"
            raise self._failure(msg) from late

    def _failure(self, what: str) -> PostgresFailed:
        return PostgresFailed(f"{what}. Its log ends:\n{self._folder.said()[-2000:]}")
