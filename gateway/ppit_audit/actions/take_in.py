"""Reads on in the log from where it was last read: each entry once, in order, whoever reads.

A job does it all the time, and a question does what is left, so that an answer covers everything up
to the newest signed checkpoint. What was found, which alarms it raised and how far was read are one
transaction: killed anywhere, the same entries are read again, and raise the same alarms once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ppit_audit.domain.alarms import Alarm, Watched, amiss, by_subject
from ppit_audit.domain.entry import LogEntry, said_by
from ppit_audit.errors import ReadingBehind
from ppit_audit.storage.alarms import AlarmStore
from ppit_audit.storage.log import LogReader
from ppit_audit.storage.said import Read, SaidStore
from ppit_platform.audit import Pseudonymiser
from ppit_platform.events import Event, EventType
from ppit_platform.ids import new_id
from ppit_platform.unit import UnitOfWork

PAGE = 1_000
_MOST_IN_A_REQUEST = 20_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What is needed to read on, for ``home``, who keeps the log; ``unit`` is one of its own."""

    log: LogReader
    said: SaidStore
    alarms: AlarmStore
    pseudonyms: Pseudonymiser
    unit: UnitOfWork
    home: str
    now: datetime


async def up_to_date(reading: Reading) -> int:
    """Read all there is and return how many entries that is.

    ``ReadingBehind`` where it is more than a request may wait for: an answer that leaves out the
    newest entries would pass for one that does not.
    """
    size = await reading.log.size()
    position = await reading.said.position()
    if size - position > _MOST_IN_A_REQUEST:
        msg = "the reader of the log has fallen behind"
        raise ReadingBehind(msg)
    while position < size:
        position, _ = await read_page(reading, position, size)
    return position


async def read_page(reading: Reading, position: int, size: int) -> tuple[int, int]:
    """Read the next entries of those before ``size``; return how far that is, and new alarms."""
    wanted = range(position, min(position + PAGE, size))
    entries = await reading.log.following(position, len(wanted))
    if [one.index for one in entries] != list(wanted):
        # A gap passed over would be an entry that no search finds and no alarm sees.
        msg = "an entry that the newest checkpoint covers is not there to be read"
        raise ReadingBehind(msg)
    watched = by_subject(await reading.alarms.watched())
    read = [_read(one, reading.pseudonyms) for one in entries]
    alarms = [alarm for one in read for alarm in await _alarms(one, watched, reading)]
    reached = entries[-1].index + 1
    await reading.said.add(read, reached)
    if alarms:
        await reading.alarms.raise_all(alarms, reading.home)
        await _announce(alarms, reading)
    return reached, len(alarms)


def case_digest(case_reference: str, pseudonyms: Pseudonymiser) -> str:
    return pseudonyms.searched(["case", case_reference])


def _read(entry: LogEntry, pseudonyms: Pseudonymiser) -> Read:
    case = entry.case_reference
    digest = None if case is None else case_digest(case, pseudonyms)
    return Read(entry, said_by(entry), digest)


async def _alarms(
    read: Read, watched: Mapping[str, Sequence[Watched]], reading: Reading
) -> list[Alarm]:
    entry, said = read.entry, read.said
    kinds = amiss(entry, said, watched)
    if not kinds:
        return []
    about = await reading.log.of_keys([str(said.request_id)])
    evidence = sorted({entry.index, *(one.index for one in about)})
    return [
        Alarm(
            alarm_id=new_id(),
            kind=kind,
            index=entry.index,
            evidence=tuple(evidence),
            org_id=said.org_id,
            client_id=said.client_id,
            user_id=said.user_id,
            raised_at=reading.now,
        )
        for kind in sorted(kinds)
    ]


async def _announce(alarms: Sequence[Alarm], reading: Reading) -> None:
    for alarm in alarms:
        data = {"id": str(alarm.alarm_id), "kind": alarm.kind.value, "entry": alarm.index}
        await reading.unit.announce(
            Event(EventType.ALARM_RAISED, reading.home, alarm.raised_at, data)
        )
