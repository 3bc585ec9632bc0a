"""Compares an application with the others of its organisation, both ways."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ppit_vetting.actions.search import Search
from ppit_vetting.domain.case import Case
from ppit_vetting.domain.codes import SourceName
from ppit_vetting.domain.findings import Finding
from ppit_vetting.domain.link_keys import COMPANY, LinkKey
from ppit_vetting.domain.links import Application, find_links, links_finding
from ppit_vetting.domain.reasons import ReasonCode


@dataclass(frozen=True, slots=True)
class Seen:
    """An application with the other companies that its officers run, hashed.

    ``short`` says why nobody knows them.
    """

    application: Application
    short: ReasonCode | None


async def link_network(search: Search) -> Finding:
    """Return what the case has in common with all others that its organisation sent."""
    case = search.case
    keys = (await search.cases.keys_of([case.case_id]))[case.case_id]
    seen = await _seen(case, keys, search)
    ids = await search.cases.sharing(case, keys | seen.application.fellows)
    others = await _others(ids, search)
    finding = links_finding(
        find_links(seen.application, others), search.source(SourceName.OWN_CASES)
    )
    return search.judged(finding, seen.short, _stale(search, seen))


async def _others(ids: Sequence[UUID], search: Search) -> Iterable[Application]:
    keys = await search.cases.keys_of(ids)
    return [_application(case, keys, frozenset()) for case in await search.cases.all(ids)]


async def _seen(case: Case, keys: frozenset[LinkKey], search: Search) -> Seen:
    number = case.applicant.company.register_number if case.applicant.company else None
    if number is None:
        return Seen(_application(case, {case.case_id: keys}, frozenset()), None)
    if not search.has(SourceName.COMPANIES_HOUSE_OFFICERS):
        bare = _application(case, {case.case_id: keys}, frozenset())
        return Seen(bare, ReasonCode.SOURCE_NOT_LOADED)
    own = await search.registers.officers_of(number)
    runs = await search.registers.appointments(own)
    numbers = {each.company_number for each in runs.officers} - {number}
    fellows = frozenset(search.hasher.keys(COMPANY, numbers))
    short = ReasonCode.TOO_MANY_ALIKE if runs.crowded else None
    return Seen(_application(case, {case.case_id: keys}, fellows), short)


def _application(
    case: Case, keys: Mapping[UUID, frozenset[LinkKey]], fellows: frozenset[LinkKey]
) -> Application:
    applicant = case.applicant
    return Application(
        case_id=case.case_id,
        reference=case.request.application_reference,
        received_at=case.request.received_at,
        person=applicant.people[0] if applicant.people else None,
        number=applicant.company.register_number if applicant.company else None,
        address=applicant.address,
        keys=keys[case.case_id],
        fellows=fellows,
    )


def _stale(search: Search, seen: Seen) -> ReasonCode | None:
    """Tell whether the officers were looked up in a list that is past its date."""
    state = search.states.get(SourceName.COMPANIES_HOUSE_OFFICERS)
    asked = seen.application.number is not None and state is not None
    return ReasonCode.SOURCE_STALE if asked and state and not state.fresh else None
