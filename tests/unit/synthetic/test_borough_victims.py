"""Scams and the lists that tell of them: who each row is about, worked out from the cells again."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from ppit_synthetic import Noise
from ppit_synthetic.borough import Protection, Trap, VictimList, VictimRow
from tests.unit.synthetic.boroughs import borough_of, read_back, truth_of

_FILE = {name: f"victims_{name.lower()}.csv" for name in VictimList}
_BORN = {
    VictimList.TRADING_STANDARDS_HUB: "DOB",
    VictimList.POLICE: "DOB",
    VictimList.BANK_PROTOCOL: "Date of Birth",
    VictimList.CHARITY: "D.O.B.",
}
_STYLE = {
    VictimList.TRADING_STANDARDS_HUB: "%d/%m/%Y",
    VictimList.POLICE: "%d-%b-%Y",
    VictimList.BANK_PROTOCOL: "%Y-%m-%d",
    VictimList.CHARITY: "%d.%m.%Y",
}
_OF_BIRTHDAYS = {
    *(Trap.PLACEHOLDER_BIRTHDAY, Trap.MONTH_FIRST, Trap.EXCEL_SERIAL, Trap.NOT_KNOWN),
    Trap.BIRTHDAY_WRONG,
}
_OF_FAMILIES = {Trap.NAME_MISTYPED, Trap.FORMER_SURNAME, Trap.JOINT, Trap.DECEASED_NOTE}
_OF_ADDRESSES = {
    *(Trap.CARE_OF, Trap.POSTCODE_IN_ADDRESS, Trap.SAME_AS_ABOVE, Trap.ADDRESS_MISTYPED),
}


def _cells(row: VictimRow, noise: Noise) -> dict[str, str]:
    return read_back(_FILE[row.victim_list], noise)[row.row - 1]


def _with(trap: Trap, noise: Noise) -> list[VictimRow]:
    return [row for row in borough_of(noise).victim_rows if trap in row.traps]


def _home_on(person_id: str, day: date) -> str:
    stays = truth_of().stays[person_id]
    return next(s.uprn for s in stays if s.moved_in <= day < (s.moved_out or date.max))


def test_each_crime_happened_to_grown_people_alive_at_their_home_of_the_day() -> None:
    borough, truth = borough_of(), truth_of()
    assert len(borough.scams) > 300
    for scam in borough.scams:
        assert scam.happened_on < borough.kent.as_of
        for person_id in scam.person_ids:
            person = truth.residents[person_id]
            assert _home_on(person_id, scam.happened_on) == scam.uprn
            assert person.died is None or person.died > scam.happened_on
            assert scam.happened_on >= person.born + timedelta(days=18 * 365)


def test_every_crime_stands_on_the_lists_it_was_reported_to_and_on_no_other() -> None:
    stands: defaultdict[str, list[tuple[VictimList, str]]] = defaultdict(list)
    for row in borough_of().victim_rows:
        stands[row.scam_id] += [(row.victim_list, person_id) for person_id in row.person_ids]
    for scam in borough_of().scams:
        told = [(name, who) for name in scam.reported_to for who in scam.person_ids]
        assert sorted(stands[scam.scam_id]) == sorted(told)
    assert len(stands) == len(borough_of().scams) > 300


def test_lists_overlap_and_victims_are_robbed_again() -> None:
    lists: defaultdict[str, set[VictimList]] = defaultdict(set)
    for row in borough_of().victim_rows:
        for person_id in row.person_ids:
            lists[person_id].add(row.victim_list)
    assert sum(len(names) > 1 for names in lists.values()) > 80
    times = Counter(who for scam in borough_of().scams for who in scam.person_ids)
    assert sum(robbed >= 2 for robbed in times.values()) > 40
    assert sum(robbed >= 3 for robbed in times.values()) > 15


def test_doorstep_crime_takes_most_of_the_money() -> None:
    doorstep = {"DOORSTEP_ROGUE_TRADER", "DISTRACTION_OR_BOGUS_CALLER"}
    lost = [(scam.scam_type in doorstep, scam.loss_pence) for scam in borough_of().scams]
    at_the_door = sum(pence for is_doorstep, pence in lost if is_doorstep)
    assert 0.55 < at_the_door / sum(pence for _, pence in lost) < 0.85


@pytest.mark.parametrize("noise", Noise)
def test_every_trap_is_set_several_times(noise: Noise) -> None:
    set_ = Counter(trap for row in borough_of(noise).victim_rows for trap in row.traps)
    assert set(set_) == set(Trap)
    assert min(set_.values()) >= 8


@pytest.mark.parametrize("noise", Noise)
def test_every_list_has_a_row_for_each_truth_and_spoilt_and_sound_ones(noise: Noise) -> None:
    for name in VictimList:
        rows = [row for row in borough_of(noise).victim_rows if row.victim_list is name]
        assert [row.row for row in rows] == list(range(1, len(read_back(_FILE[name], noise)) + 1))
        assert 0.2 < sum(not row.traps for row in rows) / len(rows) < 0.6


@pytest.mark.parametrize("noise", Noise)
def test_birthdays_are_right_but_for_the_traps_that_say_otherwise(noise: Noise) -> None:
    right = wrong = 0
    for row in borough_of(noise).victim_rows:
        if row.victim_list in _BORN:
            born = truth_of(noise).residents[row.person_ids[0]].born
            plain = born.strftime(_STYLE[row.victim_list]).upper()
            reads = _cells(row, noise)[_BORN[row.victim_list]].upper() == plain
            assert reads == _OF_BIRTHDAYS.isdisjoint(row.traps)
            right, wrong = right + reads, wrong + (not reads)
    assert right > 300
    assert wrong > 60


def test_the_police_say_how_old_a_victim_was_on_the_day() -> None:
    scams = {scam.scam_id: scam for scam in borough_of().scams}
    told = 0
    for row in borough_of().victim_rows:
        if row.victim_list is VictimList.POLICE and _OF_BIRTHDAYS.isdisjoint(row.traps):
            born, day = truth_of().residents[row.person_ids[0]].born, scams[row.scam_id].happened_on
            birthdays = sum(
                (year, born.month, born.day) <= (day.year, day.month, day.day)
                for year in range(born.year + 1, day.year + 1)
            )
            assert _cells(row, Noise.EVERYDAY)["AGE"] == str(birthdays)
            told += 1
    assert told > 50


def test_surnames_and_postcodes_are_right_but_for_the_traps() -> None:
    truth, scams = truth_of(), {scam.scam_id: scam for scam in borough_of().scams}
    seen = 0
    for row in borough_of().victim_rows:
        text = " ".join(_cells(row, Noise.EVERYDAY).values()).upper()
        family = truth.residents[row.person_ids[0]].name.family.upper()
        if family.isascii() and _OF_FAMILIES.isdisjoint(row.traps):
            assert family in text
            seen += 1
        if _OF_ADDRESSES.isdisjoint(row.traps):
            assert truth.entries[scams[row.scam_id].uprn].postcode in text
    assert seen > 300


@pytest.mark.parametrize("noise", Noise)
def test_a_joint_row_names_two_people_who_lived_together(noise: Noise) -> None:
    joint = _with(Trap.JOINT, noise)
    assert len(joint) >= 8
    assert all(len(row.person_ids) == 2 for row in joint)
    others = [row for row in borough_of(noise).victim_rows if Trap.JOINT not in row.traps]
    assert {len(row.person_ids) for row in others} == {1}


@pytest.mark.parametrize("noise", Noise)
def test_the_same_as_above_is_the_same_crime_on_the_row_before(noise: Noise) -> None:
    rows = borough_of(noise).victim_rows
    above = {(row.victim_list, row.row): row for row in rows}
    pairs = [(row, above[row.victim_list, row.row - 1]) for row in _with(Trap.SAME_AS_ABOVE, noise)]
    assert len(pairs) >= 8
    assert all(row.scam_id == before.scam_id for row, before in pairs)


@pytest.mark.parametrize("noise", Noise)
def test_only_the_dead_are_noted_as_deceased(noise: Noise) -> None:
    noted = _with(Trap.DECEASED_NOTE, noise)
    assert len(noted) >= 8
    assert all(truth_of(noise).residents[row.person_ids[0]].died for row in noted)
    assert all("DEC" in " ".join(_cells(row, noise).values()).upper() for row in noted)


@pytest.mark.parametrize("noise", Noise)
def test_a_formula_cell_would_run_in_a_spreadsheet(noise: Noise) -> None:
    spoilt = _with(Trap.FORMULA, noise)
    assert len(spoilt) >= 8
    assert all(any(c[:1] in "=@" for c in _cells(row, noise).values() if c) for row in spoilt)


def test_references_do_not_give_away_which_rows_belong_together() -> None:
    references = [
        _cells(row, Noise.EVERYDAY)[column]
        for row in borough_of().victim_rows
        for name, column in (
            (VictimList.POLICE, "CRIME_REF"),
            (VictimList.NATIONAL_HUB, "UniqueID"),
        )
        if row.victim_list is name
    ]
    assert len(set(references)) == len(references) > 100


def test_the_protected_live_and_some_are_chronic_victims() -> None:
    truth = truth_of()
    times = Counter(who for scam in borough_of().scams for who in scam.person_ids)
    why = Counter(one.why for one in borough_of().protected)
    assert set(why) == set(Protection)
    assert min(why.values()) >= 6
    people = [one.person_id for one in borough_of().protected]
    assert len(set(people)) == len(people)
    for one in borough_of().protected:
        assert truth.residents[one.person_id].died is None
        assert one.why is not Protection.VICTIM_REGISTER or times[one.person_id] >= 3
        assert one.since <= borough_of().kent.as_of
