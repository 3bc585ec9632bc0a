"""A worker in a process of its own, for a test to kill: ``python -m ...worker SETTINGS.json``."""

import asyncio
import sys
from pathlib import Path

from ppit_platform.house import open_house
from ppit_platform.service import ServiceSettings, open_chassis
from ppit_platform.workers import run_until_signalled
from tests.service.chassis.notebook.jobs import notebook_jobs


async def work(settings: ServiceSettings) -> None:
    async with (
        open_chassis("notebook", settings) as chassis,
        open_house(settings.gate_socket, chassis.hop_key) as house,
    ):
        await run_until_signalled(notebook_jobs(settings.database_url, chassis, house))


if __name__ == "__main__":
    asyncio.run(work(ServiceSettings.model_validate_json(Path(sys.argv[1]).read_text())))
