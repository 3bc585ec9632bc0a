"""What people do about alarms: read them, close them with a reason, and say who is watched."""

from collections.abc import Sequence
from uuid import UUID

from ppit_audit.actions.desk import Desk
from ppit_audit.domain.alarms import Alarm, Finding, Watched, WatchList
from ppit_audit.domain.subjects import Subject
from ppit_audit.errors import AlarmClosed, AlarmUnknown, WatchUnknown, YourOwn
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_platform.ids import new_id


async def list_alarms(*, standing: bool, desk: Desk) -> list[Alarm]:
    """Return the newest alarms, with everything up to the newest entry looked at."""
    desk.check_home()
    await desk.read_on()
    found = await desk.stores.alarms.listed(standing=standing)
    desk.unit.record(_fact(LogOperation.AUDIT_VIEWED, ("alarms",), len(found)))
    return found


async def read_alarm(alarm_id: UUID, desk: Desk) -> Alarm:
    desk.check_home()
    found = await _one(alarm_id, desk)
    desk.unit.record(_fact(LogOperation.AUDIT_VIEWED, (f"alarm:{alarm_id}",), 1))
    return found


async def close_alarm(alarm_id: UUID, finding: Finding, reasons: str, desk: Desk) -> Alarm:
    """Keep what a person found: another than the one whom the alarm is about."""
    desk.check_home()
    hand = desk.personal_hand()
    if (await _one(alarm_id, desk)).acting == hand.acting:
        msg = "somebody else decides what it was"
        raise YourOwn(msg)
    closed = await desk.stores.alarms.close(alarm_id, finding, reasons, hand.acting, desk.now)
    if not closed:
        msg = "read it again"
        raise AlarmClosed(msg)
    told = (f"alarm:{alarm_id}", finding.value)
    desk.unit.record(_fact(LogOperation.ALTERATION, told, 1))
    return await _one(alarm_id, desk)


async def watch(
    watch_list: WatchList, of_org: str | None, subject: Subject, desk: Desk
) -> list[Watched]:
    """Put somebody on a list, under every pseudonym that the log may name them by."""
    desk.check_home()
    hand = desk.personal_hand()
    names = await desk.names_of([subject])
    for name in names:
        one = Watched(new_id(), watch_list, name, of_org, hand.acting, desk.now)
        await desk.stores.alarms.watch(one, desk.home.org_id)
    desk.unit.record(_fact(LogOperation.ALTERATION, (watch_list.value,), len(names), names))
    held = await desk.stores.alarms.watched()
    return [one for one in held if one.subject in names and one.list is watch_list]


async def list_watched(desk: Desk) -> list[Watched]:
    desk.check_home()
    found = await desk.stores.alarms.watched()
    desk.unit.record(_fact(LogOperation.AUDIT_VIEWED, ("watched",), len(found)))
    return found


async def end_watch(watch_id: UUID, desk: Desk) -> list[Watched]:
    desk.check_home()
    subject = await desk.stores.alarms.end(watch_id, desk.personal_hand().acting, desk.now)
    if subject is None:
        msg = "nobody is watched under this id"
        raise WatchUnknown(msg)
    desk.unit.record(_fact(LogOperation.ALTERATION, (f"watch:{watch_id}",), 1, (subject,)))
    return await desk.stores.alarms.watched()


async def _one(alarm_id: UUID, desk: Desk) -> Alarm:
    found = await desk.stores.alarms.one(alarm_id)
    if found is None:
        msg = "no such alarm"
        raise AlarmUnknown(msg)
    return found


def _fact(
    operation: LogOperation,
    fields: Sequence[str],
    number: int,
    subjects: Sequence[str] = (),
) -> AuditFact:
    return AuditFact(
        operation,
        subjects_searched=tuple(subjects),
        fields=tuple(fields),
        counts={"items": number},
    )
