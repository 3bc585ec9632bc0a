"""What every service's worker does for the house: push facts, take up stalled jobs, forget."""

from collections.abc import Awaitable, Callable

from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncEngine

from ppit_platform import idempotency, kept_answers, outbox, uploads
from ppit_platform.audit import AuditFact
from ppit_platform.chassis import Chassis
from ppit_platform.codes import LogOperation, PurposeCode
from ppit_platform.house import HouseClient
from ppit_platform.house_caller import the_house
from ppit_platform.jobs import quiet
from ppit_platform.pushing import push_events, push_old_facts

CHORES = "chores"
STALLED_SECONDS = 20.0
"""A worker whose heart has not beaten for this long is dead, and its jobs are taken up again."""
_KEEP_ENDED_JOBS_HOURS = 7 * 24


async def retry_stalled(app: App) -> None:
    """Put back the jobs of workers that died; each job bears being run twice."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
    for job in stalled:
        await app.job_manager.retry_job(job)


async def forget(app: App, engine: AsyncEngine) -> None:
    """Delete kept answers after 24 h, logged facts and ended jobs after a week, files after 30
    days.
    """
    async with engine.begin() as connection:
        await idempotency.purge(connection)
        await outbox.purge(connection)
        await uploads.purge(connection)
    await app.job_manager.delete_old_jobs(
        nb_hours=_KEEP_ENDED_JOBS_HOURS,
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )


async def erase_answers(chassis: Chassis) -> int:
    """Erase the kept answers whose time is over, and tell the log of it; return how many."""
    async with chassis.engine.begin() as connection:
        erased = await kept_answers.purge(connection)
        if erased:
            caller = the_house(chassis.service, PurposeCode.AUDIT_SELF_MONITOR, "ANSWERS-RETENTION")
            fact = AuditFact(LogOperation.ERASURE, counts={"answers": erased})
            await connection.execute(outbox.WRITE, outbox.to_write(fact, caller))
    return erased


def add_chores(app: App, chassis: Chassis, house: HouseClient) -> None:
    """Have facts and events pushed each 5 s, stalled jobs taken up each 10 s, and old rows and
    answers gone each hour.
    """
    engine = chassis.engine

    async def push() -> object:
        return await push_old_facts(engine, house)

    async def tell() -> object:
        return await push_events(engine, house)

    _add(app, "house.push_facts", "* * * * * */5", push)
    _add(app, "house.push_events", "* * * * * */5", tell)
    _add(app, "house.retry_stalled", "* * * * * */10", lambda: retry_stalled(app))
    _add(app, "house.forget", "17 * * * *", lambda: forget(app, engine))
    _add(app, "house.erase_answers", "37 * * * *", lambda: erase_answers(chassis))


def _add(app: App, name: str, cron: str, chore: Callable[[], Awaitable[object]]) -> None:
    # No lock: a worker killed while it holds one would keep the others from taking up its jobs.
    @app.periodic(cron=cron)
    @app.task(name=name, queue=CHORES, queueing_lock=name)
    async def run(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
        try:
            await chore()
        except Exception as failure:  # noqa: BLE001  # it goes on as a fault without words
            raise quiet(name, failure) from None
