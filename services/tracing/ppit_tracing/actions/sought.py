"""One debtor on the way through a chunk: what was asked, what is known so far."""

from collections.abc import Mapping
from dataclasses import dataclass

from ppit_platform.gazetteer.lookup import AddressAsked, Place
from ppit_platform.person_index import Found
from ppit_tracing.domain.asked import DebtorAsked
from ppit_tracing.domain.certify import Case
from ppit_tracing.domain.codes import StopAnswer
from ppit_tracing.domain.identity import Debtor
from ppit_tracing.domain.stops import Sought, Stop, gravest, notes_a_death


@dataclass(frozen=True, slots=True)
class DebtorSought:
    """``debtor`` has the door of the debt where it is certain; ``stops`` are the answers so far."""

    asked: DebtorAsked
    debtor: Debtor
    place: Place
    protected: StopAnswer
    found: Found
    stops: tuple[Stop, ...] = ()
    case: Case | None = None

    @property
    def ended(self) -> bool:
        return gravest(self.stops) is not None

    @property
    def born(self) -> str | None:
        """The whole birthday that is known by now: as given, or as the debtor's own files say."""
        born = self.case.identity.born if self.case else self.debtor.person.born
        return born.iso if born.full else None

    @property
    def doors(self) -> frozenset[str]:
        """The doors that are known by now to be the debtor's, today's or earlier."""
        doors = {self.debtor.uprn} if self.debtor.uprn else set[str]()
        if self.case is not None:
            doors |= {uprn for file in self.case.identity.confirmed for uprn in file.uprns}
        return frozenset(doors)

    @property
    def sought(self) -> Sought:
        born = self.case.identity.born if self.case else self.debtor.person.born
        return Sought(self.debtor.person, born, self.doors, notes_a_death(_name(self.asked)))


def address_asked(asked: DebtorAsked) -> AddressAsked:
    return AddressAsked(asked.uprn, asked.record.address)


def address_sent(asked: DebtorAsked) -> Mapping[str, object]:
    """Return the address of the debt as the victims service reads it."""
    address = asked.record.address
    sent: dict[str, object] = {} if asked.uprn is None else {"uprn": asked.uprn}
    if address is not None:
        sent["lines"] = list(address.lines)
        if address.postcode:
            sent["postcode"] = address.postcode
    return sent


def _name(asked: DebtorAsked) -> str:
    record = asked.record
    return " ".join(filter(None, (record.full, *record.given, record.family)))
