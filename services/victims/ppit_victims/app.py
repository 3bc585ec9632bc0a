"""Puts the victims service together."""

from fastapi import FastAPI

from ppit_platform.desk import Clock
from ppit_platform.people import utc_now
from ppit_platform.service import create_service
from ppit_platform.service_worker import WorkBench, run_service
from ppit_victims.api import imports, lookups, reports, reviews, victims, worklist
from ppit_victims.jobs.imports import add_imports
from ppit_victims.settings import Settings

SERVICE = "victims"


def create_app(settings: Settings | None = None, *, clock: Clock = utc_now) -> FastAPI:
    """Return the service; without settings it only describes itself."""
    return create_service(
        SERVICE,
        title="Victims",
        version="1.0.0",
        routers=[
            reports.router,
            imports.router,
            lookups.router,
            reviews.router,
            victims.router,
            worklist.router,
        ],
        settings=settings,
        clock=clock,
        calls_house=True,
    )


async def work(settings: Settings) -> None:
    """Run the workers of this service until they are told to stop."""
    await run_service(SERVICE, settings, add_jobs)


def add_jobs(bench: WorkBench) -> None:
    add_imports(bench)
