"""The tracing service on real PostgreSQL, with sources written down for one small town."""

import asyncio
import csv
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from ppit_platform.caller import Caller
from ppit_platform.codes import PurposeCode
from ppit_platform.desk import Clock
from ppit_platform.ids import new_id
from ppit_platform.people import utc_now
from ppit_tracing.app import SERVICE, add_work, create_app
from ppit_tracing.settings import Settings
from ppit_tracing.sources.protection import PATH as PROTECTION
from ppit_tracing.storage.list_loading import Loaded, SourceList, load_list
from tests.support.calls import Served, a_caller
from tests.support.postgres import Database
from tests.support.service import Running, Service, running, told

ROLE = "ppit_tracing"
SCOPES = frozenset(f"tracing:{verb}" for verb in ("request", "read", "batch", "feedback"))
TODAY = date.today()  # noqa: DTZ011  # the day of the machine is the day of the test


def debt_recovery(
    org_id: str = "kcc",
    *,
    purpose: PurposeCode = PurposeCode.TRACE_COUNCIL_TAX,
    people_limit: int = 50,
) -> Caller:
    """Build a debt system: a machine, nobody in front of it."""
    caller = a_caller(org_id=org_id, purpose=purpose, scopes=SCOPES, user_id=None)
    return replace(caller, people_limit=people_limit)


def days_ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


@dataclass(frozen=True, slots=True)
class Tracing:
    """The service as the gate reaches it, and what its lists were loaded with."""

    run: Running
    settings: Settings
    folder: Path

    @property
    def url(self) -> str:
        return self.settings.database_url

    def by(self, caller: Caller) -> "Tracing":
        return replace(self, run=self.run.by(caller))

    async def get(self, path: str) -> Served:
        return await self.run.get(path)

    async def post(self, path: str, body: object = None) -> Served:
        return await self.run.post(path, body)

    async def trace(self, body: Mapping[str, object]) -> dict[str, object]:
        """Trace one debtor to the end and return what the debt system reads then."""
        trace_id = await self.begin(body)
        await self.run.work_until_done()
        served = await self.get(f"/v1/traces/{trace_id}")
        assert served.status == 200, served.body
        return served.json

    async def begin(self, body: Mapping[str, object]) -> str:
        served = await self.post("/v1/traces", body)
        assert served.status == 202, served.body
        return str(served.json["trace_id"])

    async def load(self, wanted: SourceList, rows: Sequence[Mapping[str, str]]) -> Loaded:
        """Write a list's file and load it, as the command line does."""
        file = self.folder / f"{wanted.source.value}-{new_id()}.csv"
        write_csv(file, wanted.columns, rows)
        return await self.load_file(wanted, file)

    async def load_file(self, wanted: SourceList, file: Path) -> Loaded:
        # In a thread: a loader has an event loop of its own.
        return await asyncio.to_thread(load_list, self.url, wanted, file, lambda _done: None)

    def protect(self, answer: str) -> None:
        """Have victims answer every question alike."""
        self.run.gate.replies[PROTECTION] = (200, {"result": answer})


def write_csv(
    file: Path,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    *,
    encoding: str = "utf-8",
) -> None:
    with file.open("w", newline="", encoding=encoding) as opened:
        writer = csv.DictWriter(opened, columns)
        writer.writeheader()
        writer.writerows(rows)


@asynccontextmanager
async def open_tracing(
    database: Database, folder: Path, *, clock: Clock = utc_now
) -> AsyncGenerator[Tracing]:
    """Start the service before anybody has loaded a list; victims protect nobody."""
    settings = Settings.model_validate(told(database, ROLE, folder))
    app = create_app(settings, clock=clock)
    service = Service(SERVICE, app, settings, lambda bench: add_work(bench, clock))
    async with running(service, database, debt_recovery()) as run:
        tracing = Tracing(run, settings, folder)
        tracing.protect("NOT_PROTECTED")
        yield tracing
