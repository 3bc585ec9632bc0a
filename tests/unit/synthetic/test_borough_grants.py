"""Grants, companies and sanctions: who must be referred and why, worked out a second time."""

import re
from collections import Counter, defaultdict
from datetime import date, timedelta

from ppit_synthetic.borough import (
    Application,
    Award,
    Check,
    Company,
    CompanyStory,
    MatchStrength,
    Ring,
    RingLink,
)
from ppit_synthetic.codes import Dwelling
from tests.unit.synthetic.boroughs import borough_of, read_back, truth_of


def _by_id() -> dict[str, Application]:
    return {one.application_id: one for one in borough_of().applications}


def _companies() -> dict[str, Company]:
    return {company.number: company for company in borough_of().companies}


def _officers(application: Application) -> set[str]:
    company = _companies().get(application.company_number or "")
    return {officer.person_id for officer in company.officers} if company else set()


def _has(ring: Ring, application: Application) -> bool:
    match ring.link:
        case RingLink.ACCOUNT:
            return application.account_token == ring.shared
        case RingLink.PHONE:
            return application.phone == ring.shared
        case RingLink.OFFICER:
            return ring.shared in _officers(application)
        case RingLink.ADDRESS:
            entry = truth_of().entries[ring.shared]
            return application.address.lines == (*entry.lines, entry.town)


def test_there_are_rings_of_every_kind_and_none_shares_a_member() -> None:
    links = Counter(ring.link for ring in borough_of().rings)
    assert set(links) == set(RingLink)
    assert min(links.values()) >= 2
    members = [one for ring in borough_of().rings for one in ring.application_ids]
    assert len(set(members)) == len(members) >= 24
    assert set(members) == {a.application_id for a in borough_of().applications if a.ring_id}


def test_a_rings_members_share_what_it_says_and_nobody_else_does() -> None:
    assert len(borough_of().rings) >= 8
    for ring in borough_of().rings:
        sharing = {a.application_id for a in borough_of().applications if _has(ring, a)}
        assert sharing == set(ring.application_ids)
        assert len(sharing) >= 3
        assert {_by_id()[one].ring_id for one in sharing} == {ring.ring_id}


def test_the_people_of_a_ring_come_from_different_homes() -> None:
    of_people = [ring for ring in borough_of().rings if ring.link is not RingLink.OFFICER]
    assert len(of_people) >= 6
    for ring in of_people:
        people = [_by_id()[one].person_id or "" for one in ring.application_ids]
        homes = {truth_of().home_of(person_id) for person_id in people}
        assert len(homes) == len(people)
        assert ring.shared not in homes


def test_whoever_shares_an_account_honestly_shares_a_home() -> None:
    accounts: defaultdict[str, list[Application]] = defaultdict(list)
    for one in borough_of().applications:
        accounts[one.account_token].append(one)
    honest = [group for group in accounts.values() if len(group) > 1 and not group[0].ring_id]
    assert len(honest) >= 5
    for group in honest:
        assert len({truth_of().home_of(one.person_id or "") for one in group}) == 1
        assert not any(Check.LINK_NETWORK in one.concerns for one in group)
    assert all(re.fullmatch(r"[0-9a-f]{40}", token) for token in accounts)


def test_no_telephone_is_shared_but_in_a_ring() -> None:
    shared = Counter(one.phone for one in borough_of().applications if one.phone)
    more_than_one = {phone for phone, times in shared.items() if times > 1}
    of_rings = {ring.shared for ring in borough_of().rings if ring.link is RingLink.PHONE}
    assert more_than_one == of_rings


def test_no_address_is_shared_but_in_a_ring_by_a_couple_or_in_suites_of_one_house() -> None:
    places: defaultdict[tuple[str, ...], list[Application]] = defaultdict(list)
    for one in borough_of().applications:
        places[one.address.lines].append(one)
    shared = [group for group in places.values() if len(group) > 1]
    of_rings = [g for g in shared if {one.ring_id for one in g} != {None}]
    couples = [g for g in shared if g not in of_rings]
    assert len(of_rings) == sum(r.link is RingLink.ADDRESS for r in borough_of().rings) >= 2
    assert len(couples) >= 5
    for group in couples:
        assert len({one.account_token for one in group}) == 1


def test_the_address_of_a_ring_is_a_door_at_which_nobody_lives() -> None:
    doors = [ring.shared for ring in borough_of().rings if ring.link is RingLink.ADDRESS]
    assert len(doors) >= 2
    assert not truth_of().living_at.keys() & set(doors)
    assert Dwelling.BLOCK not in {truth_of().entries[door].dwelling for door in doors}


