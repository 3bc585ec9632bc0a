"""Puts the audit together."""

from fastapi import FastAPI

from ppit_audit.actions.desk import Home
from ppit_audit.api import disclosures, entries
from ppit_audit.settings import Settings
from ppit_platform.desk import Clock
from ppit_platform.people import utc_now
from ppit_platform.service import create_service
from ppit_platform.service_worker import WorkBench, run_service

SERVICE = "audit"


def create_app(settings: Settings | None = None, *, clock: Clock = utc_now) -> FastAPI:
    """Return the service; without settings it only describes itself."""
    app = create_service(
        SERVICE,
        title="Audit",
        version="1.0.0",
        routers=[entries.router, disclosures.router],
        settings=settings,
        calls_house=True,
        clock=clock,
    )
    if settings is not None:
        app.state.home = Home(settings.home_organisation)
    return app


async def work(settings: Settings) -> None:
    """Do what the audit does by itself until told to stop."""
    await run_service(SERVICE, settings, add_work)


def add_work(bench: WorkBench) -> None:
    del bench
