"""What the register of companies shows of an applicant: pure rules, one for each check."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ppit_matching.organisations.registers import akin, same_name
from ppit_vetting.domain.applicant import Applicant
from ppit_vetting.domain.codes import CheckResult, CheckType
from ppit_vetting.domain.findings import (
    Evidence,
    Finding,
    SourceUsed,
    clear,
    not_applicable,
    not_available,
)
from ppit_vetting.domain.reasons import Reason, ReasonCode
from ppit_vetting.domain.register import (
    Company,
    Officer,
    is_active,
    is_insolvent,
    is_to_be_struck_off,
)

CROWD = 10
"""Companies at one door from which on it is an address where companies are registered in mass."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register holds of the company that an applicant names.

    ``company`` is None where it holds none, or where several bear the name: ``named`` counts them.
    """

    company: Company | None
    by_number: bool
    named: int = 0


@dataclass(frozen=True, slots=True)
class Predecessor:
    """Another company of one of the applicant's officers. ``company`` is None: it is live no more.

    ``left`` is when that officer resigned from it.
    """

    number: str
    company: Company | None
    left: date | None


def check_register(
    applicant: Applicant, registered: Registered, day: date, source: SourceUsed
) -> Finding:
    """Hold name and number against the register; what it lacks is neither clear nor unavailable."""
    check = CheckType.COMPANY_REGISTER
    if not applicant.on_register:
        return not_applicable(check, source)
    company = registered.company
    if company is None or applicant.company is None:
        return _not_held(applicant, registered, source)
    codes = _concerns(applicant.company.name, company, day)
    evidence = (_of_register(company),)
    if codes:
        reasons = tuple(Reason(code) for code in codes)
        return Finding(check, CheckResult.CONCERN, (source,), reasons, evidence)
    found = ReasonCode.ON_REGISTER if registered.by_number else ReasonCode.FOUND_BY_NAME
    return clear(check, (source,), found, evidence=evidence)


def _not_held(applicant: Applicant, registered: Registered, source: SourceUsed) -> Finding:
    given = applicant.company
    if given is not None and given.number and given.register_number is None:
        code = ReasonCode.NUMBER_MALFORMED
    elif registered.named > 1:
        code = ReasonCode.SEVERAL_OF_THAT_NAME
    else:
        code = ReasonCode.NOT_ON_REGISTER
    return Finding(CheckType.COMPANY_REGISTER, CheckResult.NOT_FOUND, (source,), (Reason(code),))


def _concerns(name: str, company: Company, day: date) -> list[ReasonCode]:
    overdue = company.accounts_due is not None and company.accounts_due < day
    former = any(same_name(name, previous) for previous in company.previous_names)
    differs = not same_name(name, company.name)
    lost = not is_active(company.status) and not is_insolvent(company.status)
    holds = {
        ReasonCode.NAME_DIFFERS: differs and not former,
        ReasonCode.FORMER_NAME_USED: differs and former,
        ReasonCode.COMPANY_NOT_ACTIVE: lost,
        ReasonCode.STRIKE_OFF_PROPOSED: is_to_be_struck_off(company.status),
        ReasonCode.ACCOUNTS_OVERDUE: overdue,
    }
    return [code for code, held in holds.items() if held]


def check_company_insolvency(
    applicant: Applicant, registered: Registered, source: SourceUsed
) -> Finding:
    check = CheckType.INSOLVENCY_COMPANY
    if not applicant.on_register:
        return not_applicable(check, source)
    company = registered.company
    if company is None:
        return _unknown(check, source)
    evidence = (_of_register(company),)
    if is_insolvent(company.status):
        reasons = (Reason(ReasonCode.COMPANY_INSOLVENT),)
        return Finding(check, CheckResult.ADVERSE, (source,), reasons, evidence)
    return clear(check, (source,), evidence=evidence)


def check_mass_address(
    applicant: Applicant, registered: Registered, at_the_door: int, source: SourceUsed
) -> Finding:
    """Judge the registered office by how many other companies have theirs at the same door."""
    check = CheckType.MASS_REGISTRATION_ADDRESS
    if not applicant.on_register:
        return not_applicable(check, source)
    company = registered.company
    if company is None:
        return _unknown(check, source)
    if not company.office_key:
        return not_available(check, ReasonCode.INSUFFICIENT_INPUT, source)
    evidence = (Evidence("registered office", company.number, (company.office,)),)
    if at_the_door >= CROWD:
        reasons = (Reason(ReasonCode.MASS_ADDRESS, at_the_door),)
        return Finding(check, CheckResult.CONCERN, (source,), reasons, evidence)
    return clear(check, (source,), evidence=evidence)


def check_officers(
    applicant: Applicant,
    registered: Registered,
    officers: Sequence[Officer],
    declared_keys: Iterable[str],
    day: date,
    source: SourceUsed,
) -> Finding:
    """Hold the officers who were declared against those whom the register names."""
    check = CheckType.OFFICERS_PSC
    if not applicant.on_register:
        return not_applicable(check, source)
    if registered.company is None:
        return _unknown(check, source)
    in_office = [officer for officer in officers if officer.in_office(day)]
    evidence = tuple(
        Evidence("officer", officer.company_number, (officer.role, *_since(officer)))
        for officer in in_office
    )
    if not in_office:
        reasons = (Reason(ReasonCode.NO_OFFICER_IN_OFFICE),)
        return Finding(check, CheckResult.CONCERN, (source,), reasons, evidence)
    known = {officer.key for officer in in_office}
    if any(key and key not in known for key in declared_keys):
        reasons = (Reason(ReasonCode.OFFICER_NOT_ON_REGISTER),)
        return Finding(check, CheckResult.CONCERN, (source,), reasons, evidence)
    return clear(check, (source,), ReasonCode.OFFICERS_IN_OFFICE, evidence=evidence)


def check_phoenix(
    applicant: Applicant,
    registered: Registered,
    predecessors: Iterable[Predecessor],
    sources: tuple[SourceUsed, ...],
) -> Finding:
    """Look for a failed company of the same officer that this one takes after, and came after.

    It takes after it in two of three: the trade, the name, the door. One that is no longer live is
    known by its officers alone, and counts where it was left within a year of this one's start.
    """
    check = CheckType.PHOENIX_PATTERN
    if not applicant.on_register:
        return not_applicable(check, *sources)
    company = registered.company
    if company is None:
        return _unknown(check, *sources)
    ashes = [each for each in predecessors if _rose_from(company, each)]
    evidence = tuple(_of_ashes(each) for each in ashes)
    if ashes:
        reasons = (Reason(ReasonCode.PHOENIX),)
        return Finding(check, CheckResult.CONCERN, sources, reasons, evidence)
    return clear(check, sources)


def _since(officer: Officer) -> tuple[str, ...]:
    """Say since when somebody is in office; who it is, the public register tells."""
    appointed = officer.appointed_on
    return (f"appointed {appointed.isoformat()}",) if appointed else ()


_A_YEAR = 365


def _rose_from(company: Company, other: Predecessor) -> bool:
    if other.number == company.number or company.incorporated_on is None:
        return False
    old = other.company
    if old is None:
        left = other.left
        return left is not None and abs((company.incorporated_on - left).days) <= _A_YEAR
    if not is_insolvent(old.status):
        return False
    if old.incorporated_on is not None and old.incorporated_on >= company.incorporated_on:
        return False
    alike = (
        not old.trades.isdisjoint(company.trades),
        akin(old.name, company.name),
        bool(old.office_key) and old.office_key == company.office_key,
    )
    return sum(alike) > 1


def _of_ashes(other: Predecessor) -> Evidence:
    if other.company is None:
        return Evidence("company no longer on the register", other.number, ())
    return _of_register(other.company)


def _of_register(company: Company) -> Evidence:
    born = company.incorporated_on
    says = (company.name, company.status, *([f"incorporated {born.isoformat()}"] if born else []))
    return Evidence("company", company.number, says)


def _unknown(check: CheckType, *sources: SourceUsed) -> Finding:
    """Return that a company which the register does not hold cannot be judged by it."""
    reasons = (Reason(ReasonCode.NOT_ON_REGISTER),)
    return Finding(check, CheckResult.NOT_FOUND, sources, reasons)
