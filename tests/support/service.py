"""Any service on a test database, as the gate reaches it; its jobs run in this process.

A service's tests need a fixture and no harness of their own::

    @pytest.fixture
    async def victims(victims_database: Database, tmp_path: Path) -> AsyncIterator[Running]:
        settings = Settings.model_validate(told(victims_database, "ppit_victims", tmp_path))
        service = Service(SERVICE, create_app(settings), settings, add_work)
        async with running(service, victims_database, a_caller(purpose=...)) as victims:
            yield victims

and then ``served = await victims.post("/v1/reports", {...})``, ``await victims.work_until_done()``,
``victims.gate.replies["/officer-safety/v1/screenings/batch"] = (200, {...})``.
"""

import re
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import LiteralString, cast

from fastapi import FastAPI
from psycopg.rows import DictRow
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_gateway.catalogue.files import documents
from ppit_platform.access import EXTENSION
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.governance import operations
from ppit_platform.house import open_house
from ppit_platform.ids import new_id
from ppit_platform.jobs import open_jobs
from ppit_platform.kept_answers import find
from ppit_platform.mandate import MANDATE_LIFE, Mandate, seal_mandate
from ppit_platform.service import ServiceSettings
from ppit_platform.service_worker import WorkBench
from ppit_platform.tokens import SharedKey, SigningKey, new_private_key
from ppit_platform.unit import UnitOfWork
from tests.support.calls import Served, ServiceCaller, called_as_the_gate_does
from tests.support.gate_inside import GateInside, gate_inside
from tests.support.keys import secret_file
from tests.support.postgres import Database
from tests.support.working import Working, owner_rows


@cache
def _published() -> Mapping[str, Mapping[str, object]]:
    """Read the committed documents: to make one anew takes a quarter of a second."""
    return documents()


@dataclass(frozen=True, slots=True)
class Service:
    """A service as its own ``app.py`` makes it; ``add`` is what its worker adds to a bench."""

    name: str
    app: FastAPI
    settings: ServiceSettings
    add: Callable[[WorkBench], None] | None = None


@dataclass(slots=True)
class _Issued:
    """What this gate has sealed: its key, and every mandate, the newest last."""

    key: SigningKey = field(default_factory=lambda: SigningKey.from_pem(new_private_key()))
    mandates: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Running:
    """One running service. ``gate`` is its way out, ``chassis`` its inside, for arranging."""

    http: ServiceCaller
    chassis: Chassis
    gate: GateInside
    database: Database
    work: Working
    _service: Service
    _issued: _Issued

    def by(self, caller: Caller) -> "Running":
        """Return the same service, asked by another caller from here on."""
        return replace(self, http=self.http.by(caller))

    @property
    def caller(self) -> Caller:
        return self.http.caller

    async def get(self, path: str) -> Served:
        return await self.http.get(path)

    async def post(self, path: str, body: object = None, *, key: str | None = None) -> Served:
        """Ask; an idempotent operation gets a key (``key``, or a new one) and a sealed mandate."""
        if not self._is_idempotent(path):
            return await self.http.post(path, body)
        mandate = self._new_mandate()
        return await self.http.post(path, body, key=key or str(new_id()), mandate=mandate)

    async def upload(
        self, path: str, content: bytes, *, content_type: str = "text/csv", key: str | None = None
    ) -> Served:
        """Send a file, with a key and a mandate as every operation that takes one has them."""
        return await self.http.raw(
            "POST",
            path,
            content,
            content_type=content_type,
            key=key or str(new_id()),
            mandate=self._new_mandate(),
        )

    def end_mandates(self, code: str) -> None:
        """Let no job go on that was started until now, as when its agreement ends."""
        self.gate.ended.update(dict.fromkeys(self._issued.mandates, code))

    async def work_until_done(self) -> None:
        """Run all jobs; one that never succeeds raises what went wrong in it.

        ``work.once()`` runs what is due and leaves failures waiting; ``work.left()`` counts them.
        """
        await self.work.until_done()

    @asynccontextmanager
    async def session(self, caller: Caller | None = None) -> AsyncGenerator[AsyncSession]:
        """Open a session as the service's own role, in the context of a caller; commit in it."""
        unit = UnitOfWork(caller or self.caller, self.chassis.sessions)
        try:
            yield await unit.open()
        finally:
            await unit.session.close()

    async def kept(self) -> list[str]:
        """Return every answer that the service has kept as it was given."""
        named = self.rows("SELECT request_id FROM kept_answer WHERE erased_at IS NULL")
        seal = self.chassis.seal
        async with self.chassis.engine.connect() as connection:
            found = [await find(connection, row["request_id"], seal) for row in named]
        return [one.body for one in found if one is not None and one.body is not None]

    def rows(self, sql: LiteralString, *values: object) -> list[DictRow]:
        """Look, or arrange, past row-level security: as the owner of the tables."""
        return owner_rows(self.database, sql, *values)

    def _is_idempotent(self, path: str) -> bool:
        """Tell it by the published document, as the gate does."""
        bare = path.partition("?")[0]
        document = _published().get(self._service.name) or self._service.app.openapi()
        for name, operation in operations(document).items():
            method, template = name.split(" ", 1)
            pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(template))
            if method == "POST" and re.fullmatch(pattern, bare):
                return bool(cast("dict[str, object]", operation[EXTENSION])["idempotent"])
        return False

    def _new_mandate(self) -> str:
        mandate = Mandate(
            mandate_id=new_id(),
            caller=self.caller,
            service=self._service.name,
            people_limit=self.caller.people_limit,
            expires=datetime.now(UTC) + MANDATE_LIFE,
        )
        self._issued.mandates.append(seal_mandate(mandate, self._issued.key))
        return self._issued.mandates[-1]


def told(database: Database, role: str, folder: Path) -> dict[str, object]:
    """Return what every service is told, with new keys in ``folder``; add what is its own."""
    return {
        "telemetry": "off",
        "database_url": database.url(role),
        "database_pool_size": 4,
        "hop_key_file": secret_file(folder, "hop.key"),
        "pseudonym_key_file": secret_file(folder, "pseudonym.key"),
        "pseudonym_epoch": "e1",
        "seal_key_file": secret_file(folder, "seal.key"),
        "gate_socket": str(folder / "gate.sock"),
    }


@asynccontextmanager
async def running(service: Service, database: Database, caller: Caller) -> AsyncGenerator[Running]:
    """Start the gate's inside, the service in its lifespan and its tasks; stop them afterwards."""
    key = SharedKey.from_hex(service.name, service.settings.hop_key_file.read_text())
    socket = service.settings.gate_socket
    async with AsyncExitStack() as opened:
        gate = await opened.enter_async_context(gate_inside(Path(socket), key))
        house = await opened.enter_async_context(open_house(socket, key))
        http = await opened.enter_async_context(
            called_as_the_gate_does(service.app, service.name, key)
        )
        chassis = cast("Chassis", service.app.state.chassis)
        bench = WorkBench(open_jobs(service.settings.database_url, pool_size=2), chassis, house)
        if service.add is not None:
            service.add(bench)
            await opened.enter_async_context(bench.jobs.open_async())
        work = Working(bench, database)
        yield Running(http.by(caller), chassis, gate, database, work, service, _Issued())
