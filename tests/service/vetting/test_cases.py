"""An application goes in; findings with source and date come out, and a recommendation."""

import json

import pytest

from ppit_platform.codes import PurposeCode
from tests.support.vetting import Vetting, an_analyst, grants_system
from tests.support.vetting_cases import a_company, a_person, checks_of, result_of


async def test_an_applicant_of_whom_nothing_is_known_may_proceed(vetting: Vetting) -> None:
    case = await vetting.vet(a_person())
    assert (case["state"], case["recommendation"]) == ("DONE", "PROCEED")
    assert case["policy"] == {"scheme": "START_UP_GRANT", "version": 1}
    results = {check: found["result"] for check, found in checks_of(case).items()}
    assert set(results.values()) == {"CLEAR", "NOT_APPLICABLE"}
    assert case["decision"] is None


async def test_a_case_is_kept_as_it_was_shown(vetting: Vetting) -> None:
    """DPA 2018 s.66(2)(b): what the department read then can be shown word for word."""
    shown = await vetting.vet(a_person())
    assert shown in [json.loads(text) for text in await vetting.running.kept()]


async def test_every_finding_says_its_source_and_of_when_it_is(vetting: Vetting) -> None:
    case = await vetting.vet(a_company())
    looked = [each for each in checks_of(case).values() if each["result"] == "CLEAR"]
    assert len(looked) == 9
    assert all(each["source_as_at"] and each["reasons"] for each in looked)
    assert checks_of(case)["SANCTIONS"]["source_version"] == "Report Date 2026-02-13"


async def test_a_company_as_its_applicant_writes_it_is_found(vetting: Vetting) -> None:
    case = await vetting.vet(a_company("Hartwell Roofing Ltd.", " 9900 0001"))
    assert result_of(case, "COMPANY_REGISTER") == ("CLEAR", ["ON_REGISTER"])
    assert case["recommendation"] == "PROCEED"
    named = await vetting.vet(a_company("HARTWELL ROOFING", None))
    assert result_of(named, "COMPANY_REGISTER") == ("CLEAR", ["FOUND_BY_NAME"])


async def test_a_number_that_the_register_does_not_hold_is_neither_clear_nor_unavailable(
    vetting: Vetting,
) -> None:
    case = await vetting.vet(a_company("Hartwell Roofing Ltd", "99000099"))
    assert result_of(case, "COMPANY_REGISTER") == ("NOT_FOUND", ["NOT_ON_REGISTER"])
    assert case["recommendation"] == "REFER_TO_ANALYST"
    odd = await vetting.vet(a_company("Hartwell Roofing Ltd", "n/a"))
    assert result_of(odd, "COMPANY_REGISTER") == ("NOT_FOUND", ["NUMBER_MALFORMED"])


@pytest.mark.parametrize(
    ("check", "application", "result", "recommendation"),
    [
        (
            "INSOLVENCY_PERSON",
            a_person(
                "William Thackerberry",
                "1975-03-02",
                address={"lines": ["7 Lantern Street", "Ashford"], "postcode": "TN23 1AA"},
            ),
            ("CONCERN", ["PERSON_INSOLVENT"]),
            "REFER_TO_ANALYST",
        ),
        (
            "PREVIOUS_AWARDS",
            a_person("Nora Quillfeather", "1980-05-06"),
            ("CONCERN", ["AWARD_PERHAPS_UNACCOUNTED"]),
            "REFER_TO_ANALYST",
        ),
        (
            "PREVIOUS_DEBT",
            a_person("Peter Ashdown", "1970-07-08"),
            ("CONCERN", ["DEBT_ON_RECORD"]),
            "REFER_TO_ANALYST",
        ),
        (
            "SANCTIONS",
            a_person("Avtel Zorvelin", "1975-03-02"),
            ("ADVERSE", ["SANCTIONS_STRONG"]),
            "ADVISE_DECLINE",
        ),
    ],
)
async def test_what_a_list_shows_is_found_and_weighed(
    vetting: Vetting,
    check: str,
    application: dict[str, object],
    result: tuple[str, list[str]],
    recommendation: str,
) -> None:
    case = await vetting.vet(application)
    assert result_of(case, check) == result
    assert case["recommendation"] == recommendation