def _may_apply_from(who: Application | Award) -> date:
    if who.company_number:
        return _companies()[who.company_number].incorporated_on
    born = truth_of().residents[who.person_id or ""].born
    return born + timedelta(days=18 * 365)


def test_nobody_applied_or_was_awarded_anything_before_there_was_anybody_to_apply() -> None:
    applications, awards = borough_of().applications, borough_of().awards
    assert min(len(applications), len(awards)) > 25
    assert all(one.applied_on >= _may_apply_from(one) for one in applications)
    assert all(one.awarded_on >= _may_apply_from(one) for one in awards)


def _insolvent() -> set[str]:
    as_of = borough_of().kent.as_of
    lasting = {"BANKRUPTCY", "IVA", "DRO"}
    found = borough_of().insolvencies
    return {i.person_id for i in found if i.kind in lasting and i.started <= as_of < i.ended}


def _is_risen(company: Company) -> bool:
    """Say whether the same person ran a firm of the same trade that failed as this one began."""
    for other in borough_of().companies:
        if other.status == "Liquidation" and other.sic == company.sic and other != company:
            for officer in other.officers:
                same = officer.person_id in {o.person_id for o in company.officers}
                left = officer.resigned_on
                if same and left and abs((company.incorporated_on - left).days) <= 365:
                    return True
    return False


def _concerns(one: Application) -> set[Check]:
    borough = borough_of()
    company = _companies().get(one.company_number or "")
    doors = Counter(other.uprn for other in borough.companies)
    hits = {m.application_id for m in borough.matches if m.strength != "LOW_QUALITY_ALIAS"}
    people = _officers(one) or {one.person_id or ""}
    who = (one.person_id, one.company_number)
    holds = {
        Check.LINK_NETWORK: one.application_id
        in {m for r in borough.rings for m in r.application_ids},
        Check.SANCTIONS: one.application_id in hits,
        Check.PHOENIX_PATTERN: company is not None and _is_risen(company),
        Check.MASS_REGISTRATION_ADDRESS: company is not None and doors[company.uprn] >= 10,
        Check.INSOLVENCY_COMPANY: company is not None
        and company.status in {"Liquidation", "In Administration"},
        Check.INSOLVENCY_PERSON: bool(people & _insolvent()),
        Check.PREVIOUS_AWARDS: any(
            (award.person_id, award.company_number) == who and not award.accounted
            for award in borough.awards
        ),
        Check.PREVIOUS_DEBT: any(one.person_id in debt.person_ids for debt in borough.debts),
    }
    return {check for check, held in holds.items() if held}


def test_every_applicants_concerns_are_those_that_the_records_give() -> None:
    found = Counter[Check]()
    for one in borough_of().applications:
        assert set(one.concerns) == _concerns(one)
        assert one.should_refer == bool(one.concerns)
        found.update(one.concerns)
    assert set(found) == set(Check)
    assert min(found.values()) >= 4


def test_most_applicants_are_honest() -> None:
    referred = [one.should_refer for one in borough_of().applications]
    assert len(referred) > 180
    assert 0.2 < sum(referred) / len(referred) < 0.5


def test_every_phoenix_has_its_ashes_at_the_same_door() -> None:
    stories = Counter(company.story for company in borough_of().companies)
    assert stories[CompanyStory.PHOENIX_RISEN] == stories[CompanyStory.PHOENIX_ASHES] >= 5
    assert stories[CompanyStory.MASS_REGISTERED] >= 15
    ashes = {c.uprn for c in borough_of().companies if c.story is CompanyStory.PHOENIX_ASHES}
    risen = {c.uprn for c in borough_of().companies if c.story is CompanyStory.PHOENIX_RISEN}
    assert ashes == risen
    plain = [c for c in borough_of().companies if c.story is None]
    assert not any(_is_risen(company) for company in plain)


def test_an_officer_was_of_age_and_alive_when_appointed() -> None:
    appointed = [(c, o) for c in borough_of().companies for o in c.officers]
    assert len(appointed) > 150
    for company, officer in appointed:
        person = truth_of().residents[officer.person_id]
        assert person.died is None
        assert (officer.appointed_on - person.born).days >= 18 * 365
        assert officer.appointed_on == company.incorporated_on
    rows = read_back("officers.csv")
    assert len(rows) == len(appointed)
    assert all(re.fullmatch(r"9\d{7}0000", row["person_number"]) for row in rows)


