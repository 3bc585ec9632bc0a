"""A service's worker process: its chassis and its way to the gate opened, its tasks added."""

from collections.abc import Callable
from dataclasses import dataclass

from procrastinate import App

from ppit_platform.chassis import Chassis
from ppit_platform.chores import add_chores
from ppit_platform.house import HouseClient, open_house
from ppit_platform.jobs import open_jobs
from ppit_platform.service import ServiceSettings, open_chassis
from ppit_platform.workers import run_until_signalled


@dataclass(frozen=True, slots=True)
class WorkBench:
    """What a service's jobs are made of; ``add_task(bench.jobs, NAME, work)`` adds one."""

    jobs: App
    chassis: Chassis
    house: HouseClient


async def run_service(
    service: str,
    settings: ServiceSettings,
    add: Callable[[WorkBench], None],
    *,
    concurrency: int = 2,
) -> None:
    """Do the jobs that ``add`` adds, ``concurrency`` at a time, and the house's own chores, until
    told to stop.
    """
    async with (
        open_chassis(service, settings) as chassis,
        open_house(settings.gate_socket, chassis.hop_key) as house,
    ):
        bench = WorkBench(open_jobs(settings.database_url), chassis, house)
        add_chores(bench.jobs, chassis, house)
        add(bench)
        await run_until_signalled(bench.jobs, concurrency=concurrency)
