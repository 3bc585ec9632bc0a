"""Whom a case is about, as given and as compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from ppit_matching import Address, Person, is_searchable
from ppit_matching.identifiers.company_numbers import company_number
from ppit_vetting.domain.codes import PERSONS, SubjectType


@dataclass(frozen=True, slots=True)
class CompanyGiven:
    """A body as it names itself; ``number`` as typed."""

    name: str
    number: str | None

    @property
    def register_number(self) -> str | None:
        return company_number(self.number)


@dataclass(frozen=True, slots=True)
class Applicant:
    """``people`` are whoever applies: none where a body does, two where one name is a couple's.

    ``officers`` were declared.
    ``readable`` is False where part of a name was in no script that can be compared: nobody so
    named is ruled out. The bank account is nowhere here: only a keyed hash of its token is kept.
    """

    subject_type: SubjectType
    people: tuple[Person, ...]
    company: CompanyGiven | None
    address: Address | None
    officers: tuple[Person, ...]
    readable: bool
    as_given: Mapping[str, object]

    @property
    def is_person(self) -> bool:
        return self.subject_type in PERSONS

    @property
    def on_register(self) -> bool:
        """Whether the register of companies ought to hold this applicant."""
        company = self.company
        return company is not None and (
            self.subject_type is SubjectType.COMPANY or company.number is not None
        )

    @property
    def searchable(self) -> bool:
        """Whether everybody who applies can be looked for among people."""
        return self.readable and all(map(is_searchable, self.people))

    def as_json(self) -> dict[str, object]:
        company = self.company
        return {
            "people": [person.as_json() for person in self.people],
            "company": {"name": company.name, "number": company.number} if company else None,
            "address": self.address.as_json() if self.address else None,
            "officers": [officer.as_json() for officer in self.officers],
            "readable": self.readable,
            "as_given": dict(self.as_given),
        }

    @staticmethod
    def from_json(subject_type: SubjectType, stored: Mapping[str, object]) -> "Applicant":
        people = cast("list[Mapping[str, object]]", stored["people"])
        company = cast("Mapping[str, str | None] | None", stored["company"])
        address = cast("Mapping[str, object] | None", stored["address"])
        officers = cast("list[Mapping[str, object]]", stored["officers"])
        return Applicant(
            subject_type=subject_type,
            people=tuple(Person.from_json(person) for person in people),
            company=CompanyGiven(company["name"] or "", company["number"]) if company else None,
            address=Address.from_json(address) if address else None,
            officers=tuple(Person.from_json(officer) for officer in officers),
            readable=stored["readable"] is True,
            as_given=cast("Mapping[str, object]", stored["as_given"]),
        )