def test_the_bulk_file_says_what_is_true_of_each_company() -> None:
    rows = read_back("BasicCompanyDataAsOneFile-2026-11-01.csv")
    assert {row["CompanyStatus"] for row in rows} >= {"Active", "Liquidation"}
    for row in rows:
        company = _companies()[row[" CompanyNumber"]]
        assert (row["CompanyName"], row["CompanyStatus"]) == (company.name, company.status)
        assert row["IncorporationDate"] == f"{company.incorporated_on:%d/%m/%Y}"
        assert row["RegAddress.PostCode"] == truth_of().entries[company.uprn].postcode
        assert row[" PreviousName_1.CompanyName"] == (company.previous_name or "")
        assert row["PreviousName_1.CONDATE"] == (
            f"{company.renamed_on:%d/%m/%Y}" if company.renamed_on else ""
        )
    assert sum(bool(row[" PreviousName_1.CompanyName"]) for row in rows) >= 3


def test_the_sanctions_lists_rows_are_a_cross_product_of_each_subject() -> None:
    rows = Counter(row["Unique ID"] for row in read_back("UK-Sanctions-List.csv"))
    assert len(borough_of().subjects) > 120
    for subject in borough_of().subjects:
        places, birthdays = len(subject.places), len(subject.birthdays) or 1
        assert rows[subject.unique_id] == len(subject.names) * places * birthdays
    assert max(rows.values()) >= 6


def test_the_sanctions_list_has_the_oddities_of_the_real_one() -> None:
    rows = read_back("UK-Sanctions-List.csv")
    born = {re.sub(r"\d", "9", row["D.O.B"]) for row in rows}
    assert born == {"", "99/99/9999", "dd/mm/9999", "99/99/99yy"}
    assert any(row["D.O.B"].startswith("00/00/") for row in rows)
    assert {row["Alias strength"] for row in rows} == {
        *("", "Good quality a.k.a", "Low quality a.k.a"),
    }
    assert {row["Name type"] for row in rows} == {
        *("Primary Name", "Primary name variation", "Alias"),
    }
    assert {row["Designation Type"] for row in rows} == {"Individual", "Entity", "Ship"}
    assert any("&amp;" in row["UK Statement of Reasons"] for row in rows)
    assert any(row["Name non-latin script"] for row in rows)
    imposed = {row["Designation Type"]: row["Sanctions Imposed"].split("|") for row in rows}
    assert imposed["Individual"] == ["Asset freeze", "Travel Ban"]
    assert [len(imposed[kind]) for kind in ("Entity", "Ship")] == [1, 2]


def test_an_applicant_meets_the_list_as_strongly_as_is_said() -> None:
    subjects = {subject.unique_id: subject for subject in borough_of().subjects}
    strengths = Counter(match.strength for match in borough_of().matches)
    assert set(strengths) == set(MatchStrength)
    assert min(strengths.values()) >= 3
    for match in borough_of().matches:
        subject = subjects[match.unique_id]
        person = truth_of().residents[_by_id()[match.application_id].person_id or ""]
        family, given = person.name.family.upper(), person.name.given
        agreeing = [n for n in subject.names if (n.family, n.given[0]) == (family, given[0])]
        assert len(agreeing) == 1
        whole, year = f"{person.born:%d/%m/%Y}", str(person.born.year)
        assert (whole in subject.birthdays) == (match.strength is MatchStrength.STRONG)
        is_alias = match.strength is MatchStrength.LOW_QUALITY_ALIAS
        assert (agreeing[0].strength == "Low quality a.k.a") == is_alias
        assert (subject.birthdays[0].endswith(year)) == (not is_alias)


def test_nobody_else_in_the_borough_bears_a_listed_name_in_earnest() -> None:
    listed = {
        (name.family, name.given[0])
        for subject in borough_of().subjects
        for name in subject.names
        if name.given
    }
    met = {match.application_id for match in borough_of().matches}
    people = truth_of().residents
    others = [
        people[one.person_id].name
        for one in borough_of().applications
        if one.person_id and one.application_id not in met
    ]
    assert len(others) > 100
    assert not any((name.family.upper(), name.given[0]) in listed for name in others)


def test_earlier_awards_are_of_applicants_and_some_were_never_accounted_for() -> None:
    applicants = {(one.person_id, one.company_number) for one in borough_of().applications}
    awards = borough_of().awards
    assert len(awards) > 25
    assert all((award.person_id, award.company_number) in applicants for award in awards)
    assert 5 <= sum(not award.accounted for award in awards) < len(awards)
    rows = {row["award_id"]: row for row in read_back("previous_awards.csv")}
    assert len(rows) == len(awards)
    for award in awards:
        row = rows[award.award_id]
        assert row["awarded_on"] == award.awarded_on.isoformat()
        assert row["amount"] == f"{award.amount_pence / 100:.2f}"
        assert row["scheme"] == award.scheme
