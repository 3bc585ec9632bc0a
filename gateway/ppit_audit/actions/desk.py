"""What every action here works with: a unit of work, the log, the audit's own tables."""

from dataclasses import dataclass

from ppit_audit.errors import NotOfHome
from ppit_audit.sources.services import HouseServices
from ppit_audit.storage.log import LogReader
from ppit_audit.storage.said import SaidStore
from ppit_platform.desk import BareDesk


@dataclass(frozen=True, slots=True)
class Home:
    """The organisation that keeps the log."""

    org_id: str


@dataclass(frozen=True, slots=True)
class Stores:
    log: LogReader
    said: SaidStore


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
