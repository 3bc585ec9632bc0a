"""What the register of companies shows, check by check."""

from datetime import date

import pytest

from ppit_vetting.domain.codes import CheckResult, SubjectType
from ppit_vetting.domain.company_checks import (
    CROWD,
    Predecessor,
    Registered,
    check_company_insolvency,
    check_mass_address,
    check_officers,
    check_phoenix,
    check_register,
)
from ppit_vetting.domain.findings import Finding
from ppit_vetting.domain.register import Company
from tests.unit.vetting.builders import (
    SOURCE,
    TODAY,
    a_body,
    a_company,
    an_individual,
    an_officer,
)

HELD = Registered(a_company(), by_number=True)
NOBODY = Registered(None, by_number=True)
ASHES = a_company(
    "99000009",
    name="HARTWELL ROOFING LIMITED",
    status="Liquidation",
    born=date(2018, 1, 1),
)


def codes(finding: Finding) -> list[str]:
    return [reason.code.name for reason in finding.reasons]


def register(company: Company | None, name: str = "Hartwell Roofing Ltd") -> Finding:
    return check_register(a_body(name), Registered(company, by_number=True), TODAY, SOURCE)


@pytest.mark.parametrize(
    ("company", "expected"),
    [
        (a_company(status="Active - Proposal to Strike off"), ["STRIKE_OFF_PROPOSED"]),
        (a_company(accounts_due=date(2026, 11, 1)), ["ACCOUNTS_OVERDUE"]),
        (a_company(name="MILLBROOK CRAFTS LIMITED"), ["NAME_DIFFERS"]),
        (
            a_company(name="MILLBROOK CRAFTS LIMITED", previous_names=("HARTWELL ROOFING LTD",)),
            ["FORMER_NAME_USED"],
        ),
        (a_company(status="Dissolved"), ["COMPANY_NOT_ACTIVE"]),
    ],
)
def test_what_the_register_holds_against_a_company_is_a_concern(
    company: Company, expected: list[str]
) -> None:
    finding = register(company)
    assert (finding.result, codes(finding)) == (CheckResult.CONCERN, expected)


def test_a_company_as_given_is_clear_and_accounts_due_today_are_not_overdue() -> None:
    finding = register(a_company(accounts_due=TODAY))
    assert (finding.result, codes(finding)) == (CheckResult.CLEAR, ["ON_REGISTER"])


def test_what_the_register_lacks_is_not_found_in_every_check_of_it() -> None:
    body = a_body()
    found = [
        register(None),
        check_company_insolvency(body, NOBODY, SOURCE),
        check_mass_address(body, NOBODY, 0, SOURCE),
        check_officers(body, NOBODY, (), (), TODAY, SOURCE),
        check_phoenix(body, NOBODY, (), (SOURCE,)),
    ]
    assert {finding.result for finding in found} == {CheckResult.NOT_FOUND}


def test_several_of_one_name_are_not_guessed_between() -> None:
    several = Registered(None, by_number=False, named=2)
    finding = check_register(a_body(number=None), several, TODAY, SOURCE)
    assert (finding.result, codes(finding)) == (CheckResult.NOT_FOUND, ["SEVERAL_OF_THAT_NAME"])


def test_a_person_and_a_charity_without_a_number_are_not_for_the_register() -> None:
    for applicant in (an_individual(), a_body(number=None, kind=SubjectType.CHARITY)):
        finding = check_register(applicant, NOBODY, TODAY, SOURCE)
        assert finding.result is CheckResult.NOT_APPLICABLE


@pytest.mark.parametrize(
    "status", ["Liquidation", "In Administration", "RECEIVERSHIP", "Voluntary Arrangement"]
)
def test_a_company_in_an_insolvency_procedure_is_adverse(status: str) -> None:
    held = Registered(a_company(status=status), by_number=True)
    assert check_company_insolvency(a_body(), held, SOURCE).result is CheckResult.ADVERSE
    assert check_company_insolvency(a_body(), HELD, SOURCE).result is CheckResult.CLEAR


def test_a_door_is_crowded_from_ten_companies_on() -> None:
    results = [check_mass_address(a_body(), HELD, at, SOURCE) for at in (CROWD - 1, CROWD)]
    assert [each.result for each in results] == [CheckResult.CLEAR, CheckResult.CONCERN]
    assert results[1].reasons[0].words.startswith("10 companies")


def test_an_office_without_a_door_cannot_be_counted() -> None:
    held = Registered(a_company(office_key=""), by_number=True)
    assert check_mass_address(a_body(), held, 0, SOURCE).result is CheckResult.UNAVAILABLE


def test_officers_who_resigned_are_not_in_office() -> None:
    gone = an_officer(resigned=date(2026, 1, 1))
    nobody = check_officers(a_body(), HELD, [gone], (), TODAY, SOURCE)
    assert (nobody.result, codes(nobody)) == (CheckResult.CONCERN, ["NO_OFFICER_IN_OFFICE"])
    somebody = check_officers(a_body(), HELD, [gone, an_officer()], ("k", ""), TODAY, SOURCE)
    assert somebody.result is CheckResult.CLEAR
    other = check_officers(a_body(), HELD, [an_officer()], ("other",), TODAY, SOURCE)
    assert codes(other) == ["OFFICER_NOT_ON_REGISTER"]


def phoenix(other: Predecessor) -> CheckResult:
    return check_phoenix(a_body(), HELD, [other], (SOURCE,)).result


@pytest.mark.parametrize(
    ("old", "result"),
    [
        (ASHES, CheckResult.CONCERN),
        (a_company("99000009", status="Active", born=date(2018, 1, 1)), CheckResult.CLEAR),
        (a_company("99000009", status="Liquidation", born=date(2026, 1, 1)), CheckResult.CLEAR),
        (
            a_company(
                "99000009",
                name="MILLBROOK CRAFTS LIMITED",
                status="Liquidation",
                born=date(2018, 1, 1),
                trades=("32990",),
            ),
            CheckResult.CLEAR,
        ),
        (
            a_company(
                "99000009",
                name="MILLBROOK ROOFING LIMITED",
                status="In Administration",
                born=date(2018, 1, 1),
            ),
            CheckResult.CONCERN,
        ),
    ],
)
def test_a_phoenix_takes_after_a_failed_company_of_its_officer(
    old: Company, result: CheckResult
) -> None:
    assert phoenix(Predecessor("99000009", old, None)) is result


@pytest.mark.parametrize(
    ("left", "result"),
    [
        (date(2025, 1, 1), CheckResult.CONCERN),
        (date(2023, 1, 1), CheckResult.CLEAR),
        (None, CheckResult.CLEAR),
    ],
)
def test_a_company_that_is_live_no_more_counts_where_it_was_left_lately(
    left: date | None, result: CheckResult
) -> None:
    assert phoenix(Predecessor("99000009", None, left)) is result
