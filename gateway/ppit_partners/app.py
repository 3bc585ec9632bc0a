"""Puts the administration of partners together."""

from functools import cache

from fastapi import FastAPI

from ppit_gateway.catalogue.files import documents
from ppit_gateway.domain.operations import Operation, read_operations
from ppit_partners.actions.desk import Home
from ppit_partners.api import changes, entries
from ppit_partners.settings import Settings
from ppit_platform.desk import Clock
from ppit_platform.people import utc_now
from ppit_platform.service import create_service
from ppit_platform.service_worker import WorkBench, run_service

SERVICE = "partners"


def create_app(settings: Settings | None = None, *, clock: Clock = utc_now) -> FastAPI:
    """Return the service; without settings it only describes itself."""
    app = create_service(
        SERVICE,
        title="Partners and agreements",
        version="1.0.0",
        routers=[entries.router, changes.router],
        settings=settings,
        clock=clock,
    )
    if settings is not None:
        app.state.home = home_of(settings)
    return app


def home_of(settings: Settings) -> Home:
    return Home(settings.home_organisation, settings.home_controller, _published())


@cache
def _published() -> tuple[Operation, ...]:
    return tuple(
        operation
        for service, document in documents().items()
        for operation in read_operations(service, document)
    )


async def work(settings: Settings) -> None:
    """Push facts that the log does not have yet; this service has no jobs of its own."""
    await run_service(SERVICE, settings, add_work)


def add_work(bench: WorkBench) -> None:
    """Add no job: the chores of the chassis are all there is to do."""
    del bench
