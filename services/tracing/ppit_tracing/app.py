"""Puts the tracing service together."""

from fastapi import FastAPI

from ppit_matching import Person
from ppit_platform.answering_audit import audit_router
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.desk import Clock
from ppit_platform.finding_people import people_router
from ppit_platform.house_caller import the_house
from ppit_platform.people import utc_now
from ppit_platform.people_held import Held
from ppit_platform.person_index.upkeep import add_folding
from ppit_platform.service import create_service
from ppit_platform.service_worker import WorkBench, run_service
from ppit_tracing.api import batches, recalls, traces
from ppit_tracing.domain.purposes import TRACE_PURPOSES
from ppit_tracing.domain.retention import RECORDS_STAY
from ppit_tracing.jobs.batch import add_batch_job
from ppit_tracing.jobs.trace import add_trace_job
from ppit_tracing.settings import Settings
from ppit_tracing.storage.finding import KEPT_INDEXES, find_traced

SERVICE = "tracing"


def create_app(settings: Settings | None = None, *, clock: Clock = utc_now) -> FastAPI:
    """Return the service; without settings it only describes itself."""
    return create_service(
        SERVICE,
        title="Debtor tracing",
        version="1.0.0",
        routers=[
            traces.router,
            batches.router,
            recalls.router,
            audit_router(SERVICE, stays=RECORDS_STAY),
            people_router(SERVICE, _find),
        ],
        settings=settings,
        keeps_answers=True,
        clock=clock,
    )


def add_work(bench: WorkBench, clock: Clock = utc_now) -> None:
    """Add the jobs of this service to a worker's bench."""
    add_trace_job(bench, clock)
    add_batch_job(bench, clock)
    add_folding(bench.jobs, bench.chassis.engine.url, _upkeep(), indexes=KEPT_INDEXES)


async def work(settings: Settings) -> None:
    """Run the workers of this service until they are told to stop."""
    await run_service(SERVICE, settings, add_work)


async def _find(chassis: Chassis, person: Person) -> Held:
    return await find_traced(chassis, _upkeep(), person)


def _upkeep() -> Caller:
    return the_house(SERVICE, TRACE_PURPOSES[0], "INDEX-UPKEEP")
