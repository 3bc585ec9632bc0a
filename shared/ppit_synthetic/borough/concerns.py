"""Earlier awards, and for each application the checks that must not come back clear."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from ppit_synthetic.borough.codes import Check, CompanyStory, InsolvencyKind, MatchStrength
from ppit_synthetic.borough.companies import FAILED
from ppit_synthetic.borough.ground import Ground, grown_on
from ppit_synthetic.borough.keys import own_key
from ppit_synthetic.borough.records import Debt, Insolvency
from ppit_synthetic.borough.trade_records import Application, Award, Company, SanctionsMatch
from ppit_synthetic.chance import day_between, happens

CROWD = 10  # companies at one door, from which a registered office is a mass address
_AWARDED_SHARE = 0.18
_UNACCOUNTED_SHARE = 0.4
_YEARS_BACK = timedelta(days=5 * 365)
_LONG_AGO = timedelta(days=200)


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to be found out about an applicant."""

    companies: dict[str, Company]
    crowded: frozenset[str]
    insolvent: frozenset[str]
    in_debt: frozenset[str]
    unaccounted: frozenset[str]
    sanctioned: frozenset[str]

    def concerns(self, application: Application) -> tuple[Check, ...]:
        company = self.companies.get(application.company_number or "")
        person = application.person_id or ""
        officers = [o.person_id for o in company.officers] if company else [person]
        holds = {
            Check.LINK_NETWORK: application.ring_id is not None,
            Check.SANCTIONS: application.application_id in self.sanctioned,
            Check.PREVIOUS_AWARDS: (application.company_number or person) in self.unaccounted,
            Check.PREVIOUS_DEBT: person in self.in_debt,
            Check.INSOLVENCY_PERSON: not self.insolvent.isdisjoint(officers),
        } | self._of_company(company)
        return tuple(check for check in Check if holds[check])

    def _of_company(self, company: Company | None) -> dict[Check, bool]:
        if company is None:
            ours = (
                Check.PHOENIX_PATTERN,
                Check.MASS_REGISTRATION_ADDRESS,
                Check.INSOLVENCY_COMPANY,
            )
            return dict.fromkeys(ours, False)
        return {
            Check.PHOENIX_PATTERN: company.story is CompanyStory.PHOENIX_RISEN,
            Check.MASS_REGISTRATION_ADDRESS: company.uprn in self.crowded,
            Check.INSOLVENCY_COMPANY: company.status in FAILED,
        }


def make_awards(
    ground: Ground, companies: Iterable[Company], applications: Iterable[Application]
) -> tuple[Award, ...]:
    """Return what some applicants had before, part of it never accounted for."""
    rng = ground.facts("awards")
    founded = {company.number: company.incorporated_on for company in companies}
    last = ground.as_of - _LONG_AGO
    awards: list[Award] = []
    for application in applications:
        number, person_id = application.company_number, application.person_id or ""
        began = founded[number] if number else grown_on(ground.person(person_id))
        if began > last or not happens(rng, _AWARDED_SHARE):
            continue
        day = day_between(rng, max(began, ground.as_of - _YEARS_BACK), last)
        awards.append(
            Award(
                award_id=own_key("AWARD", len(awards)),
                person_id=application.person_id,
                company_number=application.company_number,
                scheme=application.scheme,
                awarded_on=day,
                amount_pence=rng.randint(5, 100) * 10_000,
                accounted=not happens(rng, _UNACCOUNTED_SHARE),
            )
        )
    return tuple(awards)


def insolvent_now(ground: Ground, insolvencies: Iterable[Insolvency]) -> tuple[str, ...]:
    """Return who is insolvent today. A breathing space is no grant maker's business."""
    return tuple(
        one.person_id
        for one in insolvencies
        if one.in_force(ground.as_of) and one.kind is not InsolvencyKind.BREATHING_SPACE
    )


def find_out(
    ground: Ground,
    companies: Iterable[Company],
    insolvencies: Iterable[Insolvency],
    debts: Iterable[Debt],
    awards: Iterable[Award],
) -> Known:
    """Gather what is known before the sanctions list is read."""
    by_number = {company.number: company for company in companies}
    doors = Counter(company.uprn for company in by_number.values())
    return Known(
        companies=by_number,
        crowded=frozenset(door for door, firms in doors.items() if firms >= CROWD),
        insolvent=frozenset(insolvent_now(ground, insolvencies)),
        in_debt=frozenset(person_id for debt in debts for person_id in debt.person_ids),
        unaccounted=frozenset(
            award.company_number or award.person_id or "" for award in awards if not award.accounted
        ),
        sanctioned=frozenset(),
    )


def judge(
    known: Known, applications: Iterable[Application], matches: Iterable[SanctionsMatch]
) -> tuple[Application, ...]:
    """Return the applications with their concerns. A low-quality alias alone raises none."""
    weak_alias = MatchStrength.LOW_QUALITY_ALIAS
    found = frozenset(m.application_id for m in matches if m.strength is not weak_alias)
    whole = replace(known, sanctioned=found)
    return tuple(replace(one, concerns=whole.concerns(one)) for one in applications)
