"""Reads the canonical lists of people: insolvencies, awards, debts, officers of companies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ppit_matching import AddressText, Person, PersonRecord, normalise_person
from ppit_matching.identifiers.company_numbers import company_number
from ppit_vetting.domain.people_checks import Award, Debt, Insolvency, InsolvencyKind
from ppit_vetting.domain.refusals import ListRejected
from ppit_vetting.domain.register import PERSON_NUMBER, Officer, officer_key

INSOLVENCY_COLUMNS = (
    *("case_number", "kind", "surname", "forenames", "date_of_birth", "address", "postcode"),
    *("started_on", "ends_on"),
)
AWARD_COLUMNS = (
    *("award_id", "applicant", "date_of_birth", "company_number", "scheme", "awarded_on"),
    *("amount", "accounted"),
)
DEBT_COLUMNS = (
    *("debt_ref", "surname", "forenames", "date_of_birth", "address", "postcode", "balance"),
    "since",
)
OFFICER_COLUMNS = (
    *("company_number", "person_number", "officer_role", "name", "birth_month", "birth_year"),
    *("appointed_on", "resigned_on", "address", "postcode"),
)
_PENCE = 2


@dataclass(frozen=True, slots=True)
class Resident:
    """The cells by which a list says who somebody is."""

    surname: str
    forenames: str
    born: str
    address: str
    postcode: str

    def person(self) -> Person:
        record = PersonRecord(
            given=tuple(self.forenames.split()),
            family=self.surname,
            date_of_birth=self.born,
            address=AddressText(tuple(self.address.split(", ")), self.postcode),
        )
        return normalise_person(record)


def read_insolvency(cells: Sequence[str]) -> Insolvency:
    number, kind, surname, forenames, born, address, postcode, started, ends = cells
    try:
        which = InsolvencyKind(kind.strip().upper())
    except ValueError:
        msg = "an insolvency in it is of no kind that there is"
        raise ListRejected(msg) from None
    person = Resident(surname, forenames, born, address, postcode).person()
    return Insolvency(number, which, person, _a_day(started), _day(ends))


def read_award(cells: Sequence[str]) -> Award:
    award_id, applicant, born, number, scheme, awarded, amount, accounted = cells
    company = company_number(number)
    if number.strip() and company is None:
        msg = "an award in it names no company's number"
        raise ListRejected(msg)
    person = normalise_person(PersonRecord(full=applicant, date_of_birth=born))
    return Award(
        award_id=award_id,
        person=None if company else person,
        company_number=company,
        scheme=scheme,
        awarded_on=_a_day(awarded),
        amount_pence=_pence(amount),
        accounted=_yes(accounted),
    )


def read_debt(cells: Sequence[str]) -> Debt:
    reference, surname, forenames, born, address, postcode, balance, since = cells
    person = Resident(surname, forenames, born, address, postcode).person()
    return Debt(reference, person, _pence(balance), _day(since))


def read_officer(cells: Sequence[str]) -> Officer:
    """Read one appointment; the register writes "SURNAME, Forenames" and no day of birth."""
    number, person, role, name, month, year, appointed, resigned, address, postcode = cells
    company = company_number(number)
    if company is None:
        msg = "an officer stands in it without a company"
        raise ListRejected(msg)
    return Officer(
        company_number=company,
        person_number=person.strip()[:PERSON_NUMBER],
        role=role,
        name=name,
        key=officer_key(officer_person(name, month, year, address, postcode)),
        birth_month=_number(month),
        birth_year=_number(year),
        appointed_on=_day(appointed),
        resigned_on=_day(resigned),
        address=address,
        postcode=postcode,
    )


def officer_person(name: str, month: str, year: str, address: str, postcode: str) -> Person:
    """Return an officer as a person to compare: with what is known of the date of birth."""
    born = f"{year.strip()}-{month.strip().zfill(2)}" if year.strip() and month.strip() else year
    place = AddressText(tuple(address.split(", ")), postcode)
    return normalise_person(PersonRecord(full=name, date_of_birth=born, address=place))


def _a_day(text: str) -> date:
    day = _day(text)
    if day is None:
        msg = "a date is missing in it"
        raise ListRejected(msg)
    return day


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        msg = "a date in it is none"
        raise ListRejected(msg) from None


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    try:
        return int(text)
    except ValueError:
        msg = "a number in it is none"
        raise ListRejected(msg) from None


_AMOUNT = re.compile(r"(-?)\u00a3?([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?")


def _pence(text: str) -> int:
    """Read "1,204.50" without ever holding a fraction; nothing at all is no amount."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        msg = "an amount in it is none"
        raise ListRejected(msg)
    sign, pounds, pence = found.groups(default="")
    return int(f"{sign}{pounds.replace(',', '')}{pence.ljust(_PENCE, '0')}")


def _yes(text: str) -> bool:
    """Read yes and no; anything else refuses the file: an award is not cleared by a guess."""
    answers = {"yes": True, "no": False}
    found = answers.get(text.strip().lower())
    if found is None:
        msg = "an answer in it is neither yes nor no"
        raise ListRejected(msg)
    return found
