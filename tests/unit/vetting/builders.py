"""Applicants, companies and applications for tests of the pure rules."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

from ppit_matching import AddressText, Person, PersonRecord, normalise_address, normalise_person
from ppit_vetting.domain.applicant import Applicant, CompanyGiven
from ppit_vetting.domain.codes import SourceName, SubjectType
from ppit_vetting.domain.findings import SourceUsed
from ppit_vetting.domain.link_keys import Contact, LinkHasher, LinkKey, link_keys
from ppit_vetting.domain.links import Application
from ppit_vetting.domain.register import Company, Officer

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
SOURCE = SourceUsed(SourceName.COMPANIES_HOUSE_BULK, "2026-11-01", NOW)
HASHER = LinkHasher(b"\1" * 32)
_NUMBERS = count(1)


def a_person(
    name: str, born: str | None = "1966-02-03", lines: tuple[str, ...] = (), postcode: str = ""
) -> Person:
    place = AddressText(lines, postcode) if lines else None
    return normalise_person(PersonRecord(full=name, date_of_birth=born, address=place))


def an_individual(
    name: str = "Joan Ferris", born: str = "1966-02-03", *, door: int | str = 1
) -> Applicant:
    place = AddressText((f"{door} Lantern Street", "Ashford"), "TN23 1AA")
    person = normalise_person(PersonRecord(full=name, date_of_birth=born, address=place))
    return Applicant(
        SubjectType.INDIVIDUAL,
        (person,),
        None,
        normalise_address(place),
        (),
        readable=True,
        as_given={},
    )


def a_body(
    name: str = "Hartwell Roofing Ltd",
    number: str | None = "99000001",
    kind: SubjectType = SubjectType.COMPANY,
) -> Applicant:
    return Applicant(kind, (), CompanyGiven(name, number), None, (), readable=True, as_given={})


def a_company(  # noqa: PLR0913  # a builder: each by name
    number: str = "99000001",
    *,
    name: str = "HARTWELL ROOFING LIMITED",
    status: str = "Active",
    born: date | None = date(2025, 6, 1),
    trades: Iterable[str] = ("43910",),
    office_key: str = "tn231aa/3",
    accounts_due: date | None = None,
    previous_names: tuple[str, ...] = (),
) -> Company:
    return Company(
        number=number,
        name=name,
        previous_names=previous_names,
        category="Private Limited Company",
        status=status,
        incorporated_on=born,
        accounts_due=accounts_due,
        trades=frozenset(trades),
        office="3 LANTERN STREET",
        office_key=office_key,
    )


def an_officer(
    number: str = "99000001", *, key: str = "k", resigned: date | None = None
) -> Officer:
    return Officer(
        number,
        "90000001",
        "director",
        "PEMBERWICK, Olive",
        key,
        4,
        1961,
        date(2015, 2, 1),
        resigned,
        "",
        "",
    )


def an_application(
    applicant: Applicant, fellows: frozenset[LinkKey] = frozenset(), **contact: str
) -> Application:
    at = next(_NUMBERS)
    number = applicant.company.register_number if applicant.company else None
    return Application(
        case_id=UUID(int=at),
        reference=f"GA-{at}",
        received_at=NOW + timedelta(seconds=at),
        person=applicant.people[0] if applicant.people else None,
        number=number,
        address=applicant.address,
        keys=link_keys(applicant, Contact(**contact), HASHER),
        fellows=fellows,
    )
