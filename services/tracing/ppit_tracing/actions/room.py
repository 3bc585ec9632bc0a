"""What a chunk of tracing works with: its unit of work, the records, the question to victims."""

from dataclasses import dataclass
from datetime import datetime

from ppit_platform.audit import Pseudonymiser
from ppit_platform.gazetteer.lookup import GazetteerStore
from ppit_platform.generations import ListStore
from ppit_platform.hands import Hand, hand_of
from ppit_platform.person_index import PersonIndex
from ppit_platform.unit import UnitOfWork
from ppit_tracing.sources.protection import ProtectionDesk
from ppit_tracing.storage.records import RecordStore
from ppit_tracing.storage.traces import TraceStore


@dataclass(frozen=True, slots=True)
class Room:
    """``now`` is an instant in UTC: the one time at which everything in a chunk happens."""

    unit: UnitOfWork
    gazetteer: GazetteerStore
    lists: ListStore
    index: PersonIndex
    records: RecordStore
    traces: TraceStore
    protection: ProtectionDesk
    pseudonyms: Pseudonymiser
    now: datetime

    @property
    def hand(self) -> Hand:
        return hand_of(self.unit.caller, self.now)


async def open_room(
    unit: UnitOfWork, protection: ProtectionDesk, pseudonyms: Pseudonymiser, now: datetime
) -> Room:
    session = await unit.open()
    return Room(
        unit,
        GazetteerStore(session),
        ListStore(session),
        PersonIndex(session),
        RecordStore(session),
        TraceStore(session),
        protection,
        pseudonyms,
        now,
    )
