"""Puts the victims service together."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from fastapi import FastAPI

from ppit_matching import Person
from ppit_platform.answering_audit import audit_router
from ppit_platform.chassis import Chassis
from ppit_platform.desk import Clock
from ppit_platform.finding_people import people_router
from ppit_platform.people import utc_now
from ppit_platform.people_held import Held
from ppit_platform.person_index.upkeep import add_folding
from ppit_platform.service import create_service, open_chassis
from ppit_platform.service_worker import WorkBench, run_service
from ppit_platform.unit import UnitOfWork
from ppit_victims.actions import upkeep
from ppit_victims.actions.register import Register, register_of
from ppit_victims.api import imports, lookups, reports, reviews, victims, worklist
from ppit_victims.domain.retention import RECORDS_STAY
from ppit_victims.jobs.imports import add_imports
from ppit_victims.settings import Settings
from ppit_victims.storage.finding import find_victims

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
            audit_router(SERVICE, stays=RECORDS_STAY),
            people_router(SERVICE, _find),
        ],
        settings=settings,
        keeps_answers=True,
        clock=clock,
        calls_house=True,
    )


async def work(settings: Settings) -> None:
    """Run the workers of this service until they are told to stop."""
    await run_service(SERVICE, settings, add_jobs)


async def reindex_people(settings: Settings) -> int:
    async with _own_register(settings) as register:
        records = await upkeep.reindex_people(register)
        await register.session.commit()
        return records


async def rescore(settings: Settings, progress: Callable[[], object]) -> None:
    """Work out how everyone stands, 500 victims to a transaction."""
    after: UUID | None = UUID(int=0)
    while after is not None:
        async with _own_register(settings) as register:
            after = await upkeep.rescore(register, upkeep.upkeep_of(SERVICE), after)
            await register.session.commit()
        progress()


async def prove_register(settings: Settings) -> dict[str, int]:
    async with _own_register(settings) as register:
        return await upkeep.unproven(register)


@asynccontextmanager
async def _own_register(settings: Settings) -> AsyncGenerator[Register]:
    async with open_chassis(SERVICE, settings) as chassis:
        unit = UnitOfWork(upkeep.upkeep_of(SERVICE), chassis.sessions)
        try:
            yield register_of(await unit.open())
        finally:
            await unit.session.close()


async def _find(chassis: Chassis, person: Person) -> Held:
    return await find_victims(chassis, upkeep.upkeep_of(SERVICE), person)


def add_jobs(bench: WorkBench) -> None:
    add_imports(bench)
    add_folding(bench.jobs, bench.chassis.engine.url, upkeep.upkeep_of(SERVICE))
