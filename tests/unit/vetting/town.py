"""The lists of one borough as the service would hold them, in memory."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from ppit_matching import Person, person_keys, query_keys
from ppit_matching.dates.parsing import parse_birth_date
from ppit_synthetic.borough import Application as Applied
from ppit_synthetic.borough import Borough, Sheet, sheets_of
from ppit_vetting.domain.company_file import read_company
from ppit_vetting.domain.people_checks import (
    Award,
    Debt,
    Insolvency,
)
from ppit_vetting.domain.people_files import (
    read_award,
    read_debt,
    read_insolvency,
    read_officer,
)
from ppit_vetting.domain.register import Company, Officer, same_officer
from ppit_vetting.domain.sanctions import search_sounds
from ppit_vetting.domain.sanctions_file import read_subjects
from ppit_vetting.domain.sanctions_subject import SanctionsSubject

LIST_FILES = {
    "BasicCompanyData": "companies",
    "officers.csv": "officers",
    "UK-Sanctions-List.csv": "sanctions",
    "insolvencies.csv": "insolvencies",
    "previous_awards.csv": "awards",
    "previous_debts.csv": "debts",
}
"""What stands in the name of a file, and the list that it is."""


def application_body(one: Applied) -> dict[str, object]:
    """Return what a grant system sends of an application of the borough."""
    body: dict[str, object] = {
        "scheme": one.scheme.upper().replace(" ", "_").replace("-", "_"),
        "application_reference": one.application_id,
        "address": {"lines": list(one.address.lines), "postcode": one.address.postcode},
        "email": one.email,
        "account_token": one.account_token,
        "amount": {"pence": one.amount_pence},
        "applied_on": one.applied_on.isoformat(),
        **({"phone": one.phone} if one.phone else {}),
    }
    if one.company_number is not None:
        company = {"name": one.name, "number": one.company_number_given}
        return {**body, "subject_type": "COMPANY", "company": company}
    person = {"name": {"full": one.name}, "date_of_birth": parse_birth_date(one.born).iso}
    return {**body, "subject_type": "INDIVIDUAL", "person": person}


_Entry = TypeVar("_Entry", Insolvency, Award, Debt)


class Index(Generic[_Entry]):
    """Entries of a list of people by their hashed keys, as the person index holds them."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self.entries = entries
        self._by_key: defaultdict[int, list[int]] = defaultdict(list)
        for place, entry in enumerate(entries):
            for key in person_keys(entry.person) if entry.person else ():
                self._by_key[key].append(place)

    def like(self, people: Iterable[Person]) -> list[_Entry]:
        keys = {key for person in people for key in query_keys(person)}
        places = {place for key in keys for place in self._by_key.get(key, ())}
        return [self.entries[place] for place in sorted(places)]


@dataclass(frozen=True)
class Town:
    """The lists of one borough as the service would hold them."""

    borough: Borough
    sheets: Mapping[str, Sheet]

    @classmethod
    def of(cls, borough: Borough) -> "Town":
        return cls(borough, {sheet.file_name: sheet for sheet in sheets_of(borough)})

    @property
    def day(self) -> date:
        return self.borough.kent.as_of

    @cached_property
    def companies(self) -> Mapping[str, Company]:
        name = next(name for name in self.sheets if name.startswith("BasicCompanyData"))
        found: dict[str, Company] = {}
        for row in map(read_company, self.sheets[name].rows):
            number, title, _, previous, category, status, born, due, trades, office, key = row
            former = tuple(filter(None, previous.split("\n")))
            codes = frozenset(trades.split())
            found[number] = Company(
                number, title, former, category, status, born, due, codes, office, key
            )
        return found

    @cached_property
    def doors(self) -> Counter[str]:
        return Counter(company.office_key for company in self.companies.values())

    @cached_property
    def officers(self) -> Sequence[Officer]:
        return tuple(map(read_officer, self.sheets["officers.csv"].rows))

    @cached_property
    def subjects(self) -> Sequence[SanctionsSubject]:
        return read_subjects(self.sheets["UK-Sanctions-List.csv"].rows)

    @cached_property
    def by_sound(self) -> Mapping[str, list[SanctionsSubject]]:
        found: defaultdict[str, list[SanctionsSubject]] = defaultdict(list)
        for subject in self.subjects:
            for sound in search_sounds(name.whole for name in subject.names):
                found[sound].append(subject)
        return found

    @cached_property
    def insolvencies(self) -> Index[Insolvency]:
        return Index(tuple(map(read_insolvency, self.sheets["insolvencies.csv"].rows)))

    @cached_property
    def awards(self) -> Index[Award]:
        return Index(tuple(map(read_award, self.sheets["previous_awards.csv"].rows)))

    @cached_property
    def debts(self) -> Index[Debt]:
        return Index(tuple(map(read_debt, self.sheets["previous_debts.csv"].rows)))

    def officers_of(self, number: str) -> list[Officer]:
        return [each for each in self.officers if each.company_number == number]

    def runs(self, own: Sequence[Officer]) -> list[Officer]:
        """Return every appointment of these officers, wherever it is."""
        return [each for each in self.officers if any(same_officer(each, o) for o in own)]

    def met(self, names: Iterable[str]) -> list[SanctionsSubject]:
        found = (each for sound in search_sounds(names) for each in self.by_sound.get(sound, ()))
        return list({each.unique_id: each for each in found}.values())
