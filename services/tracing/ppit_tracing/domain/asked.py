"""What a debt system gives of one debtor, and the least of it that a search needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from ppit_matching import (
    Address,
    AddressText,
    Person,
    PersonRecord,
    is_readable,
    normalise_people,
)

_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class DebtorAsked:
    """One person as given, with the address of the debt. ``owed_since`` is a London day."""

    debt_reference: str
    record: PersonRecord
    uprn: str | None
    owed_since: date | None
    mail_returned: bool = False

    @property
    def person(self) -> Person:
        """The one person named; a name that may be two people's is nobody's for certain."""
        return normalise_people(self.record)[0]

    def as_json(self) -> dict[str, object]:
        record, address = self.record, self.record.address
        return {
            "debt_reference": self.debt_reference,
            "full": record.full,
            "given": list(record.given),
            "family": record.family,
            "known_as": record.known_as,
            "date_of_birth": record.date_of_birth,
            "phone": record.phone,
            "lines": list(address.lines) if address else None,
            "postcode": address.postcode if address else None,
            "uprn": self.uprn,
            "owed_since": self.owed_since.isoformat() if self.owed_since else None,
            "mail_returned": self.mail_returned,
        }

    @staticmethod
    def from_json(stored: Mapping[str, object]) -> "DebtorAsked":
        lines = cast("list[str] | None", stored["lines"])
        since = cast("str | None", stored["owed_since"])
        return DebtorAsked(
            debt_reference=cast("str", stored["debt_reference"]),
            record=PersonRecord(
                full=cast("str | None", stored["full"]),
                given=tuple(cast("list[str]", stored["given"])),
                family=cast("str | None", stored["family"]),
                known_as=cast("str | None", stored["known_as"]),
                date_of_birth=cast("str | None", stored["date_of_birth"]),
                address=None
                if lines is None
                else AddressText(tuple(lines), cast("str | None", stored["postcode"])),
                phone=cast("str | None", stored["phone"]),
            ),
            uprn=cast("str | None", stored["uprn"]),
            owed_since=date.fromisoformat(since) if since else None,
            mail_returned=stored["mail_returned"] is True,
        )


def lacks(asked: DebtorAsked) -> tuple[str, ...]:
    """Return what of the least is missing: a debt, a whole name that was read, a door or a street.

    With less than that a search finds whoever bears the name: that is fishing, not tracing.
    """
    person = asked.person
    missing: list[str] = []
    if not asked.debt_reference.strip():
        missing.append("debt_reference")
    whole = any(len(name) >= _SHORTEST for name in (*person.given, *person.known_as))
    if not (whole or _initialled(person)) or not person.family or not is_readable(asked.record):
        missing.append("person/name")
    if asked.uprn is None and not _placed(person.address):
        missing.append("debt_address")
    return tuple(missing)


def _initialled(person: Person) -> bool:
    """Tell whether an initial is backed by a whole birthday: then one person may be meant."""
    return bool(person.given) and person.born.full


def _placed(address: Address | None) -> bool:
    """Tell whether a door or a postcode is named; a town alone is a whole town."""
    if address is None:
        return False
    return bool(address.postcode or address.number or (address.has_door and address.street))
