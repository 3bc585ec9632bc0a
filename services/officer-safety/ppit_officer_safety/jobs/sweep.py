"""The sweep: a durable periodic job that writes down what time did, one fact for each run."""

from datetime import datetime

from procrastinate import App, JobContext

from ppit_officer_safety.actions.age_markers import age_markers
from ppit_officer_safety.storage.markers import MarkerStore
from ppit_platform import outbox
from ppit_platform.chassis import Chassis
from ppit_platform.chores import CHORES
from ppit_platform.codes import PurposeCode
from ppit_platform.hands import hand_of
from ppit_platform.house_caller import the_house
from ppit_platform.jobs import quiet
from ppit_platform.people import utc_now
from ppit_platform.unit import UnitOfWork

TASK = "officer-safety.sweep"
EVERY_TEN_MINUTES = "*/10 * * * *"


def add_sweep(jobs: App, chassis: Chassis) -> None:
    """Have the sweep run every ten minutes; a run that fails is tried again at the next."""

    @jobs.periodic(cron=EVERY_TEN_MINUTES)
    @jobs.task(name=TASK, queue=CHORES, queueing_lock=TASK, pass_context=True)
    async def run(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  # when it was due
        try:
            await sweep(chassis, context.job.id or 0, utc_now())
        except Exception as failure:  # noqa: BLE001  # it goes on as a fault without words
            raise quiet(TASK, failure) from None


async def sweep(chassis: Chassis, job_id: int, now: datetime) -> int:
    """Age what is due and leave the fact in the same transaction; return how many changed."""
    caller = the_house(chassis.service, PurposeCode.OFFICER_SAFETY_VISIT, "MARKER-SWEEP")
    unit = UnitOfWork(caller, chassis.sessions)
    try:
        session = await unit.open()
        hand = hand_of(caller, now)
        fact = await age_markers(MarkerStore(session), hand, chassis.pseudonyms, unit)
        if fact is None:
            return 0
        connection = await session.connection()
        await connection.execute(outbox.WRITE, outbox.to_write(fact, caller, job_id=job_id))
        await session.commit()
        return sum(fact.counts.values())
    finally:
        await unit.session.close()
