"""What the demo holds answers against: everybody who owes, and a district's own victims."""

import json
from collections import Counter
from dataclasses import replace

import pytest

from ppit_ops.demo.debtors import debtors_of
from ppit_ops.demo.district_list import as_json_lines, busiest_district, unheard_of
from ppit_synthetic import Lookup, look_up
from ppit_synthetic.borough import Borough, Scam, make_borough


@pytest.fixture(scope="module")
def borough() -> Borough:
    return make_borough(2026, 5_000)


@pytest.fixture(scope="module")
def truth(borough: Borough) -> Lookup:
    return look_up(borough.kent)


@pytest.fixture(scope="module")
def scams(truth: Lookup, borough: Borough) -> list[Scam]:
    return unheard_of(truth, borough, busiest_district(truth, borough))


def test_the_first_who_is_liable_is_the_debtor_of_the_row(borough: Borough) -> None:
    first = [debt for (_, _, party), debt in debtors_of(borough).items() if party == 1]
    assert first == [replace(debt, person_ids=debt.person_ids[:1]) for debt in borough.debts]


def test_husband_and_wife_are_judged_each_by_their_own_home(
    borough: Borough, truth: Lookup
) -> None:
    second = [debt for (_, _, party), debt in debtors_of(borough).items() if party > 1]
    assert second
    assert [one.home_uprn for one in second] == [truth.home_of(one.person_ids[0]) for one in second]


def test_every_debtor_is_there_once(borough: Borough) -> None:
    liable = sum(len(debt.person_ids) for debt in borough.debts)
    assert len(debtors_of(borough)) == liable


def test_a_district_tells_of_its_own_people_whom_nobody_else_knows(
    borough: Borough, truth: Lookup, scams: list[Scam]
) -> None:
    known = {person for row in borough.victim_rows for person in row.person_ids}
    areas = Counter(truth.entries[scam.uprn].area_gss for scam in scams)
    assert list(areas) == [busiest_district(truth, borough)]
    assert known.isdisjoint(scam.person_ids[0] for scam in scams)


def test_a_districts_list_has_one_row_without_a_name_and_a_torn_one(
    truth: Lookup, scams: list[Scam]
) -> None:
    *whole, torn = as_json_lines(truth, scams).decode().split("\n")
    names = [json.loads(line)["person"]["name"] for line in whole]
    assert len(whole) == len(scams)
    assert names[-1] == {"full": "N/K"}
    with pytest.raises(json.JSONDecodeError):
        json.loads(torn)
