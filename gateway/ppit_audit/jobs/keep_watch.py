"""Reads the log as it grows, raises alarms, escalates what nobody acknowledged in time, and deletes
exports whose time is over.
"""

from dataclasses import replace
from datetime import datetime

from procrastinate import App, JobContext

from ppit_audit.actions.desk import Home
from ppit_audit.actions.escalate_notices import escalate_notices
from ppit_audit.actions.take_in import Reading, read_page
from ppit_audit.storage.alarms import AlarmStore
from ppit_audit.storage.exports import ExportStore
from ppit_audit.storage.log import LogReader
from ppit_audit.storage.recalls import RecallStore
from ppit_audit.storage.said import SaidStore
from ppit_platform import outbox
from ppit_platform.audit import AuditFact
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.chores import CHORES
from ppit_platform.codes import LogOperation, PurposeCode
from ppit_platform.desk import Clock
from ppit_platform.house_caller import the_house
from ppit_platform.jobs import quiet
from ppit_platform.unit import UnitOfWork

TASK = "audit.keep_watch"
EVERY_FIVE_SECONDS = "* * * * * */5"


def add_watch(jobs: App, chassis: Chassis, home: Home, clock: Clock) -> None:
    """Have the log read every five seconds; a run that fails is tried again at the next."""

    @jobs.periodic(cron=EVERY_FIVE_SECONDS)
    @jobs.task(name=TASK, queue=CHORES, queueing_lock=TASK, pass_context=True)
    async def run(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  # when it was due
        try:
            await keep_watch(chassis, home, context.job.id or 0, clock())
        except Exception as failure:  # noqa: BLE001  # it goes on as a fault without words
            raise quiet(TASK, failure) from None


async def keep_watch(chassis: Chassis, home: Home, job_id: int, now: datetime) -> int:
    """Read on to the end, a page to a transaction, and escalate; return how many alarms rose."""
    alarms, more = 0, True
    while more:
        more, raised = await _read_on(chassis, home, job_id, now)
        alarms += raised
    await _escalate(chassis, home, job_id, now)
    await _expire(chassis, home, job_id, now)
    return alarms


async def _read_on(chassis: Chassis, home: Home, job_id: int, now: datetime) -> tuple[bool, int]:
    unit = UnitOfWork(_upkeep(home), chassis.sessions)
    try:
        session = await unit.open()
        log, said = LogReader(session), SaidStore(session)
        reading = Reading(
            log, said, AlarmStore(session), chassis.pseudonyms, unit, home.org_id, now
        )
        size, position = await log.size(), await said.position()
        if position >= size:
            return False, 0
        reached, alarms = await read_page(reading, position, size)
        if alarms:
            # To read is no fact of its own, or each reading would be something new to read.
            fact = AuditFact(
                LogOperation.AUDIT_VIEWED, fields=("alarms",), counts={"raised": alarms}
            )
            await _leave(unit, fact, job_id)
        await session.commit()
        return reached < size, alarms
    finally:
        await unit.session.close()


async def _escalate(chassis: Chassis, home: Home, job_id: int, now: datetime) -> None:
    unit = UnitOfWork(_upkeep(home), chassis.sessions)
    try:
        session = await unit.open()
        fact = await escalate_notices(RecallStore(session), unit, home, now)
        if fact is not None:
            await _leave(unit, fact, job_id)
            await session.commit()
    finally:
        await unit.session.close()


async def _expire(chassis: Chassis, home: Home, job_id: int, now: datetime) -> None:
    unit = UnitOfWork(_upkeep(home), chassis.sessions)
    try:
        session = await unit.open()
        over = await ExportStore(session, chassis.seal).expire(now)
        if over:
            named = tuple(f"export:{one}" for one in over)
            fact = AuditFact(LogOperation.ERASURE, fields=named, counts={"exports": len(over)})
            await _leave(unit, fact, job_id)
            await session.commit()
    finally:
        await unit.session.close()


async def _leave(unit: UnitOfWork, fact: AuditFact, job_id: int) -> None:
    connection = await unit.session.connection()
    await connection.execute(outbox.WRITE, outbox.to_write(fact, unit.caller, job_id=job_id))


def _upkeep(home: Home) -> Caller:
    caller = the_house("audit", PurposeCode.AUDIT_SECURITY, "AUDIT-WATCH")
    return replace(caller, org_id=home.org_id)
