"""Builds a service's application on the chassis; nothing of it differs from service to service."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TypeAlias

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse
from pydantic import Field, FilePath
from pydantic_settings import SettingsConfigDict
from sqlalchemy import text

from ppit_platform import problems
from ppit_platform.audit import Pseudonymiser
from ppit_platform.boundary import Boundary
from ppit_platform.chassis import Chassis, chassis_of
from ppit_platform.db import open_engine, session_maker
from ppit_platform.deadline import Deadline
from ppit_platform.desk import Clock
from ppit_platform.docs_page import docs_page
from ppit_platform.house import open_house
from ppit_platform.people import utc_now
from ppit_platform.problem_schema import with_problems
from ppit_platform.sealing import Seal
from ppit_platform.secret_files import MountedSettings
from ppit_platform.telemetry import TelemetryMode, open_telemetry
from ppit_platform.tokens import SharedKey

Lifespan: TypeAlias = Callable[[FastAPI], AbstractAsyncContextManager[None]]


class TelemetrySettings(MountedSettings):
    """What every process may set about its spans."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    telemetry: TelemetryMode = TelemetryMode.CONSOLE
    otlp_endpoint: str | None = None


class ServiceSettings(TelemetrySettings):
    """What every service is told; each names its own prefix: ``PPIT_OFFICER_SAFETY_``."""

    database_url: str
    database_pool_size: int = 10
    hop_key_file: FilePath
    pseudonym_key_file: FilePath
    pseudonym_epoch: str
    pseudonym_former_key_files: dict[str, FilePath] = Field(
        default_factory=dict[str, FilePath],
        description="Keys of earlier epochs, by epoch: who was named by them is still found.",
    )
    seal_key_file: FilePath
    gate_socket: str
    deadline_seconds: float = 8.0
    """Below the gate's ten, so that the gate hears why."""


class GazetteerSettings(ServiceSettings):
    """What a service with a copy of the gazetteer is told besides."""

    gazetteer_fresh_days: int = Field(
        default=90, ge=1, description="A gazetteer loaded longer ago is stale."
    )


def create_service(  # noqa: PLR0913  # one fact of the service each; all by name
    name: str,
    *,
    title: str,
    version: str,
    routers: Sequence[APIRouter],
    settings: ServiceSettings | None = None,
    calls_house: bool = False,
    keeps_answers: bool = False,
    clock: Clock = utc_now,
) -> FastAPI:
    """Return the service ``name``; without settings it only describes itself (``openapi()``).

    ``calls_house``: its routes may ask other services through the gate (``desk.House``).
    ``keeps_answers``: it answers about people, and is asked later what it answered
    (``answering_audit.audit_router``).
    """
    lifespan = None if settings is None else _lifespan(name, settings, calls_house=calls_house)
    app = FastAPI(
        title=title,
        version=version,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.clock = clock
    problems.install(app)
    app.include_router(_house_routes(title))
    for router in routers:
        app.include_router(router)
    describe = app.openapi
    package = f"ppit_{name.replace('-', '_')}"
    app.openapi = lambda: with_problems(describe(), package)
    app.add_middleware(Boundary, keeps_answers=keeps_answers)
    return app


@asynccontextmanager
async def open_chassis(name: str, settings: ServiceSettings) -> AsyncGenerator[Chassis]:
    """Read the keys and open the database pool of one process; close them at its end."""
    telemetry = open_telemetry(name, settings.telemetry, endpoint=settings.otlp_endpoint)
    engine = open_engine(
        settings.database_url, pool_size=settings.database_pool_size, application=name
    )
    try:
        yield Chassis(
            service=name,
            engine=engine,
            sessions=session_maker(engine),
            hop_key=SharedKey.from_hex(name, settings.hop_key_file.read_text()),
            seal=Seal.from_hex(settings.seal_key_file.read_text()),
            pseudonyms=Pseudonymiser(
                epoch=settings.pseudonym_epoch,
                key=bytes.fromhex(settings.pseudonym_key_file.read_text().strip()),
                service=name,
                former={
                    epoch: bytes.fromhex(file.read_text().strip())
                    for epoch, file in settings.pseudonym_former_key_files.items()
                },
            ),
            tracer=telemetry.tracer,
            deadline=Deadline(settings.deadline_seconds),
        )
    finally:
        await engine.dispose()
        telemetry.close()


def _lifespan(name: str, settings: ServiceSettings, *, calls_house: bool) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as opened:
            chassis = await opened.enter_async_context(open_chassis(name, settings))
            app.state.chassis = chassis
            if calls_house:
                house = open_house(settings.gate_socket, chassis.hop_key)
                app.state.house = await opened.enter_async_context(house)
            yield

    return lifespan


def _house_routes(title: str) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def livez() -> dict[str, str]:  # pyright: ignore[reportUnusedFunction]
        return {"status": "alive"}

    @router.get("/readyz")
    async def readyz(request: Request) -> dict[str, str]:  # pyright: ignore[reportUnusedFunction]
        async with chassis_of(request.scope).engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        return {"status": "ready"}

    @router.get("/docs")
    async def docs() -> HTMLResponse:  # pyright: ignore[reportUnusedFunction]
        return HTMLResponse(docs_page(title))

    return router
