"""A victim register on real PostgreSQL with a small gazetteer, and what partners send to it."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import cast

from ppit_platform.caller import Caller
from ppit_platform.gazetteer.loading import load_gazetteer
from ppit_platform.service_worker import WorkBench
from ppit_victims.app import SERVICE, create_app
from ppit_victims.jobs.imports import CHUNK, add_imports
from ppit_victims.settings import Settings
from tests.support.calls import Served
from tests.support.postgres import Database
from tests.support.service import Running, Service, running, told
from tests.support.victims_told import (
    DOORS,
    HEADER,
    ROLE,
    SCREENINGS,
    a_report,
    a_screening,
    an_analyst,
)


@dataclass(frozen=True, slots=True)
class Victims:
    """The register as the gate reaches it."""

    running: Running
    folder: Path
    settings: Settings

    def by(self, caller: Caller) -> "Victims":
        return replace(self, running=self.running.by(caller))

    async def get(self, path: str) -> dict[str, object]:
        """Read and return the answer; anything but 200 fails the test."""
        served = await self.running.get(path)
        assert served.status == 200, served.body
        return served.json

    async def post(self, path: str, body: object, *, key: str | None = None) -> Served:
        return await self.running.post(path, body, key=key)

    async def ask(self, path: str, body: object) -> dict[str, object]:
        """Send and return the answer; a refusal fails the test."""
        served = await self.post(path, body)
        assert served.status in {200, 201}, served.body
        return served.json

    async def report(self, **changes: object) -> dict[str, object]:
        return await self.ask("/v1/reports", a_report(**changes))

    async def send(self, profile: str, content: bytes, *, dry_run: bool = False) -> str:
        """Send a list and return the import's id; the job has yet to run."""
        path = f"/v1/imports?profile={profile}&dry_run={str(dry_run).lower()}"
        kind = "application/x-ndjson" if profile == "CANONICAL" else "text/csv"
        served = await self.running.upload(path, content, content_type=kind)
        assert served.status == 202, served.body
        return str(served.json["import_id"])

    async def imported(
        self, profile: str, content: bytes, *, dry_run: bool = False
    ) -> dict[str, object]:
        """Send a list, do its job and return the import as it stands then."""
        import_id = await self.send(profile, content, dry_run=dry_run)
        await self.running.work_until_done()
        return await self.get(f"/v1/imports/{import_id}")

    async def items(self, path: str) -> list[dict[str, object]]:
        return cast("list[dict[str, object]]", (await self.get(path))["items"])

    def count(self, table: str) -> int:
        """Count a table past row-level security."""
        (row,) = self.running.rows(f"SELECT count(*) AS n FROM {table}")  # pyright: ignore[reportArgumentType]  # noqa: S608
        return cast("int", row["n"])


def settings_for(database: Database, folder: Path) -> Settings:
    return Settings.model_validate(told(database, ROLE, folder))


def load(settings: Settings, folder: Path, doors: Sequence[str] = DOORS) -> int:
    file = folder / "gazetteer.csv"
    file.write_text("".join(f"{line}\n" for line in (HEADER, *doors)))
    return load_gazetteer(
        settings.database_url,
        file,
        fresh_for=timedelta(days=90),
        progress=lambda _characters: None,
    )


@asynccontextmanager
async def open_victims(
    database: Database, folder: Path, *, doors: Sequence[str] = DOORS, chunk: int = CHUNK
) -> AsyncGenerator[Victims]:
    """Start the register with its gazetteer, its gate and its jobs; stop them afterwards."""
    settings = settings_for(database, folder)
    load(settings, folder, doors)
    service = Service(SERVICE, create_app(settings), settings, _jobs_of(chunk))
    async with running(service, database, an_analyst()) as started:
        started.gate.replies[SCREENINGS] = _screen_all
        yield Victims(started, folder, settings)


def _jobs_of(chunk: int) -> Callable[[WorkBench], None]:
    return lambda bench: add_imports(bench, chunk=chunk)


def _screen_all(body: object) -> tuple[int, object]:
    visits = cast("Mapping[str, Sequence[object]]", body)["visits"]
    return 200, {"items": [a_screening() for _ in visits]}
