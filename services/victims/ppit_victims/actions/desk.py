"""What every action here works with: a caller's unit of work, the stores in it, and the time."""

from dataclasses import dataclass
from datetime import datetime

from ppit_platform.audit import Pseudonymiser
from ppit_platform.db import Transaction
from ppit_platform.desk import BareDesk
from ppit_platform.provenance import provenance_of
from ppit_platform.unit import UnitOfWork
from ppit_victims.actions.register import Register, register_of
from ppit_victims.domain.purposes import REPORTING_PURPOSES
from ppit_victims.domain.records import Origin
from ppit_victims.storage.contacts import ContactStore
from ppit_victims.storage.imports import ImportStore
from ppit_victims.storage.protections import ProtectionStore
from ppit_victims.storage.reviews import ReviewStore
from ppit_victims.storage.search import SearchStore
from ppit_victims.storage.victims import VictimStore


@dataclass(frozen=True, slots=True)
class Desk(BareDesk):
    """One request's, or one chunk's of a job."""

    register: Register
    victims: VictimStore
    imports: ImportStore
    reviews: ReviewStore
    contacts: ContactStore
    protections: ProtectionStore
    search: SearchStore

    @property
    def session(self) -> Transaction:
        return self.register.session

    @property
    def origin(self) -> Origin:
        """Under whose hand and law this request's records are taken."""
        provenance = provenance_of(self.caller, purposes=REPORTING_PURPOSES)
        return Origin(provenance, self.caller.acting, self.now)


def desk_of(
    unit: UnitOfWork, session: Transaction, pseudonyms: Pseudonymiser, now: datetime
) -> Desk:
    """Return a desk with all its stores on one session."""
    return Desk(
        unit,
        pseudonyms,
        now,
        register_of(session),
        VictimStore(session),
        ImportStore(session),
        ReviewStore(session),
        ContactStore(session),
        ProtectionStore(session),
        SearchStore(session),
    )
