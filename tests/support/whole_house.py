"""The whole house as an operator runs it: ``ppit run`` on a PostgreSQL of one's own, four services.

Its processes are known by their pids alone, as the operator's tools know them.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import LiteralString

import psycopg

from ppit_ops.cast import Party
from ppit_ops.folder import RunFolder
from ppit_ops.partners import Desk, Seat
from ppit_ops.places import free_port
from ppit_ops.plan import HousePlan
from ppit_ops.provision import Access, plain, role_passwords
from ppit_ops.services import Service
from ppit_ops.state import HouseState, read_state
from ppit_ops.tether import tethered
from ppit_platform.clock import london_today
from ppit_platform.codes import PurposeCode
from ppit_synthetic.borough import Borough, make_borough
from tests.support.postgres import running_cluster
from tests.support.processes import LogEntry, read_log

_PPIT = Path(sys.executable).with_name("ppit")
_SEED, _PEOPLE = 2026, 5_000
_PATIENCE_SECONDS = 150.0


@dataclass(slots=True)
class WholeHouse:
    """``said`` is what ``ppit run`` printed until it could be used."""

    root: Path
    admin_url: str
    port: int
    said: str = ""
    _process: subprocess.Popen[str] | None = None
    _borough: list[Borough] = field(default_factory=list[Borough])

    @property
    def folder(self) -> RunFolder:
        return RunFolder.known(self.root)

    @property
    def plan(self) -> HousePlan:
        access = Access(self.admin_url, role_passwords(self.folder.keys / "roles.json"))
        return HousePlan(self.folder, access, self.port)

    @property
    def borough(self) -> Borough:
        """The borough that the house made for itself, made once more: the same seed, the same."""
        if not self._borough:
            self._borough.append(make_borough(_SEED, _PEOPLE, as_of=london_today()))
        return self._borough[0]

    def start(self) -> None:
        """Start ``ppit run`` and wait until it says what to try."""
        command = [str(_PPIT), "run", "--port", str(self.port), "--people", str(_PEOPLE)]
        self._process = subprocess.Popen(  # noqa: S603  # our own program
            # It ends with the tests, however they end.
            tethered(command, signal_number=signal.SIGTERM),
            env=self._environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        lines: list[str] = []
        for line in self._process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                break
        self.said = "".join(lines)

    def stop(self) -> None:
        """Press Ctrl-C, as it were."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.communicate(timeout=_PATIENCE_SECONDS)
            self._process = None

    def ppit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Type a command of the operator's."""
        return subprocess.run(  # noqa: S603  # our own program
            [str(_PPIT), *arguments],
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )

    @property
    def launcher(self) -> int:
        assert self._process is not None
        return self._process.pid

    def pid(self, name: str) -> int:
        return next(one.pid for one in self.state().processes if one.name == name)

    def signal(self, name: str, number: signal.Signals) -> None:
        """Signal a process; it leads a group of its own."""
        os.killpg(self.pid(name), number)

    def desk(
        self, party: Party, purpose: PurposeCode | None = None, user: str | None = None
    ) -> Desk:
        """Return a partner's machine, with somebody at it if it has people."""
        seat = Seat.of(self.folder, self.plan.issuer, party)
        return Desk(seat, user or party.user, purpose or party.purposes[0])

    def log_entries(self) -> list[LogEntry]:
        return read_log(self.plan)

    def rows(
        self, service: Service, statement: LiteralString, *values: object
    ) -> list[tuple[object, ...]]:
        """Look into a service's database, or change it, as its administrator."""
        with psycopg.connect(plain(self.plan.access.admin(service.package))) as admin:
            found = admin.execute(statement, values)
            return found.fetchall() if found.description else []

    def state(self) -> HouseState:
        state = read_state(self.folder)
        assert state is not None
        return state

    def _environment(self) -> Mapping[str, str]:
        return {
            "PPIT_RUN_FOLDER": str(self.root),
            "PPIT_DATABASE_ADMIN_URL": self.admin_url,
            "LC_ALL": "C.UTF-8",
            "PATH": os.defpath,
        }


@contextmanager
def whole_house() -> Generator[WholeHouse]:
    """Run the whole house in a temporary folder, on the oldest PostgreSQL that is supported."""
    place = Path(tempfile.mkdtemp(prefix="ppit-test-"))
    try:
        with running_cluster(version=16) as cluster:
            house = WholeHouse(place / "house", cluster.access.admin("postgres"), free_port())
            house.start()
            try:
                yield house
            finally:
                house.stop()
    finally:
        shutil.rmtree(place)
