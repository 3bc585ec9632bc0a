"""What every action here works with: a unit of work, the log, the audit's own tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ppit_audit.actions.take_in import Reading, up_to_date
from ppit_audit.domain.subjects import Subject
from ppit_audit.errors import NotOfHome, ServiceUnknown, SubjectsUnresolved
from ppit_audit.sources.services import HouseServices
from ppit_audit.storage.alarms import AlarmStore
from ppit_audit.storage.export_lines import ExportLines
from ppit_audit.storage.exports import ExportStore
from ppit_audit.storage.log import LogReader
from ppit_audit.storage.proofs import ProofReader
from ppit_audit.storage.recalls import RecallStore
from ppit_audit.storage.said import SaidStore
from ppit_gateway.domain.operations import Operation
from ppit_platform.desk import BareDesk

RESOLVING = "/v1/audit/subjects"


@dataclass(frozen=True, slots=True)
class Home:
    """The organisation that keeps the log, what a recipient of a recall has of its patience, and
    what is published.
    """

    org_id: str
    patience: timedelta
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Stores:
    log: LogReader
    said: SaidStore
    recalls: RecallStore
    alarms: AlarmStore
    proofs: ProofReader
    exports: ExportStore
    lines: ExportLines


@dataclass(frozen=True, slots=True)
class Desk(BareDesk):
    stores: Stores
    home: Home
    services: HouseServices

    def check_home(self) -> None:
        """Raise ``NotOfHome`` for a partner: no agreement of theirs opens the log of others."""
        if self.caller.org_id != self.home.org_id:
            msg = "ask your data-protection officer"
            raise NotOfHome(msg)

    @property
    def answering(self) -> frozenset[str]:
        """The services that know people, and answer the audit."""
        return frozenset(one.service for one in self.home.operations if one.template == RESOLVING)

    async def names_of(self, subjects: Sequence[Subject]) -> tuple[str, ...]:
        """Return all pseudonyms of subjects; ``ServiceUnknown`` or ``SubjectsUnresolved``.

        For what must not be done by halves.
        """
        if not {one.service for one in subjects} <= self.answering:
            msg = f"one of {', '.join(sorted(self.answering))}"
            raise ServiceUnknown(msg)
        resolved = await self.services.resolve(subjects)
        if resolved.unable:
            raise SubjectsUnresolved(", ".join(resolved.unable))
        return resolved.names

    async def read_on(self) -> int:
        """Read all that is new in the log; return how many entries there are."""
        stores = self.stores
        reading = Reading(
            stores.log,
            stores.said,
            stores.alarms,
            self.pseudonyms,
            self.unit,
            self.home.org_id,
            self.now,
        )
        return await up_to_date(reading)
