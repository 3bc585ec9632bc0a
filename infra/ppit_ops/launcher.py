"""Starts a whole house in one folder and stops it again, leaving nothing running.

In order: PostgreSQL, roles and databases, tables, the register and the gazetteer, then the
processes, each when what it needs answers.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from ppit_ops.folder import RunFolder
from ppit_ops.keys import make_keys
from ppit_ops.migrations import migrate
from ppit_ops.plan import SERVICES, HousePlan, command
from ppit_ops.postgres import PostgresServer
from ppit_ops.provision import MIGRATIONS, OWNER, Access, provision_house
from ppit_ops.state import STATE_FILE, HouseState, ProcessState
from ppit_ops.supervisor import Supervisor

_LOAD_SECONDS = 120


class LoadFailed(RuntimeError):
    """A command that fills a database refused; the message is what it said."""


@dataclass(frozen=True, slots=True)
class HouseOptions:
    """``admin_url`` names a PostgreSQL to use instead of the embedded one.

    ``register`` and ``gazetteer`` are files, or None to leave what the databases hold.
    """

    root: Path
    port: int
    admin_url: str | None = None
    postgres_version: int = 18
    durable: bool = True
    telemetry: str = "off"


class House:
    """A running house. Use it as a context manager: leaving it stops everything."""

    def __init__(self, options: HouseOptions, say: Callable[[str], None] = lambda _: None) -> None:
        self.options = options
        self.folder = RunFolder.at(options.root)
        self.supervisor = Supervisor(self.folder)
        self.database = self._embedded()
        self._database_wanted = False
        self._say = say
        self._plan: HousePlan | None = None

    @property
    def plan(self) -> HousePlan:
        if self._plan is None:
            msg = "the house has not been prepared"
            raise RuntimeError(msg)
        return self._plan

    def prepare(self, register: Path | None = None, gazetteer: Path | None = None) -> None:
        """Bring up the database with its tables and fill it; no process of the house runs yet."""
        make_keys(self.folder, SERVICES)
        self._say("PostgreSQL")
        self.start_database()
        access = provision_house(self._admin_url(), self.folder.keys / "roles.json")
        self._plan = HousePlan(
            self.folder, access, self.options.port, telemetry=self.options.telemetry
        )
        self._say("tables, register and gazetteer")
        with ThreadPoolExecutor(max_workers=2) as both:
            gate = both.submit(self._fill_gate, access, register)
            service = both.submit(self._fill_officer_safety, access, gazetteer)
            gate.result()
            service.result()

    def start(self) -> None:
        """Start every process, the log first: the gate refuses to start without it."""
        first, *others = self.plan.processes()
        for wave in ((first,), tuple(others)):
            self._say(", ".join(process.name for process in wave))
            for process in wave:
                self.supervisor.start(process)
            for process in wave:
                self.supervisor.wait_ready(process.name)
        self.write_state()

    def write_state(self) -> None:
        """Say what runs where, for the other commands; again after a process was restarted."""
        plan = self.plan
        processes = tuple(
            ProcessState(process.name, self.supervisor.pid(process.name), process.door)
            for process in plan.processes()
        )
        state = HouseState(plan.issuer, os.getpid(), processes, plan.auditor_environment())
        self.folder.write_private(STATE_FILE, state.as_json())

    def start_database(self) -> None:
        self._database_wanted = True
        if self.database is not None:
            self.database.start()

    def stop_database(self) -> None:
        """Stop PostgreSQL on purpose: ``tend`` leaves it so."""
        self._database_wanted = False
        if self.database is not None:
            self.database.stop()

    def tend(self) -> list[str]:
        """Restart what has crashed, PostgreSQL too; return the names."""
        restarted: list[str] = []
        if self.database is not None and self._database_wanted and not self.database.alive:
            self.database.start()
            restarted.append("postgres")
        return restarted + self.supervisor.tend()

    def stop(self) -> None:
        self.supervisor.stop()
        self.stop_database()
        (self.folder.root / STATE_FILE).unlink(missing_ok=True)
        if self.folder.sockets.parent != self.folder.root:
            shutil.rmtree(self.folder.sockets, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _embedded(self) -> PostgresServer | None:
        if self.options.admin_url is not None:
            return None
        version, durable = self.options.postgres_version, self.options.durable
        return PostgresServer(self.folder.postgres, version=version, durable=durable)

    def _admin_url(self) -> str:
        if self.database is None:
            return str(self.options.admin_url)
        return self.database.address.url("postgres")

    def _fill_gate(self, access: Access, register: Path | None) -> None:
        _migrate("ppit_gateway", access)
        if register is not None:
            load = command("ppit-gateway", "load-register", str(register))
            _run(load, self.plan.gate_environment())

    def _fill_officer_safety(self, access: Access, gazetteer: Path | None) -> None:
        _migrate("ppit_officer_safety", access)
        if gazetteer is not None:
            load = command("ppit-officer-safety", "load-gazetteer", str(gazetteer))
            _run(load, self.plan.officer_safety_environment())


def _migrate(database: str, access: Access) -> None:
    for package in MIGRATIONS[database]:
        migrate(package, access.url(database, OWNER))


def _run(arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603  # the house's own programs, no shell
        arguments,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_LOAD_SECONDS,
        check=False,
    )
    if done.returncode:
        msg = f"{' '.join(arguments[:2])}: {(done.stderr or done.stdout)[-3000:]}"
        raise LoadFailed(msg)
