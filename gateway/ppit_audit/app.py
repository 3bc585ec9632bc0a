"""Puts the audit together."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from fastapi import FastAPI

from ppit_audit.actions.desk import Home
from ppit_audit.api import (
    alarms,
    answers,
    disclosures,
    entries,
    erasures,
    exports,
    recalls,
    receipts,
    subject_reports,
)
from ppit_audit.jobs.keep_watch import add_watch
from ppit_audit.jobs.write_exports import add_exports
from ppit_audit.settings import Settings
from ppit_gateway.catalogue.files import documents
from ppit_gateway.domain.operations import Operation, read_operations
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
        routers=[
            entries.router,
            entries.tiles,
            disclosures.router,
            subject_reports.router,
            erasures.router,
            answers.router,
            recalls.router,
            alarms.router,
            receipts.router,
            exports.router,
        ],
        settings=settings,
        calls_house=True,
        clock=clock,
    )
    if settings is not None:
        app.state.home = home_of(settings)
    return app


def home_of(settings: Settings) -> Home:
    patience = timedelta(days=settings.notice_days)
    return Home(settings.home_organisation, patience, _published())


@cache
def _published() -> tuple[Operation, ...]:
    return tuple(
        operation
        for service, document in documents().items()
        for operation in read_operations(service, document)
    )


async def work(settings: Settings) -> None:
    """Do what the audit does by itself until told to stop."""
    await run_service(SERVICE, settings, watching(settings))


def watching(settings: Settings, clock: Clock = utc_now) -> Callable[[WorkBench], None]:
    """Return what adds the audit's jobs to a bench."""
    home, kept = home_of(settings), timedelta(days=settings.export_days)

    def add(bench: WorkBench) -> None:
        add_watch(bench.jobs, bench.chassis, home, clock)
        add_exports(bench, kept, clock)

    return add
