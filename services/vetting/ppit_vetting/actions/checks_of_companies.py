"""The checks that look a company up in the register."""

from collections.abc import Sequence

from ppit_vetting.actions.search import Search, registered
from ppit_vetting.domain.codes import CheckType, SourceName
from ppit_vetting.domain.company_checks import (
    Predecessor,
    check_company_insolvency,
    check_mass_address,
    check_officers,
    check_phoenix,
    check_register,
)
from ppit_vetting.domain.findings import Finding
from ppit_vetting.domain.reasons import ReasonCode
from ppit_vetting.domain.register import Officer, officer_key

_BULK = SourceName.COMPANIES_HOUSE_BULK
_OFFICERS = SourceName.COMPANIES_HOUSE_OFFICERS


async def company_register(search: Search) -> Finding:
    missing = search.missing(CheckType.COMPANY_REGISTER, _BULK)
    if missing is not None and search.applicant.on_register:
        return missing
    held = await registered(search)
    source = search.source(_BULK)
    return search.judged(check_register(search.applicant, held, search.today, source))


async def company_insolvency(search: Search) -> Finding:
    missing = search.missing(CheckType.INSOLVENCY_COMPANY, _BULK)
    if missing is not None and search.applicant.on_register:
        return missing
    held = await registered(search)
    return search.judged(check_company_insolvency(search.applicant, held, search.source(_BULK)))


async def mass_address(search: Search) -> Finding:
    missing = search.missing(CheckType.MASS_REGISTRATION_ADDRESS, _BULK)
    if missing is not None and search.applicant.on_register:
        return missing
    held = await registered(search)
    key = held.company.office_key if held.company else ""
    count = await search.registers.at_door(key) if key else 0
    source = search.source(_BULK)
    return search.judged(check_mass_address(search.applicant, held, count, source))


async def officers(search: Search) -> Finding:
    missing = search.missing(CheckType.OFFICERS_PSC, _OFFICERS, _BULK)
    if missing is not None and search.applicant.on_register:
        return missing
    held = await registered(search)
    company = held.company
    found = await search.registers.officers_of(company.number) if company else []
    declared = tuple(map(officer_key, search.applicant.officers))
    return search.judged(
        check_officers(
            search.applicant, held, found, declared, search.today, search.source(_OFFICERS)
        )
    )


async def phoenix(search: Search) -> Finding:
    missing = search.missing(CheckType.PHOENIX_PATTERN, _OFFICERS, _BULK)
    if missing is not None and search.applicant.on_register:
        return missing
    held = await registered(search)
    sources = search.sources(_OFFICERS, _BULK)
    if held.company is None:
        return search.judged(check_phoenix(search.applicant, held, (), sources))
    own = await search.registers.officers_of(held.company.number)
    runs = await search.registers.appointments(
        officer for officer in own if officer.in_office(search.today)
    )
    found = await _predecessors(search, held.company.number, runs.officers)
    short = ReasonCode.TOO_MANY_ALIKE if runs.crowded else None
    return search.judged(check_phoenix(search.applicant, held, found, sources), short)


async def _predecessors(search: Search, number: str, runs: Sequence[Officer]) -> list[Predecessor]:
    """Return every other company of the applicant's officers, and when they left it."""
    elsewhere = [each for each in runs if each.company_number != number]
    numbers = {each.company_number for each in elsewhere}
    live = {company.number: company for company in await search.registers.companies(numbers)}
    return [
        Predecessor(each.company_number, live.get(each.company_number), each.resigned_on)
        for each in elsewhere
    ]
