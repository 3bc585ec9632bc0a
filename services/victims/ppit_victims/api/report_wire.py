"""What a caller sends of a victim and a crime, and what matching is given of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ppit_matching import PersonRecord
from ppit_platform.people_wire import (
    AddressGiven,
    PersonNamed,
    YesNo,
    address_text,
    person_record,
    plain_uprn,
)
from ppit_platform.wire import Money, PartialDate, WireModel
from ppit_victims.domain.codes import (
    Channel,
    ContactMode,
    PaymentMethod,
    ProfileName,
    ScamType,
    Vulnerability,
)
from ppit_victims.domain.flat import cells_of
from ppit_victims.domain.profiles import PROFILES
from ppit_victims.domain.reading import read_row
from ppit_victims.domain.rows import AddressTyped, RowRead, RowRejected

_NOT_STERLING = PydanticCustomError("currency", "amounts are in GBP")
_NEGATIVE = PydanticCustomError("greater_than_equal", "a loss is nought or more")


def _sterling(money: Money) -> Money:
    if money.currency != "GBP":
        raise _NOT_STERLING
    if money.pence < 0:
        raise _NEGATIVE
    return money


Phone = Annotated[str, Field(max_length=40)]
PartnersNumber = Annotated[str, Field(min_length=1, max_length=100)]
Note = Annotated[str, Field(min_length=1, max_length=500)]


class PersonReported(PersonNamed):
    phone: Phone | None = None


class IncidentReported(WireModel):
    """One crime. ``happened_on`` as far as it is known; ``reference`` is the sender's number."""

    scam_type: ScamType
    channel: Channel | None = None
    happened_on: PartialDate | None = None
    loss: Annotated[Money, AfterValidator(_sterling)] | None = None
    payment_method: PaymentMethod | None = None
    reference: PartnersNumber | None = None


class SafeContactGiven(WireModel):
    """Ways to the victim that are not safe, and who or what makes them so."""

    do_not_contact: tuple[ContactMode, ...] = Field(default=(), max_length=4)
    note: Note | None = None


class VictimReport(WireModel):
    """One victim and one crime. ``deceased`` closes the record: nobody calls any more."""

    person: PersonReported
    address: AddressGiven | None = None
    incident: IncidentReported
    vulnerabilities: tuple[Vulnerability, ...] = Field(default=(), max_length=18)
    safe_contact: SafeContactGiven | None = None
    deceased: YesNo = False

    def as_row(self) -> tuple[RowRead | RowRejected, Mapping[str, object]]:
        """Return the report read as a row of our own layout, and its cells as they came."""
        return row_of(self.model_dump(mode="json", exclude_none=True))


def row_of(given: Mapping[str, object]) -> tuple[RowRead | RowRejected, Mapping[str, object]]:
    cells = cells_of(given)
    row, _ = read_row(PROFILES[ProfileName.CANONICAL], cells, None)
    return row, cells


def of_no_crime(row: RowRead | RowRejected) -> RowRead | RowRejected:
    """Return a record that tells of a person alone."""
    if isinstance(row, RowRejected):
        return row
    return replace(row, told=replace(row.told, crime=False))


def searched_for(
    person: PersonNamed, address: AddressGiven | None, phone: str | None = None
) -> tuple[PersonRecord, AddressTyped]:
    """Return somebody who is looked up, at one address or none."""
    text = address_text(address) if address else None
    uprn = plain_uprn(address.uprn) if address and address.uprn else None
    record = person_record(person.name, person.date_of_birth, text, phone)
    return record, AddressTyped(text, uprn)
