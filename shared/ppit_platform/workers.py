"""Runs a service's workers until they are told to stop, through restarts of the database.

The house's own chores have a queue and a worker to themselves, so that no fact waits for a job.
"""

import asyncio
import logging
import signal

import psycopg
from procrastinate import App
from procrastinate.exceptions import ConnectorException

from ppit_platform.chores import CHORES, STALLED_SECONDS
from ppit_platform.jobs import WORK

HEARTBEAT_SECONDS = 5.0
GRACEFUL_STOP_SECONDS = 20.0
RECONNECT_SECONDS = 1.0
_POLL_SECONDS = 5.0

_log = logging.getLogger("ppit.workers")


async def run_until_signalled(app: App, *, concurrency: int = 2) -> None:
    """Work until SIGTERM or SIGINT, then finish the jobs at hand or leave them to be taken up."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run_workers(app, stop, concurrency=concurrency)


async def run_workers(app: App, stop: asyncio.Event, *, concurrency: int = 2) -> None:
    """Work until ``stop`` is set; wait and begin anew whenever the database is gone."""
    while not stop.is_set():
        try:
            async with app.open_async():
                await _work(app, stop, concurrency)
        except (ConnectorException, psycopg.Error) as failure:
            _log.warning("workers_without_database type=%s", type(failure).__name__)
        if not stop.is_set():
            await asyncio.sleep(RECONNECT_SECONDS)


async def _work(app: App, stop: asyncio.Event, concurrency: int) -> None:
    stopping = asyncio.create_task(stop.wait())
    workers = [
        asyncio.create_task(_worker(app, WORK, concurrency)),
        asyncio.create_task(_worker(app, CHORES, 1)),
    ]
    try:
        await asyncio.wait([stopping, *workers], return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        for worker in workers:
            worker.cancel()
        ended = await asyncio.gather(*workers, return_exceptions=True)
    for end in ended:
        if isinstance(end, ConnectorException | psycopg.Error):
            raise end


async def _worker(app: App, queue: str, concurrency: int) -> None:
    await app.run_worker_async(
        queues=[queue],
        name=queue,
        concurrency=concurrency,
        fetch_job_polling_interval=_POLL_SECONDS,
        shutdown_graceful_timeout=GRACEFUL_STOP_SECONDS,
        delete_jobs="successful",
        install_signal_handlers=False,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=STALLED_SECONDS,
    )
