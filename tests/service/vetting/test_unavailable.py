"""What could not be looked at is a finding with its reason: never clear, and never absent."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.postgres import Database
from tests.support.vetting import Vetting, open_vetting
from tests.support.vetting_cases import a_company, a_person, checks_of, result_of

NOT_LOADED = ("UNAVAILABLE", ["SOURCE_NOT_LOADED"])
STALE = ("UNAVAILABLE", ["SOURCE_STALE"])
UNREADABLE = ("UNAVAILABLE", ["SOURCE_UNREADABLE"])
TABLES = {
    "SANCTIONS": "sanction_subject",
    "INSOLVENCY_PERSON": "insolvency",
    "PREVIOUS_AWARDS": "award",
    "PREVIOUS_DEBT": "debt_index",
}


async def test_without_any_list_nothing_is_clear_and_nothing_is_missing(bare: Vetting) -> None:
    case = await bare.vet(a_company())
    assert (case["state"], case["recommendation"]) == ("DONE", "INCOMPLETE")
    found = checks_of(case)
    assert len(found) == 10
    assert {each["result"] for each in found.values()} == {"UNAVAILABLE", "NOT_APPLICABLE"}
    assert result_of(case, "COMPANY_REGISTER") == NOT_LOADED
    assert result_of(case, "LINK_NETWORK") == NOT_LOADED
    person = await bare.vet(a_person())
    assert result_of(person, "SANCTIONS") == NOT_LOADED
    assert result_of(person, "LINK_NETWORK")[0] == "CLEAR"
    assert person["recommendation"] == "INCOMPLETE"


async def test_one_list_that_is_missing_makes_the_case_incomplete(bare: Vetting) -> None:
    for name in ("companies", "officers", "sanctions", "insolvencies", "awards"):
        bare.lists.load(name)
    case = await bare.vet(a_person())
    assert result_of(case, "PREVIOUS_DEBT") == NOT_LOADED
    assert case["recommendation"] == "INCOMPLETE"
    bare.lists.load("debts")
    again = await bare.vet(a_person(application_reference="GA-9"))
    assert again["recommendation"] == "PROCEED"


async def test_a_stale_list_clears_nobody_and_still_finds(
    vetting_database: Database, tmp_path: Path
) -> None:
    later = timedelta(days=400)
    async with open_vetting(vetting_database, tmp_path, clock_ahead=later) as vetting:
        vetting.lists.load_all()
        vetting.lists.load("sanctions", fresh_for=timedelta(seconds=0))
        case = await vetting.vet(a_person())
        assert result_of(case, "SANCTIONS") == STALE
        assert checks_of(case)["SANCTIONS"]["source_version"] == "Report Date 2026-02-13"
        assert case["recommendation"] == "INCOMPLETE"
        hit = await vetting.vet(a_person("Avtel Zorvelin", "1975-03-02"))
        assert result_of(hit, "SANCTIONS") == ("ADVERSE", ["SANCTIONS_STRONG", "SOURCE_STALE"])
        assert hit["recommendation"] == "ADVISE_DECLINE"


async def test_a_source_that_cannot_be_read_is_unavailable_and_spoils_no_other_check(
    bare: Vetting,
) -> None:
    bare.lists.load_all()
    for check, table in TABLES.items():
        bare.running.rows(f"REVOKE SELECT ON {table} FROM ppit_vetting")  # pyright: ignore[reportArgumentType]  # noqa: S608  # our own table
        case = await bare.vet(a_person())
        assert result_of(case, check) == UNREADABLE
        others = {name: each["result"] for name, each in checks_of(case).items() if name != check}
        assert set(others.values()) == {"CLEAR", "NOT_APPLICABLE"}
        assert case["recommendation"] == "INCOMPLETE"
        bare.running.rows(f"GRANT SELECT ON {table} TO ppit_vetting")  # pyright: ignore[reportArgumentType]  # our own table


async def test_a_record_or_a_key_that_nobody_can_read_rules_nobody_out(bare: Vetting) -> None:
    bare.lists.load_all()
    bare.running.rows("UPDATE debt SET person = '{\"given\": 7}'")
    case = await bare.vet(a_person("Peter Ashdown", "1970-07-08"))
    assert result_of(case, "PREVIOUS_DEBT") == UNREADABLE
    # Keys of another version find nobody, whoever stands in the list.
    bare.running.rows("UPDATE debt_index SET key_version = 'keys-0'")
    again = await bare.vet(a_person("Peter Ashdown", "1970-07-08"))
    assert result_of(again, "PREVIOUS_DEBT") == STALE
    bare.running.rows("UPDATE debt_index SET records = 0")
    lost = await bare.vet(a_person("Peter Ashdown", "1970-07-08"))
    assert result_of(lost, "PREVIOUS_DEBT") == STALE


@pytest.mark.parametrize("name", ["Петр Quillmoss", "P", "!!!"])
async def test_a_name_that_cannot_be_read_rules_nobody_out(vetting: Vetting, name: str) -> None:
    case = await vetting.vet(a_person(name, "1970-07-09", address={"lines": [], "postcode": None}))
    for check in ("SANCTIONS", "PREVIOUS_DEBT", "PREVIOUS_AWARDS", "INSOLVENCY_PERSON"):
        assert result_of(case, check) == ("UNAVAILABLE", ["INSUFFICIENT_INPUT"])
    assert case["recommendation"] == "INCOMPLETE"


async def test_what_is_left_of_a_name_in_another_script_still_finds(vetting: Vetting) -> None:
    case = await vetting.vet(a_person("Петр Ashdown", "1970-07-08"))
    result, reasons = result_of(case, "PREVIOUS_DEBT")
    assert result == "CONCERN"
    assert reasons[-1] == "INSUFFICIENT_INPUT"


async def test_a_body_without_a_named_officer_is_not_cleared_by_its_silence(
    vetting: Vetting,
) -> None:
    case = await vetting.vet(a_company("The Lantern Society", None, subject_type="CHARITY"))
    assert result_of(case, "COMPANY_REGISTER") == ("NOT_APPLICABLE", ["NOT_FOR_THIS_SUBJECT"])
    assert result_of(case, "INSOLVENCY_PERSON") == ("UNAVAILABLE", ["INSUFFICIENT_INPUT"])
    named = {"name": {"full": "Joan Ferris"}, "date_of_birth": "1966-02-03"}
    told = await vetting.vet(
        a_company("The Lantern Society", None, subject_type="CHARITY", officers=[named])
    )
    assert result_of(told, "INSOLVENCY_PERSON")[0] == "CLEAR"
    assert told["recommendation"] == "PROCEED"
