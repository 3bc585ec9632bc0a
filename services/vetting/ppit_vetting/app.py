"""Puts the vetting service together."""

from functools import partial

from fastapi import FastAPI

from ppit_matching import Person
from ppit_platform.answering_audit import audit_router
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
from ppit_vetting.api import cases, decisions, schemes
from ppit_vetting.domain.link_keys import LinkHasher
from ppit_vetting.domain.retention import RECORDS_STAY
from ppit_vetting.jobs.check_case import add_check_case
from ppit_vetting.settings import Settings
from ppit_vetting.storage.finding import find_cases, reindex_cases
from ppit_vetting.storage.people_lists import KEPT_INDEXES

SERVICE = "vetting"


def create_app(settings: Settings | None = None, *, clock: Clock = utc_now) -> FastAPI:
    """Return the service; without settings it only describes itself."""
    app = create_service(
        SERVICE,
        title="Vetting",
        version="1.0.0",
        routers=[
            cases.router,
            decisions.router,
            schemes.router,
            audit_router(SERVICE, stays=RECORDS_STAY),
            people_router(SERVICE, _find),
        ],
        settings=settings,
        keeps_answers=True,
        clock=clock,
    )
    if settings is not None:
        app.state.link_hasher = link_hasher(settings)
    return app


def link_hasher(settings: Settings) -> LinkHasher:
    return LinkHasher(bytes.fromhex(settings.seal_key_file.read_text().strip()))


async def work(settings: Settings) -> None:
    """Run the workers of this service until they are told to stop."""
    await run_service(SERVICE, settings, partial(add_work, settings))


def add_work(settings: Settings, bench: WorkBench, now: Clock = utc_now) -> None:
    """Add the jobs of this service to a bench."""
    add_check_case(bench, link_hasher(settings), now)
    add_folding(bench.jobs, bench.chassis.engine.url, _upkeep(), indexes=KEPT_INDEXES)


async def reindex(settings: Settings) -> int:
    """Make the keys of everyone whom a case names anew."""
    async with open_chassis(SERVICE, settings) as chassis:
        unit = UnitOfWork(_upkeep(), chassis.sessions)
        try:
            cases = await reindex_cases(await unit.open())
            await unit.session.commit()
        finally:
            await unit.session.close()
    return cases


async def _find(chassis: Chassis, person: Person) -> Held:
    return await find_cases(chassis, _upkeep(), person)


def _upkeep() -> Caller:
    return the_house(SERVICE, PurposeCode.VET_GRANT, "INDEX-UPKEEP")
