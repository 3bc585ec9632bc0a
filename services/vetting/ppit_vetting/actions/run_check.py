"""Runs the checks of a case, a group of them in one chunk of its job, and recommends at the end."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ppit_platform.audit import AuditFact, Pseudonymiser
from ppit_platform.codes import LogOperation
from ppit_platform.events import Event, EventType
from ppit_platform.unit import UnitOfWork
from ppit_vetting.actions.check_links import link_network
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
from ppit_vetting.domain.decisions import is_decided
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
    CheckType.LINK_NETWORK: link_network,
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


async def run_checks(checks: Sequence[CheckType], errand: Errand, unit: UnitOfWork) -> None:
    """Record the findings of some checks; one that could not be made is a finding too."""
    case = await _case(errand, unit)
    found = await _found(checks, case, errand, unit)
    counts = Counter(finding.result.value for finding in found)
    fact = _fact(LogOperation.CONSULTATION, [case], errand, counts)
    stamp = Stamp(errand.job_id, fact.fact_id, errand.now())
    await FindingStore(unit.session).record(case, found, stamp)
    unit.record(fact)


async def run_links_and_recommend(errand: Errand, unit: UnitOfWork) -> None:
    """Compare the case with its organisation's others, and the earlier ones with it; recommend.

    Whoever came later finds whoever came before, so that an earlier case is looked at again, and
    what is recommended of it made anew unless somebody has decided: then it stands in the report.
    """
    case = await _case(errand, unit)
    cases, findings = CaseStore(unit.session), FindingStore(unit.session)
    await cases.alone(case)
    (finding,) = await _found([CheckType.LINK_NETWORK], case, errand, unit)
    # Where a source could not be read the transaction began anew, and its turn with it.
    await cases.alone(case)
    earlier = await cases.all(finding.linked) if finding.linked else []
    changed = await _changed(earlier, errand, unit)
    counts = {"checks": 1, "rechecks": len(changed), "recommendations": 1}
    fact = _fact(LogOperation.COMBINATION, [case, *earlier], errand, counts)
    stamp = Stamp(errand.job_id, fact.fact_id, errand.now())
    await findings.record(case, [finding], stamp)
    await _advise(case, stamp, unit)
    for other, again in changed:
        await findings.record_again(other, again, stamp)
        if not is_decided(await DecisionStore(unit.session).all(other.case_id)):
            await _advise(other, stamp, unit)
    unit.record(fact)


async def _changed(
    earlier: list[Case], errand: Errand, unit: UnitOfWork
) -> list[tuple[Case, Finding]]:
    """Return those earlier cases of which the links are no longer what was found then.

    One that has not been compared yet will see this case when its own job comes to it.
    """
    found: list[tuple[Case, Finding]] = []
    for other in earlier:
        known = (await FindingStore(unit.session).newest(other.case_id)).get(CheckType.LINK_NETWORK)
        if known is None:
            continue
        finding = await link_network(await _search(other, errand, unit))
        if finding.reasons != known.reasons or set(finding.linked) != set(known.linked):
            found.append((other, finding))
    return found


async def _advise(case: Case, stamp: Stamp, unit: UnitOfWork) -> None:
    findings = FindingStore(unit.session)
    newest = await findings.newest(case.case_id)
    await findings.advise(case, recommend(newest.values(), case.policy), stamp)
    told = {"id": str(case.case_id)}
    await unit.announce(Event(EventType.CASE_CHECKED, case.owner.org_id, stamp.now, told))


async def _found(
    checks: Sequence[CheckType], case: Case, errand: Errand, unit: UnitOfWork
) -> list[Finding]:
    search: Search | None = None
    found: list[Finding] = []
    for check in checks:
        source = SourceUsed(source_of(check))
        if check in NOT_CONNECTED:
            found.append(not_available(check, ReasonCode.SOURCE_NOT_CONNECTED, source))
            continue
        try:
            search = search or await _search(case, errand, unit)
            found.append(await _CHECKS[check](search))
        except SourceUnreadable:
            # Nothing was written yet: what could not be read is said in a new transaction.
            await unit.restart()
            search = None
            found.append(not_available(check, ReasonCode.SOURCE_UNREADABLE, source))
    return found


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
