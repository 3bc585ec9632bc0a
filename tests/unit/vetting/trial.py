"""Vets a borough's applicants by the rules of the service, in memory, against the truth."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from ppit_matching import Person
from ppit_vetting.api.application_wire import ApplicationGiven
from ppit_vetting.domain.applicant import Applicant
from ppit_vetting.domain.codes import CheckResult, CheckType, Recommendation, SourceName
from ppit_vetting.domain.company_checks import (
    Predecessor,
    Registered,
    check_company_insolvency,
    check_mass_address,
    check_officers,
    check_phoenix,
    check_register,
)
from ppit_vetting.domain.findings import Finding, SourceUsed
from ppit_vetting.domain.link_keys import COMPANY, LinkHasher, LinkKey, link_keys
from ppit_vetting.domain.links import Application, find_links, links_finding
from ppit_vetting.domain.people_checks import (
    check_awards,
    check_debts,
    check_insolvency,
    check_sanctions,
)
from ppit_vetting.domain.people_files import (
    officer_person,
)
from ppit_vetting.domain.policies import SCHEMES
from ppit_vetting.domain.recommend import recommend
from ppit_vetting.domain.register import Officer
from ppit_vetting.domain.sanctions import Meeting, meet_organisation, meet_person
from tests.unit.vetting.town import Town, application_body

_SOURCE = SourceUsed(SourceName.OWN_CASES, None, datetime(2026, 11, 1, tzinfo=UTC))
_HASHER = LinkHasher(b"\0" * 32)
_REFERRED = frozenset({Recommendation.REFER_TO_ANALYST, Recommendation.ADVISE_DECLINE})


@dataclass(frozen=True, slots=True)
class Vetted:
    """What the rules say of one application."""

    findings: tuple[Finding, ...]
    recommendation: Recommendation

    @property
    def referred(self) -> bool:
        return self.recommendation in _REFERRED

    def result(self, check: CheckType) -> CheckResult:
        return next(each.result for each in self.findings if each.check is check)

    @property
    def raised(self) -> frozenset[str]:
        quiet = {CheckResult.CLEAR, CheckResult.NOT_APPLICABLE, CheckResult.UNAVAILABLE}
        return frozenset(each.check.value for each in self.findings if each.result not in quiet)


def vet_all(town: Town) -> dict[str, Vetted]:
    """Vet every application as the service leaves it once all have been sent."""
    told = {
        one.application_id: ApplicationGiven.model_validate(application_body(one)).told()
        for one in town.borough.applications
    }
    policy = SCHEMES["START_UP_GRANT"].policies[0]
    seen = [
        _as_linked(
            town,
            number,
            reference,
            each.applicant,
            link_keys(each.applicant, each.contact, _HASHER),
        )
        for number, (reference, each) in enumerate(told.items())
    ]
    vetted: dict[str, Vetted] = {}
    for ours in seen:
        applicant = told[ours.reference].applicant
        asked = ours.keys | ours.fellows
        sharing = [each for each in seen if not asked.isdisjoint(each.keys | each.fellows)]
        links = links_finding(find_links(ours, sharing), _SOURCE)
        findings = (*_of_company(town, applicant), *_of_people(town, applicant), links)
        advice = recommend(findings, policy)
        vetted[ours.reference] = Vetted(findings, advice.recommendation)
    return vetted


def _as_linked(
    town: Town, number: int, reference: str, applicant: Applicant, keys: frozenset[LinkKey]
) -> Application:
    company = applicant.company.register_number if applicant.company else None
    own = town.officers_of(company) if company else []
    others = {o.company_number for o in town.runs(own)} - {company}
    return Application(
        case_id=UUID(int=number + 1),
        reference=reference,
        received_at=datetime(2026, 11, 1, tzinfo=UTC),
        person=applicant.people[0] if applicant.people else None,
        number=company,
        address=applicant.address,
        keys=keys,
        fellows=frozenset(_HASHER.keys(COMPANY, others)),
    )


def _of_company(town: Town, applicant: Applicant) -> tuple[Finding, ...]:
    number = applicant.company.register_number if applicant.company else None
    held = Registered(town.companies.get(number or ""), by_number=True)
    officers = town.officers_of(number) if number else []
    runs = town.runs([officer for officer in officers if officer.in_office(town.day)])
    before = [
        Predecessor(o.company_number, town.companies.get(o.company_number), o.resigned_on)
        for o in runs
        if o.company_number != number
    ]
    count = town.doors[held.company.office_key] if held.company else 0
    return (
        check_register(applicant, held, town.day, _SOURCE),
        check_officers(applicant, held, officers, (), town.day, _SOURCE),
        check_company_insolvency(applicant, held, _SOURCE),
        check_phoenix(applicant, held, before, (_SOURCE,)),
        check_mass_address(applicant, held, count, _SOURCE),
    )


def _of_people(town: Town, applicant: Applicant) -> tuple[Finding, ...]:
    number = applicant.company.register_number if applicant.company else None
    officers = [o for o in town.officers_of(number) if o.in_office(town.day)] if number else []
    people = applicant.people or tuple(map(_as_person, officers))
    met: list[Meeting] = []
    for person in people:
        met += meet_person(person, town.met((*person.given, *person.family, *person.former)))
    if applicant.company:
        name = applicant.company.name
        met += meet_organisation(name, number, town.met([name]))
    had = [award for award in town.awards.entries if number and award.company_number == number]
    own = people if applicant.is_person else ()
    return (
        check_insolvency(people, town.insolvencies.like(people), town.day, (_SOURCE,)),
        check_sanctions(met, (_SOURCE,)),
        check_awards(own, town.awards.like(own), had, (_SOURCE,)),
        check_debts(own, town.debts.like(own), (_SOURCE,)),
    )


def _as_person(officer: Officer) -> Person:
    month, year = str(officer.birth_month or ""), str(officer.birth_year or "")
    return officer_person(officer.name, month, year, officer.address, officer.postcode)


def figures(town: Town, vetted: Mapping[str, Vetted]) -> dict[str, object]:
    """Count what was found of what there is, by the borough's own truth."""
    listed = town.borough.applications
    right = [one for one in listed if one.should_refer]
    planted = Counter(check.value for one in listed for check in one.concerns)
    found = Counter(
        check.value
        for one in listed
        for check in one.concerns
        if check.value in vetted[one.application_id].raised
    )
    strengths = Counter[str]()
    for match in town.borough.matches:
        hit = vetted[match.application_id].result(CheckType.SANCTIONS)
        strengths[f"{match.strength.value} {hit.value}"] += 1
    return {
        "applications": len(listed),
        "to refer": len(right),
        "referred of them": sum(vetted[one.application_id].referred for one in right),
        "false alarms": sum(
            vetted[one.application_id].referred for one in listed if not one.should_refer
        ),
        "rings": len(town.borough.rings),
        "rings found whole": sum(
            all("LINK_NETWORK" in vetted[one].raised for one in ring.application_ids)
            for ring in town.borough.rings
        ),
        "concerns": {check: [found[check], wanted] for check, wanted in sorted(planted.items())},
        "sanctions": dict(sorted(strengths.items())),
    }
