"""Starts a whole house in one folder and stops it again, leaving nothing running.

In order: PostgreSQL, roles and databases, tables, the register and the lists, then the processes in
waves, each when what it needs answers.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from ppit_ops.at_once import at_once
from ppit_ops.folder import RunFolder
from ppit_ops.keys import make_keys
from ppit_ops.lists import Load, run_loads
from ppit_ops.migrations import migrate_house
from ppit_ops.plan import HousePlan
from ppit_ops.pools import connections_for
from ppit_ops.postgres import PostgresServer
from ppit_ops.provision import provision_house
from ppit_ops.services import SERVICES, Service
from ppit_ops.state import STATE_FILE, HouseState, ProcessState
from ppit_ops.supervisor import Supervisor


@dataclass(frozen=True, slots=True)
class HouseOptions:
    """``admin_url`` names a PostgreSQL to use instead of the embedded one.

    ``services`` are those to run; the gate refuses calls to the others with 503.
    """

    root: Path
    port: int
    admin_url: str | None = None
    postgres_version: int = 18
    durable: bool = True
    telemetry: str = "off"
    services: tuple[Service, ...] = SERVICES


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

    def prepare(self, register: Path | None = None, loads: Sequence[Load] = ()) -> None:
        """Bring up the database with its tables and fill it; no process of the house runs yet.

        Without ``register`` and ``loads`` the databases keep what they hold.
        """
        options = self.options
        # Keys for all: the gate knows every service, whether it runs or not.
        make_keys(self.folder.root, SERVICES)
        self._say("PostgreSQL")
        self.start_database()
        passwords = self.folder.keys / "roles.json"
        access = provision_house(self._admin_url(), passwords, options.services)
        self._plan = HousePlan(
            self.folder, access, options.port, options.telemetry, options.services
        )
        self._say("tables")
        migrate_house(access, options.services)
        if register is not None or loads:
            self.fill(register, loads)

    def fill(self, register: Path | None, loads: Sequence[Load]) -> None:
        """Load the register and the lists of each service in their order, several at a time."""
        self._say("register and lists")
        tasks = [
            partial(self._load, service, loads)
            for service in self.options.services
            if any(load.service == service for load in loads)
        ]
        if register is not None:
            tasks.insert(0, partial(self._load_register, register))
        at_once(tasks)

    def start(self) -> None:
        """Start every process, wave by wave, and return once all answer."""
        for wave in self.plan.waves():
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
        auditor = plan.auditor_environment()
        state = HouseState(plan.issuer, os.getpid(), processes, auditor, plan.telemetry)
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
        return PostgresServer(
            self.folder.postgres,
            version=self.options.postgres_version,
            durable=self.options.durable,
            connections=connections_for(len(self.options.services)),
        )

    def _admin_url(self) -> str:
        if self.database is None:
            return str(self.options.admin_url)
        return self.database.address.url("postgres")

    def _load_register(self, register: Path) -> None:
        arguments = ["load-register", str(register)]
        run_loads("ppit-gateway", [arguments], self.plan.gate_environment())

    def _load(self, service: Service, loads: Sequence[Load]) -> None:
        own = [load.arguments for load in loads if load.service == service]
        run_loads(service.program, own, self.plan.service_environment(service))
