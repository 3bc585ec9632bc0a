"""The checks that look people up: the applicant, or whoever stands behind a body."""

from ppit_vetting.actions.search import Behind, Search, people_behind, registered
from ppit_vetting.domain.codes import CheckType, SourceName
from ppit_vetting.domain.findings import Finding, not_applicable
from ppit_vetting.domain.people_checks import (
    Award,
    check_awards,
    check_debts,
    check_insolvency,
    check_sanctions,
)
from ppit_vetting.domain.sanctions import Meeting, meet_organisation, meet_person, search_sounds


async def personal_insolvency(search: Search) -> Finding:
    name = SourceName.INSOLVENCY_REGISTER
    missing = search.missing(CheckType.INSOLVENCY_PERSON, name)
    if missing is not None:
        return missing
    behind = await people_behind(search)
    listed = await search.people.insolvencies(behind.people)
    sources = search.sources(name, *behind.used)
    finding = check_insolvency(behind.people, listed.entries, search.today, sources)
    return search.judged(finding, behind.short, listed.short)


async def previous_debt(search: Search) -> Finding:
    """Look for debts of a person; the list knows no bodies, and officers' own are not asked for."""
    check, name = CheckType.PREVIOUS_DEBT, SourceName.COUNCIL_DEBTS
    if not search.applicant.is_person:
        return not_applicable(check, search.source(name))
    missing = search.missing(check, name)
    if missing is not None:
        return missing
    behind = await people_behind(search)
    listed = await search.people.debts(behind.people)
    finding = check_debts(behind.people, listed.entries, search.sources(name))
    return search.judged(finding, behind.short, listed.short)


async def previous_awards(search: Search) -> Finding:
    """Look for earlier awards: to the person, or to the company by its number."""
    name = SourceName.PREVIOUS_AWARDS
    missing = search.missing(CheckType.PREVIOUS_AWARDS, name)
    if missing is not None:
        return missing
    applicant, sources = search.applicant, search.sources(name)
    if applicant.is_person:
        behind = await people_behind(search)
        listed = await search.people.awards(behind.people)
        finding = check_awards(behind.people, listed.entries, (), sources)
        return search.judged(finding, behind.short, listed.short)
    number = await _number(search)
    if number is None:
        return not_applicable(CheckType.PREVIOUS_AWARDS, *sources)
    had: list[Award] = await search.people.awards_to(number)
    return search.judged(check_awards((), (), had, sources))


async def _number(search: Search) -> str | None:
    company = search.applicant.company
    if company is not None and company.register_number:
        return company.register_number
    if not search.has(SourceName.COMPANIES_HOUSE_BULK):
        return None
    found = (await registered(search)).company
    return found.number if found else None


async def sanctions(search: Search) -> Finding:
    """Screen the applicant and, of a body, its name, its number and its officers."""
    name = SourceName.UK_SANCTIONS_LIST
    missing = search.missing(CheckType.SANCTIONS, name)
    if missing is not None:
        return missing
    behind = await people_behind(search)
    met = [*await _bodies_met(search), *await _people_met(search, behind)]
    sources = search.sources(name, *behind.used)
    return search.judged(check_sanctions(met, sources), behind.short)


async def _bodies_met(search: Search) -> tuple[Meeting, ...]:
    company = search.applicant.company
    if company is None:
        return ()
    subjects = await search.registers.sanctioned(search_sounds([company.name]))
    return meet_organisation(company.name, company.register_number, subjects)


async def _people_met(search: Search, behind: Behind) -> list[Meeting]:
    met: list[Meeting] = []
    for person in behind.people:
        names = (*person.given, *person.family, *person.known_as, *person.former)
        subjects = await search.registers.sanctioned(search_sounds(names))
        met.extend(meet_person(person, subjects))
    return met
