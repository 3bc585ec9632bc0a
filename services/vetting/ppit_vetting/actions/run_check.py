"""Runs one check of a case as one chunk of its job, and at the end says what is recommended."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ppit_platform.audit import AuditFact, Pseudonymiser
from ppit_platform.codes import LogOperation
from ppit_platform.unit import UnitOfWork
from ppit_vetting.actions.check_links import links_of
from ppit_vetting.actions.checks_of_companies import (
    company_insolvency,
    company_register,
    mass_address,
    officers,
    phoenix,
)
from ppit_vetting.actions.checks_of_people import (
    personal_insolvency,
    previous_awards,
    previous_debt,
    sanctions,
)
from ppit_vetting.actions.search import Search
from ppit_vetting.domain.case import Case
from ppit_vetting.domain.codes import CheckType
from ppit_vetting.domain.findings import Finding, SourceUsed, not_available
from ppit_vetting.domain.link_keys import LinkHasher
from ppit_vetting.domain.reasons import ReasonCode
from ppit_vetting.domain.recommend import recommend
from ppit_vetting.domain.sources import NOT_CONNECTED, source_of
from ppit_vetting.storage.cases import CaseStore
from ppit_vetting.storage.decisions import DecisionStore
from ppit_vetting.storage.findings import FindingStore, Stamp
from ppit_vetting.storage.people_lists import PeopleListStore
from ppit_vetting.storage.reading import SourceUnreadable
from ppit_vetting.storage.registers import RegisterStore, list_states

_CHECKS: Mapping[CheckType, Callable[[Search], Awaitable[Finding]]] = {
    CheckType.COMPANY_REGISTER: company_register,
    CheckType.OFFICERS_PSC: officers,
    CheckType.INSOLVENCY_COMPANY: company_insolvency,
    CheckType.INSOLVENCY_PERSON: personal_insolvency,
    CheckType.SANCTIONS: sanctions,
    CheckType.PHOENIX_PATTERN: phoenix,
    CheckType.MASS_REGISTRATION_ADDRESS: mass_address,
    CheckType.PREVIOUS_AWARDS: previous_awards,
    CheckType.PREVIOUS_DEBT: previous_debt,
}


@dataclass(frozen=True, slots=True)
class Errand:
    """What every chunk of one job has with it."""

    job_id: int
    case_id: UUID
    hasher: LinkHasher
    pseudonyms: Pseudonymiser
    now: Callable[[], datetime]


class CaseGone(Exception):
    """The case that a job is for is not there for whoever asked for it."""


async def run_check(check: CheckType, errand: Errand, unit: UnitOfWork) -> None:
    """Record the finding of one check; one that could not be made is a finding too."""
    case = await _case(errand, unit)
    if check is CheckType.LINK_NETWORK:
        await _run_links(case, errand, unit)
        return
    finding = await _found(check, case, errand, unit)
    fact = _fact(LogOperation.CONSULTATION, [case], errand, {finding.result.value: 1})
    stamp = Stamp(errand.job_id, fact.fact_id, errand.now())
    await FindingStore(unit.session).record(case, finding, stamp)
    unit.record(fact)


async def run_recommendation(errand: Errand, unit: UnitOfWork) -> None:
    """Weigh all findings by the policy that the case was accepted under."""
    case = await _case(errand, unit)
    await CaseStore(unit.session).alone(case)
    fact = _fact(LogOperation.COMBINATION, [case], errand, {"recommendations": 1})
    await _advise(case, Stamp(errand.job_id, fact.fact_id, errand.now()), unit)
    unit.record(fact)


async def _run_links(case: Case, errand: Errand, unit: UnitOfWork) -> None:
    """Compare the case with its organisation's others, and the earlier ones with it.

    Whoever came later finds whoever came before, so that an earlier case is looked at again, and
    what is recommended of it made anew unless somebody has decided: then it stands in the report.
    """
    await CaseStore(unit.session).alone(case)
    finding = await _found(CheckType.LINK_NETWORK, case, errand, unit)
    # Where a source could not be read the transaction began anew, and its turn with it.
    await CaseStore(unit.session).alone(case)
    earlier: list[Case] = []
    again: list[tuple[Case, Finding]] = []
    if finding.linked:
        earlier = await CaseStore(unit.session).all(finding.linked)
        again = await _changed(earlier, errand, unit)
    fact = _fact(
        LogOperation.COMBINATION, [case, *earlier], errand, {"checks": 1, "rechecks": len(again)}
    )
    stamp = Stamp(errand.job_id, fact.fact_id, errand.now())
    await FindingStore(unit.session).record(case, finding, stamp)
    for other, changed in again:
        await FindingStore(unit.session).record(other, changed, stamp)
        await _advise_again(other, stamp, unit)
    unit.record(fact)


async def _changed(
    earlier: list[Case], errand: Errand, unit: UnitOfWork
) -> list[tuple[Case, Finding]]:
    """Return those earlier cases of which the links are no longer what was found then."""
    found: list[tuple[Case, Finding]] = []
    for other in earlier:
        known = (await FindingStore(unit.session).newest(other.case_id)).get(CheckType.LINK_NETWORK)
        if known is None:
            continue  # its own job has not come to it, and will see this case
        finding = await links_of(other, await _search(other, errand, unit))
        if finding.reasons != known.reasons or set(finding.linked) != set(known.linked):
            found.append((other, finding))
    return found


async def _advise_again(case: Case, stamp: Stamp, unit: UnitOfWork) -> None:
    if not await FindingStore(unit.session).last_recommendation(case.case_id):
        return
    if not await DecisionStore(unit.session).all(case.case_id):
        await _advise(case, stamp, unit)


async def _advise(case: Case, stamp: Stamp, unit: UnitOfWork) -> None:
    findings = FindingStore(unit.session)
    newest = await findings.newest(case.case_id)
    await findings.advise(case, recommend(newest.values(), case.policy), stamp)


async def _found(check: CheckType, case: Case, errand: Errand, unit: UnitOfWork) -> Finding:
    if check in NOT_CONNECTED:
        source = SourceUsed(source_of(check))
        return not_available(check, ReasonCode.SOURCE_NOT_CONNECTED, source)
    try:
        search = await _search(case, errand, unit)
        if check is CheckType.LINK_NETWORK:
            return await links_of(case, search)
        return await _CHECKS[check](search)
    except SourceUnreadable:
        # Nothing was written yet: what could not be read is said in a new transaction.
        await unit.restart()
        source = SourceUsed(source_of(check))
        return not_available(check, ReasonCode.SOURCE_UNREADABLE, source)


async def _search(case: Case, errand: Errand, unit: UnitOfWork) -> Search:
    states = await list_states(unit.session)
    return Search(
        case=case,
        cases=CaseStore(unit.session),
        findings=FindingStore(unit.session),
        registers=RegisterStore(unit.session, states),
        people=PeopleListStore(unit.session, states),
        states=states,
        hasher=errand.hasher,
        now=errand.now(),
    )


async def _case(errand: Errand, unit: UnitOfWork) -> Case:
    case = await CaseStore(unit.session).get(errand.case_id)
    if case is None:
        raise CaseGone
    return case


def _fact(
    operation: LogOperation, cases: list[Case], errand: Errand, counts: Mapping[str, int]
) -> AuditFact:
    subjects = tuple(errand.pseudonyms.subject(case.case_id) for case in cases)
    return AuditFact(operation, subjects_searched=subjects, fields=("finding",), counts=counts)