async def test_a_scheme_that_needs_what_is_not_connected_stays_incomplete(
    vetting: Vetting,
) -> None:
    case = await vetting.vet(a_person(scheme="CAPITAL_GRANT"))
    assert case["recommendation"] == "INCOMPLETE"
    for check in ("DISQUALIFIED_DIRECTOR", "CCJ", "BANK_VERIFICATION"):
        assert result_of(case, check) == ("UNAVAILABLE", ["SOURCE_NOT_CONNECTED"])
    graver = await vetting.vet(a_person("Avtel Zorvelin", "1975-03-02", scheme="CAPITAL_GRANT"))
    assert graver["recommendation"] == "ADVISE_DECLINE"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"scheme": "NO_SUCH_SCHEME"}, "SCHEME_UNKNOWN"),
        ({"scheme": "BUSINESS_LOAN"}, "SCHEME_NOT_FOR_PURPOSE"),
        ({"subject_type": "COMPANY"}, "SUBJECT_UNCLEAR"),
        ({"account_token": "20-00-00 55779911 "}, "INVALID_REQUEST"),
        ({"account_token": "GB29NWBK60161331926819"}, "INVALID_REQUEST"),
        ({"account_token": "2000005577991100"}, "INVALID_REQUEST"),
        ({"amount": {"pence": 0}}, "INVALID_REQUEST"),
        ({"amount": {"pence": 100, "currency": "EUR"}}, "INVALID_REQUEST"),
        ({"note": "ring me"}, "INVALID_REQUEST"),
    ],
)
async def test_what_cannot_be_vetted_is_refused_with_a_reason(
    bare: Vetting, changed: dict[str, object], code: str
) -> None:
    served = await bare.running.post("/v1/cases", a_person(**changed))
    assert (served.status, served.json["code"]) == (422, code)
    assert served.facts == ()
    assert bare.running.rows("SELECT case_id FROM vetting_case") == []


async def test_the_same_key_is_the_same_case(bare: Vetting) -> None:
    first = await bare.running.post("/v1/cases", a_person(), key="key-1")
    second = await bare.running.post("/v1/cases", a_person(), key="key-1")
    assert first.body == second.body
    assert len(bare.running.rows("SELECT case_id FROM vetting_case")) == 1


async def test_schemes_are_listed_with_the_versions_of_their_policies(bare: Vetting) -> None:
    served = await bare.running.get("/v1/schemes")
    items = {each["scheme"]: each for each in served.json["items"]}  # pyright: ignore[reportIndexIssue, reportUnknownVariableType, reportGeneralTypeIssues]
    assert set(items) >= {"START_UP_GRANT", "CAPITAL_GRANT"}  # pyright: ignore[reportUnknownArgumentType]
    assert "BUSINESS_LOAN" not in items
    (policy,) = items["CAPITAL_GRANT"]["policies"]  # pyright: ignore[reportUnknownVariableType]
    assert {"check": "SANCTIONS", "connected": True} in policy["checks"]
    assert {"check": "ADVERSE_INTELLIGENCE", "connected": False} in policy["checks"]
    assert len(served.facts) == 1


async def test_another_organisation_and_another_purpose_see_nothing(vetting: Vetting) -> None:
    case = await vetting.vet(a_person())
    strangers = (
        grants_system("dover"),
        grants_system(purpose=PurposeCode.VET_LOAN),
        an_analyst(purpose=PurposeCode.VET_LOAN),
    )
    for stranger in strangers:
        served = await vetting.by(stranger).running.get(f"/v1/cases/{case['case_id']}")
        assert (served.status, served.json["code"]) == (404, "NOT_FOUND")
    seen = await vetting.by(an_analyst()).running.get(f"/v1/cases/{case['case_id']}")
    assert seen.json["recommendation"] == "PROCEED"
