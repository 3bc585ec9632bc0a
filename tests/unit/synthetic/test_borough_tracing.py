"""Debts, sightings, deaths and insolvencies: what a perfect trace may say, worked out again."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from ppit_synthetic import Noise
from ppit_synthetic.borough import (
    Debt,
    DebtFile,
    Evidence,
    InsolvencyKind,
    Sighting,
    Source,
    Stop,
    TraceOutcome,
    Verdict,
)
from tests.unit.synthetic.boroughs import borough_of, read_back, sheet_of, truth_of

_AS_OF = date(2026, 11, 1)
_CREDIT = {Source.CREDIT_BUREAU_A, Source.CREDIT_BUREAU_B}


def _grown(person_id: str, day: date) -> bool:
    born = truth_of().residents[person_id].born
    return (day.year - 18, day.month, day.day) >= (born.year, born.month, born.day)


def _stops(person_id: str) -> set[Stop]:
    borough = borough_of()
    kinds = {
        one.kind
        for one in borough.insolvencies
        if one.person_id == person_id and one.started <= _AS_OF < one.ended
    }
    holds = {
        Stop.PROTECTED: person_id in {one.person_id for one in borough.protected},
        Stop.DECEASED: truth_of().residents[person_id].died is not None,
        Stop.BREATHING_SPACE: InsolvencyKind.BREATHING_SPACE in kinds,
        Stop.INSOLVENT: bool(kinds - {InsolvencyKind.BREATHING_SPACE}),
        Stop.CHILD: not _grown(person_id, _AS_OF),
    }
    return {stop for stop, held in holds.items() if held}


def _at_home() -> dict[str, list[Sighting]]:
    """Return what places each living person at the present home, whatever the verdict says."""
    found: defaultdict[str, list[Sighting]] = defaultdict(list)
    for seen in borough_of().sightings:
        gone = seen.evidence is Evidence.SUPPRESSION_GONEAWAY
        if not gone and truth_of().home_of(seen.person_id) == seen.uprn:
            found[seen.person_id].append(seen)
    return found


def test_every_debts_stops_are_those_that_the_records_give() -> None:
    assert len(borough_of().debts) > 120
    for debt in borough_of().debts:
        assert set(debt.stops) == _stops(debt.person_ids[0])
        assert list(debt.stops) == sorted(debt.stops, key=list(Stop).index)
        assert debt.home_uprn == truth_of().home_of(debt.person_ids[0])


def test_an_address_is_confirmed_by_two_lineages_and_never_by_two_bureaux() -> None:
    at_home = _at_home()
    counted = Counter(debt.outcome for debt in borough_of().debts)
    for debt in borough_of().debts:
        if not debt.stops:
            lineages = {seen.lineage for seen in at_home.get(debt.person_ids[0], ())}
            confirmed = (
                TraceOutcome.SAME_ADDRESS_CONFIRMED
                if debt.home_uprn == debt.uprn
                else TraceOutcome.NEW_ADDRESS_CONFIRMED
            )
            unsure = (TraceOutcome.GONE_AWAY_NO_TRACE, TraceOutcome.CANDIDATES_UNCONFIRMED)
            assert debt.outcome is (*unsure, confirmed)[min(2, len(lineages))]
    assert set(counted) == set(TraceOutcome)
    assert min(counted.values()) >= 6


def test_a_stop_ends_the_trace_before_any_address() -> None:
    ends = {
        Stop.PROTECTED: TraceOutcome.PROTECTED_DO_NOT_DISCLOSE,
        Stop.DECEASED: TraceOutcome.DECEASED,
        Stop.BREATHING_SPACE: TraceOutcome.NOT_PERMITTED,
        Stop.INSOLVENT: TraceOutcome.NOT_PERMITTED,
        Stop.CHILD: TraceOutcome.NOT_PERMITTED,
    }
    stopped = [debt for debt in borough_of().debts if debt.stops]
    assert len(stopped) > 25
    assert all(debt.outcome is ends[debt.stops[0]] for debt in stopped)


@pytest.mark.parametrize("stop", Stop)
def test_every_stop_is_there(stop: Stop) -> None:
    assert sum(stop in debt.stops for debt in borough_of().debts) >= 4


def test_a_namesake_bears_the_name_and_is_near_or_was_born_the_same_day() -> None:
    truth = truth_of()
    doubled = [debt for debt in borough_of().debts if debt.namesake_ids]
    assert len(doubled) >= 15
    for debt in doubled:
        person = truth.residents[debt.person_ids[0]]
        town = truth.entries[debt.uprn].town
        for other in (truth.residents[person_id] for person_id in debt.namesake_ids):
            home = truth.entries[truth.home_of(other.person_id) or ""]
            assert (other.name.given[0], other.name.family) == (
                person.name.given[0],
                person.name.family,
            )
            assert home.town == town or other.born == person.born
            assert other.person_id not in debt.person_ids


def test_the_debtor_lived_at_the_address_of_the_debt_when_it_began() -> None:
    assert len(borough_of().debts) > 120
    for debt in borough_of().debts:
        for person_id in debt.person_ids:
            assert debt.uprn in {
                stay.uprn
                for stay in truth_of().stays[person_id]
                if stay.moved_in <= debt.owed_since < (stay.moved_out or _AS_OF)
            }
            young = {Stop.CHILD, Stop.DECEASED} & set(debt.stops)
            assert young or _grown(person_id, debt.owed_since)


def _row(debt: Debt) -> dict[str, str]:
    name = f"debts_{debt.debt_file.lower()}.csv"
    return read_back(name)[debt.row - 1]


def test_each_debt_stands_in_the_row_it_names_with_its_balance() -> None:
    for debt_file, least in ((DebtFile.COUNCIL_TAX, 50), (DebtFile.SUNDRY, 30)):
        debts = [debt for debt in borough_of().debts if debt.debt_file is debt_file]
        assert len(debts) == len(sheet_of(f"debts_{debt_file.lower()}.csv").rows) > least
        assert all(_row(debt)["Balance"] == f"{debt.balance_pence / 100:.2f}" for debt in debts)
        key = "AccountRef" if debt_file is DebtFile.COUNCIL_TAX else "CustomerNo"
        assert all(debt.debt_ref in _row(debt)[key] for debt in debts)


def test_couples_are_liable_together_and_nobody_owes_twice() -> None:
    together = [debt for debt in borough_of().debts if len(debt.person_ids) > 1]
    assert len(together) > 8
    assert all(_row(debt)["LiableParty2"] for debt in together)
    liable = Counter(one for debt in borough_of().debts for one in debt.person_ids)
    assert set(liable.values()) == {1}


@pytest.mark.parametrize("noise", Noise)
def test_the_finance_system_knows_plainly_everybody_who_is_liable(noise: Noise) -> None:
    truth, liable = truth_of(noise), Counter[tuple[str, ...]]()
    for debt in borough_of(noise).debts:
        place = truth.entries[debt.uprn]
        where = (", ".join((*place.lines, place.town)), place.postcode)
        owed = (f"{debt.balance_pence / 100:.2f}", debt.owed_since.isoformat())
        for person in (truth.residents[person_id] for person_id in debt.person_ids):
            name = (person.name.family, " ".join(person.name.given))
            liable[debt.debt_ref, *name, person.born.isoformat(), *where, *owed] += 1
    assert liable.total() > len(borough_of(noise).debts) > 120
    assert Counter(tuple(row.values()) for row in read_back("previous_debts.csv", noise)) == liable


def test_the_debt_files_have_traps_of_their_own() -> None:
    made = Counter(trap for debt in borough_of().debts for trap in debt.traps)
    assert len(made) >= 14
    assert made.total() > 80


def test_a_sightings_verdict_is_what_the_moves_say() -> None:
    verdicts = Counter(seen.verdict for seen in borough_of().sightings)
    assert set(verdicts) == set(Verdict)
    assert min(verdicts.values()) >= 20
    for seen in borough_of().sightings:
        stays = truth_of().stays[seen.person_id]
        stay = next(stay for stay in stays if stay.uprn == seen.uprn)
        left = stay.moved_out
        assert stay.moved_in <= seen.first_seen <= seen.last_seen <= _AS_OF
        if seen.verdict in {Verdict.LIVES_THERE, Verdict.MISFILED}:
            assert left is None
        elif seen.verdict is Verdict.STALE:
            assert left is not None
            assert seen.last_seen > left
        else:
            assert seen.last_seen == left


def test_nobody_is_listed_as_a_child_or_after_death() -> None:
    assert len(borough_of().sightings) > 10_000
    for seen in borough_of().sightings:
        assert _grown(seen.person_id, seen.first_seen)
        assert truth_of().residents[seen.person_id].died is None


def test_two_bureaux_fed_by_one_account_share_its_lineage() -> None:
    by_lineage: defaultdict[str, list[Sighting]] = defaultdict(list)
    for seen in borough_of().sightings:
        by_lineage[seen.lineage].append(seen)
    shared = [group for group in by_lineage.values() if len(group) > 1]
    assert len(shared) > 1000
    for group in shared:
        assert {seen.source for seen in group} <= _CREDIT
        assert len({(seen.person_id, seen.uprn, seen.last_seen) for seen in group}) == 1


def test_credit_is_active_for_six_months() -> None:
    credit = [seen for seen in borough_of().sightings if seen.source in _CREDIT]
    assert len(credit) > 2000
    for seen in credit:
        active = _AS_OF - seen.last_seen <= timedelta(days=183)
        expected = Evidence.CREDIT_ACTIVE if active else Evidence.CREDIT_HISTORIC
        assert seen.evidence is expected


def test_a_misfiled_sighting_stands_in_a_namesakes_file_at_the_same_bureau() -> None:
    owner: dict[tuple[Source, str], str] = {}
    misfiled: list[Sighting] = []
    for seen in borough_of().sightings:
        if seen.verdict is Verdict.MISFILED:
            misfiled.append(seen)
        else:
            known = owner.setdefault((seen.source, seen.subject_ref), seen.person_id)
            assert known == seen.person_id
    found = [
        (s, owner[s.source, s.subject_ref]) for s in misfiled if (s.source, s.subject_ref) in owner
    ]
    assert len(found) >= 10
    for seen, other in found:
        one, two = truth_of().residents[seen.person_id], truth_of().residents[other]
        assert one != two
        assert (one.name.given[0], one.name.family) == (two.name.given[0], two.name.family)


def test_no_key_of_a_source_gives_the_person_away() -> None:
    refs: defaultdict[str, set[str]] = defaultdict(set)
    for seen in borough_of().sightings:
        if seen.verdict is not Verdict.MISFILED:
            refs[seen.person_id].add(seen.subject_ref[-7:])
    several = [found for found in refs.values() if len(found) > 1]
    assert len(several) > 1000
    assert not any(person_id[1:] in found for person_id, found in refs.items())


def test_deaths_are_told_with_the_confidence_of_their_source_and_some_wrongly() -> None:
    confidence = {
        Evidence.DEATH_PROBATE: 10,
        Evidence.DEATH_FUNERAL: 9,
        Evidence.DEATH_INSURANCE: 8,
        Evidence.DEATH_PREFERENCE: 7,
    }
    notices = borough_of().death_notices
    assert {notice.evidence for notice in notices} == set(confidence)
    for notice in notices:
        assert notice.confidence == confidence[notice.evidence]
        died = truth_of().residents[notice.person_id].died
        assert notice.true == (died is not None)
        assert not notice.true or notice.died_on == died
    wrong = [notice for notice in notices if not notice.true]
    assert len(wrong) >= 4
    assert {notice.evidence for notice in wrong} == {Evidence.DEATH_PREFERENCE}
    assert len({notice.notice_id for notice in notices}) == len(notices)


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (InsolvencyKind.BANKRUPTCY, 365),
        (InsolvencyKind.IVA, 5 * 365),
        (InsolvencyKind.DRO, 365),
        (InsolvencyKind.BREATHING_SPACE, 60),
    ],
)
def test_insolvencies_of_each_kind_are_in_force_and_over(kind: InsolvencyKind, days: int) -> None:
    found = [one for one in borough_of().insolvencies if one.kind is kind]
    assert {one.ended - one.started for one in found} == {timedelta(days=days)}
    in_force = Counter(one.in_force(_AS_OF) for one in found)
    assert in_force[True] >= 4
    assert in_force[False] >= 4
    assert all(_grown(one.person_id, one.started) for one in found)
    rows = {row["case_number"]: row for row in read_back("insolvencies.csv")}
    assert all(rows[one.case_number]["ends_on"] == one.ended.isoformat() for one in found)
