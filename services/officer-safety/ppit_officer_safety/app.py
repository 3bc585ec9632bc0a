"""Puts the officer-safety service together."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_matching import Person
from ppit_officer_safety.actions.desk import Practice
from ppit_officer_safety.api import incidents, markers, screenings
from ppit_officer_safety.domain.retention import RECORDS_STAY, SCREENINGS_STAY
from ppit_officer_safety.jobs.sweep import add_sweep
from ppit_officer_safety.settings import Settings
from ppit_officer_safety.storage.finding import find_nominals
from ppit_officer_safety.storage.markers import MarkerStore
from ppit_officer_safety.storage.nominals import NominalStore
from ppit_officer_safety.storage.screenings import count_answered, kept_answer
from ppit_platform.answering_audit import OwnAnswers, audit_router
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.codes import PurposeCode
from ppit_platform.desk import Clock
from ppit_platform.finding_people import people_router
from ppit_platform.house_caller import the_house
from ppit_platform.people import utc_now
from ppit_platform.people_held import Held
from ppit_platform.person_index.upkeep import add_folding
from ppit_platform.service import create_service, open_chassis
from ppit_platform.service_worker import WorkBench, run_service
from ppit_platform.unit import UnitOfWork

SERVICE = "officer-safety"
_KEPT = OwnAnswers(kept_answer, count_answered, SCREENINGS_STAY)


def create_app(settings: Settings | None = None, *, clock: Clock = utc_now) -> FastAPI:
    """Return the service; without settings it only describes itself."""
    app = create_service(
        SERVICE,
        title="Officer safety",
        version="1.0.0",
        routers=[
            screenings.router,
            markers.router,
            incidents.router,
            audit_router(SERVICE, stays=RECORDS_STAY, kept=_KEPT),
            people_router(SERVICE, _find),
        ],
        settings=settings,
        keeps_answers=True,
        clock=clock,
    )
    if settings is not None:
        app.state.practice = Practice(settings.contact_for_advice, settings.shift_ends)
    return app


async def work(settings: Settings) -> None:
    """Run the workers of this service until they are told to stop."""
    await run_service(SERVICE, settings, add_work)


def add_work(bench: WorkBench) -> None:
    """Add what the register does for itself to a worker's bench."""
    add_sweep(bench.jobs, bench.chassis)
    add_folding(bench.jobs, bench.chassis.engine.url, _upkeep())


async def reindex_people(settings: Settings) -> int:
    async with _session_of_the_house(settings) as session:
        people = await NominalStore(session).reindex()
        await session.commit()
        return people


async def prove_register(settings: Settings) -> int:
    async with _session_of_the_house(settings) as session:
        return await MarkerStore(session).unproven()


@asynccontextmanager
async def _session_of_the_house(settings: Settings) -> AsyncGenerator[AsyncSession]:
    async with open_chassis(SERVICE, settings) as chassis:
        unit = UnitOfWork(_upkeep(), chassis.sessions)
        try:
            yield await unit.open()
        finally:
            await unit.session.close()


async def _find(chassis: Chassis, person: Person) -> Held:
    return await find_nominals(chassis, _upkeep(), person)


def _upkeep() -> Caller:
    return the_house(SERVICE, PurposeCode.OFFICER_SAFETY_VISIT, "REGISTER-UPKEEP")
