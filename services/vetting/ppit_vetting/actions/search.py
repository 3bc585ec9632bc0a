"""What a check looks with: the case, the lists that count, and the day."""

from dataclasses import dataclass, field
from datetime import date, datetime

from ppit_matching import Person
from ppit_matching.organisations.registers import register_key
from ppit_platform.clock import LONDON
from ppit_vetting.domain.applicant import Applicant
from ppit_vetting.domain.case import Case
from ppit_vetting.domain.codes import CheckType, SourceName
from ppit_vetting.domain.company_checks import Registered
from ppit_vetting.domain.findings import Finding, SourceUsed, not_available
from ppit_vetting.domain.link_keys import LinkHasher
from ppit_vetting.domain.people_files import officer_person
from ppit_vetting.domain.reasons import ReasonCode
from ppit_vetting.domain.register import Officer
from ppit_vetting.storage.cases import CaseStore
from ppit_vetting.storage.findings import FindingStore
from ppit_vetting.storage.people_lists import PeopleListStore
from ppit_vetting.storage.registers import RegisterStore, States


@dataclass(frozen=True, slots=True)
class Search:
    """``states`` were asked first: all that is looked up is of the generations in them."""

    case: Case
    cases: CaseStore
    findings: FindingStore
    registers: RegisterStore
    people: PeopleListStore
    states: States
    hasher: LinkHasher
    now: datetime
    known: list[Registered] = field(default_factory=list[Registered])
    """What the register holds of the applicant, once it was looked up."""

    @property
    def applicant(self) -> Applicant:
        return self.case.applicant

    @property
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()

    def source(self, name: SourceName) -> SourceUsed:
        """Return the source with its version and the instant at which it was loaded."""
        state = self.states.get(name)
        if name is SourceName.OWN_CASES:
            return SourceUsed(name, None, self.now)
        return SourceUsed(name, state.version, state.loaded_at) if state else SourceUsed(name)

    def sources(self, *names: SourceName) -> tuple[SourceUsed, ...]:
        return tuple(map(self.source, names))

    def has(self, name: SourceName) -> bool:
        return name in self.states

    def missing(self, check: CheckType, *names: SourceName) -> Finding | None:
        """Return the finding that there is no list to look in, None if there are all of them."""
        if all(map(self.has, names)):
            return None
        return not_available(check, ReasonCode.SOURCE_NOT_LOADED, *self.sources(*names))

    def judged(self, finding: Finding, *shorts: ReasonCode | None) -> Finding:
        """Return the finding less what stale lists, and other reasons, leave unsaid."""
        stale = any(
            not self.states[source.name].fresh
            for source in finding.sources
            if source.name in self.states
        )
        for short in (*shorts, ReasonCode.SOURCE_STALE if stale else None):
            if short is not None:
                finding = finding.but(short)
        return finding


async def registered(search: Search) -> Registered:
    """Find the applicant's company: by its number, or by its name where it gives none."""
    if not search.known:
        search.known.append(await _look_up(search))
    return search.known[0]


async def _look_up(search: Search) -> Registered:
    company = search.applicant.company
    if company is None or not search.applicant.on_register:
        return Registered(None, by_number=False)
    if company.number:
        number = company.register_number
        found = await search.registers.company(number) if number else None
        return Registered(found, by_number=True)
    named = await search.registers.named(register_key(company.name))
    return Registered(named[0] if len(named) == 1 else None, by_number=False, named=len(named))


@dataclass(frozen=True, slots=True)
class Behind:
    """The people behind an applicant; ``short`` says why not all of them are known."""

    people: tuple[Person, ...]
    short: ReasonCode | None
    used: tuple[SourceName, ...]


async def people_behind(search: Search) -> Behind:
    """Return the applicant, or a body's officers: those on the register and those declared."""
    applicant = search.applicant
    unread = None if applicant.readable else ReasonCode.INSUFFICIENT_INPUT
    if applicant.is_person:
        short = None if applicant.searchable else ReasonCode.INSUFFICIENT_INPUT
        return Behind(applicant.people, short, ())
    if not applicant.on_register:
        short = None if applicant.officers else ReasonCode.INSUFFICIENT_INPUT
        return Behind(applicant.officers, short or unread, ())
    used = (SourceName.COMPANIES_HOUSE_OFFICERS, SourceName.COMPANIES_HOUSE_BULK)
    if not all(map(search.has, used)):
        return Behind(applicant.officers, ReasonCode.SOURCE_NOT_LOADED, used)
    company = (await registered(search)).company
    if company is None:
        return Behind(applicant.officers, ReasonCode.NOT_ON_REGISTER, used)
    officers = await search.registers.officers_of(company.number)
    in_office = tuple(_person(officer) for officer in officers if officer.in_office(search.today))
    short = None if in_office else ReasonCode.NO_OFFICER_IN_OFFICE
    return Behind((*in_office, *applicant.officers), short or unread, used)


def _person(officer: Officer) -> Person:
    return officer_person(
        officer.name,
        str(officer.birth_month or ""),
        str(officer.birth_year or ""),
        officer.address,
        officer.postcode,
    )
