"""What lists of people show: sure, to be confirmed, or of somebody else."""

from dataclasses import replace
from datetime import date

import pytest

from ppit_matching import Person
from ppit_vetting.domain.codes import CheckResult
from ppit_vetting.domain.people_checks import (
    Award,
    Debt,
    Insolvency,
    InsolvencyKind,
    check_awards,
    check_debts,
    check_insolvency,
)
from ppit_vetting.domain.people_files import read_award, read_debt, read_insolvency, read_officer
from ppit_vetting.domain.refusals import ListRejected
from ppit_vetting.domain.register import officer_key, same_officer
from tests.support.vetting_lists import AWARD, BANKRUPT, DEBT, ROOFERS_DIRECTOR
from tests.unit.vetting.builders import SOURCE, TODAY, a_person, an_officer

HOME = ("7 Lantern Street", "Ashford")
WILLIAM = a_person("William Thackerberry", "1975-03-02", HOME, "TN23 1AA")


def an_insolvency(
    kind: InsolvencyKind = InsolvencyKind.BANKRUPTCY,
    ends: date | None = date(2027, 1, 1),
    started: date = date(2026, 1, 1),
) -> Insolvency:
    return Insolvency("KB1", kind, WILLIAM, started, ends)


def found(insolvency: Insolvency) -> CheckResult:
    return check_insolvency([WILLIAM], [insolvency], TODAY, (SOURCE,)).result


@pytest.mark.parametrize(
    ("insolvency", "result"),
    [
        (an_insolvency(), CheckResult.CONCERN),
        (an_insolvency(ends=None), CheckResult.CONCERN),
        (an_insolvency(ends=TODAY), CheckResult.CLEAR),
        (an_insolvency(started=date(2026, 11, 3)), CheckResult.CLEAR),
        (an_insolvency(InsolvencyKind.BREATHING_SPACE), CheckResult.CLEAR),
    ],
)
def test_an_insolvency_counts_while_it_is_in_force_and_a_breathing_space_never(
    insolvency: Insolvency, result: CheckResult
) -> None:
    assert found(insolvency) is result


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        (WILLIAM, "DEBT_ON_RECORD"),
        (a_person("William Thackerberry", "1975-03-02"), "DEBT_PERHAPS_ON_RECORD"),
        (a_person("Walter Thackerberry", "1975-03-02", HOME, "TN23 1AA"), "NOTHING_FOUND"),
        (a_person("William Thackerberry", "1945-11-30", HOME, "TN23 1AA"), "NOTHING_FOUND"),
        (a_person("Joan Ferris"), "NOTHING_FOUND"),
    ],
)
def test_a_twin_a_father_and_a_stranger_are_somebody_else(listed: Person, code: str) -> None:
    debt = Debt("CT1", listed, 100, None)
    finding = check_debts([WILLIAM], [debt], (SOURCE,))
    assert [reason.code.name for reason in finding.reasons] == [code]


def test_a_debt_that_was_paid_is_none() -> None:
    assert check_debts([WILLIAM], [Debt("CT1", WILLIAM, 0, None)], (SOURCE,)).evidence == ()


@pytest.mark.parametrize(
    ("accounted", "code"), [(False, "AWARD_UNACCOUNTED"), (True, "AWARDS_ACCOUNTED")]
)
def test_an_award_that_was_accounted_for_speaks_for_nobody(code: str, *, accounted: bool) -> None:
    award = Award("A1", None, "99000001", "Energy grant", date(2023, 1, 1), 100, accounted)
    finding = check_awards((), (), [award], (SOURCE,))
    assert [reason.code.name for reason in finding.reasons] == [code]
    assert [each.reference for each in finding.evidence] == ["A1"]


def test_the_canonical_rows_are_read() -> None:
    insolvency = read_insolvency(list(BANKRUPT.values()))
    assert insolvency.person.given == ("william", "john")
    assert insolvency.ends_on == date(2999, 1, 1)
    debt = read_debt(list(DEBT.values()))
    assert (debt.balance_pence, debt.since) == (120_450, date(2021, 4, 1))
    award = read_award([*list(AWARD.values())[:3], "", *list(AWARD.values())[3:]])
    assert (award.amount_pence, award.accounted, award.company_number) == (50_000, False, None)


@pytest.mark.parametrize(
    ("amount", "pence"), [("1,204.5", 120_450), ("\u00a37", 700), ("-3.20", -320), ("0.00", 0)]
)
def test_money_is_read_in_pence(amount: str, pence: int) -> None:
    assert read_debt(list({**DEBT, "balance": amount}.values())).balance_pence == pence


@pytest.mark.parametrize("amount", ["", "1.2.3", "1.234", "twelve", "1e3"])
def test_what_is_no_amount_refuses_the_list(amount: str) -> None:
    with pytest.raises(ListRejected, match="an amount in it is none"):
        read_debt(list({**DEBT, "balance": amount}.values()))


def test_a_namesake_of_that_month_is_not_the_same_officer_without_more() -> None:
    own = an_officer(key="smith/john/1960-05")
    namesake = replace(own, person_number="90000002", name="SMITH, John")
    assert not same_officer(own, namesake)
    assert same_officer(own, replace(namesake, person_number=own.person_number))
    assert same_officer(replace(own, postcode="TN23 1AA"), replace(namesake, postcode="tn231aa"))
    middle = replace(own, name="SMITH, John Ezra")
    assert same_officer(middle, replace(namesake, name="SMITH, John Ezra"))
    assert not same_officer(own, replace(own, key="smith/john/1960-06"))
    assert not same_officer(replace(own, key=""), replace(own, key=""))


def test_an_officer_has_one_key_however_the_register_writes_the_name() -> None:
    row = {**ROOFERS_DIRECTOR, "resigned_on": ""}
    order = ("company_number", "person_number", "officer_role", "name", "birth_month")
    rest = ("birth_year", "appointed_on", "resigned_on", "address", "postcode")
    officer = read_officer([row[column] for column in (*order, *rest)])
    assert officer.key == "pemberwick/olive/1961-04"
    assert officer.key == officer_key(a_person("Olive Pemberwick", "1961-04-23"))
    assert officer_key(a_person("Olive Pemberwick", "1961")) == ""
