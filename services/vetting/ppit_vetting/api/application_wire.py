"""What a grant or loan system sends of an applicant."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ppit_matching import (
    Address,
    Person,
    PersonRecord,
    is_readable,
    normalise_address,
    normalise_people,
)
from ppit_platform.people_wire import (
    AddressGiven,
    Day,
    PersonNamed,
    address_text,
    person_record,
    plain_uprn,
)
from ppit_platform.wire import Money, WireModel
from ppit_vetting.actions.submit_case import ApplicationTold
from ppit_vetting.domain.applicant import Applicant, CompanyGiven
from ppit_vetting.domain.codes import PERSONS, CaseState, SubjectType
from ppit_vetting.domain.link_keys import Contact
from ppit_vetting.errors import SubjectUnclear

_ACCOUNT_ITSELF = PydanticCustomError(
    "account_itself", "send a keyed hash that stands for the account, never its number"
)
_NOT_STERLING = PydanticCustomError("currency", "amounts are in GBP")
_NOT_POSITIVE = PydanticCustomError("greater_than", "an amount above nought")
_DIGITS_OF_AN_ACCOUNT = 14
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def _a_token(text: str) -> str:
    """Refuse what is an account rather than a token for one: fourteen digits, or an IBAN."""
    bare = text.replace("-", "")
    is_number = bare.isdigit() and len(bare) <= 2 * _DIGITS_OF_AN_ACCOUNT
    if is_number or (_IBAN.fullmatch(bare) and _checks(bare)):
        raise _ACCOUNT_ITSELF
    return text


def _checks(iban: str) -> bool:
    """Tell an IBAN from a token that looks like one, by its check digits (ISO 7064, 97-10)."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def _sterling(money: Money) -> Money:
    if money.currency != "GBP":
        raise _NOT_STERLING
    if money.pence <= 0:
        raise _NOT_POSITIVE
    return money


AccountToken = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_=+/.-]+$",
        min_length=16,
        max_length=128,
        description="Stands for the bank account: equal accounts, equal tokens, and no more.",
    ),
    AfterValidator(_a_token),
]
SchemeCode = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{2,39}$", examples=["START_UP_GRANT"])]
ApplicationReference = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9/._-]{0,39}$", description="The sender's own number."),
]


class CompanyNamed(WireModel):
    """A body by its name; ``number`` as the applicant wrote it: "7503666", "sc 70"."""

    name: Annotated[str, Field(pattern=r"\S", max_length=200)]
    number: Annotated[str, Field(max_length=40)] | None = None


class ApplicationGiven(WireModel):
    """An application. ``INDIVIDUAL`` and ``SOLE_TRADER`` give ``person``, all others ``company``.

    ``officers`` are those whom the applicant declares. ``applied_on`` is a London day, today if
    it is not given.
    """

    scheme: SchemeCode
    application_reference: ApplicationReference
    subject_type: SubjectType
    person: PersonNamed | None = None
    company: CompanyNamed | None = None
    address: AddressGiven
    phone: Annotated[str, Field(max_length=40)] | None = None
    email: Annotated[str, Field(max_length=254)] | None = None
    account_token: AccountToken | None = None
    amount: Annotated[Money, AfterValidator(_sterling)]
    applied_on: Day | None = None
    officers: tuple[PersonNamed, ...] = Field(default=(), max_length=20)

    def told(self) -> ApplicationTold:
        uprn = plain_uprn(self.address.uprn) if self.address.uprn else None
        contact = Contact(self.phone, self.email, self.account_token, uprn)
        return ApplicationTold(
            self.scheme,
            self.application_reference,
            self._applicant(),
            contact,
            self.amount.pence,
            self.applied_on,
        )

    def _applicant(self) -> Applicant:
        if (self.subject_type in PERSONS) != (self.person is not None) or (
            (self.person is None) != (self.company is not None)
        ):
            msg = "person for INDIVIDUAL and SOLE_TRADER, company for all others"
            raise SubjectUnclear(msg)
        typed = address_text(self.address)
        address = normalise_address(typed) if typed else None
        applying = [
            person_record(each.name, each.date_of_birth, typed, self.phone)
            for each in filter(None, (self.person,))
        ]
        officers = [person_record(each.name, each.date_of_birth) for each in self.officers]
        company = self.company
        return Applicant(
            subject_type=self.subject_type,
            people=_people(applying),
            company=CompanyGiven(company.name, company.number) if company else None,
            address=None if address == Address() else address,
            officers=_people(officers),
            readable=all(map(is_readable, (*applying, *officers))),
            as_given=self.model_dump(
                mode="json", include={"person", "company", "address", "officers"}, exclude_none=True
            ),
        )


def _people(records: Sequence[PersonRecord]) -> tuple[Person, ...]:
    """Return everybody named: two people where one row names a couple."""
    return tuple(person for record in records for person in normalise_people(record))


class CaseAccepted(WireModel):
    """The case is checked by a job: read it at ``/v1/cases/{case_id}``."""

    case_id: str
    state: CaseState
