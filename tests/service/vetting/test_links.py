"""Applicants of one organisation are compared both ways: whoever came first is looked at again."""

from dataclasses import replace
from typing import cast

from tests.support.vetting import Vetting, an_analyst, grants_system
from tests.support.vetting_cases import a_company, a_person, result_of
from tests.support.vetting_lists import ROOFER, ROOFERS_DIRECTOR

ONE_ACCOUNT = "4b1f0c9d2e7a63855f20"
PHONE = "07700 900123"


def at(number: int, name: str, **more: object) -> dict[str, object]:
    """Return an application from a door of its own, named after it."""
    address = {"lines": [f"{number} Sandgate Road", "Folkestone"], "postcode": "CT20 2AA"}
    reference = f"GA-{number}"
    return a_person(name, "1970-01-02", address=address, application_reference=reference, **more)


async def test_a_later_applicant_with_the_same_account_makes_the_earlier_one_a_concern_too(
    vetting: Vetting,
) -> None:
    first = await vetting.vet(at(11, "Ada Marsh", account_token=ONE_ACCOUNT))
    assert first["recommendation"] == "PROCEED"
    second = await vetting.vet(at(12, "Bela Fenwick", account_token=ONE_ACCOUNT))
    assert result_of(second, "LINK_NETWORK") == ("CONCERN", ["SHARED_ACCOUNT"])
    again = await vetting.case(first["case_id"])
    assert result_of(again, "LINK_NETWORK") == ("CONCERN", ["SHARED_ACCOUNT"])
    assert (again["recommendation"], again["recommendation_version"]) == ("REFER_TO_ANALYST", 2)
    report = await vetting.report(first["case_id"])
    links = cast("list[dict[str, object]]", report["links"])
    assert links == [
        {
            "case_id": second["case_id"],
            "application_reference": "GA-12",
            "shared": ["ACCOUNT"],
        }
    ]
    versions = cast("list[dict[str, object]]", report["recommendations"])
    assert [each["recommendation"] for each in versions] == ["PROCEED", "REFER_TO_ANALYST"]


async def test_it_makes_no_difference_which_of_two_is_checked_first(vetting: Vetting) -> None:
    ids = [
        await vetting.submit(at(21, "Ada Marsh", phone=PHONE)),
        await vetting.submit(at(22, "Bela Fenwick", phone="+44 7700 900 123")),
    ]
    await vetting.running.work_until_done()
    found = [result_of(await vetting.case(case_id), "LINK_NETWORK") for case_id in ids]
    assert found == [("CONCERN", ["SHARED_PHONE"])] * 2


async def test_a_couple_at_one_door_with_one_account_is_no_ring(vetting: Vetting) -> None:
    shared: dict[str, object] = {
        "account_token": ONE_ACCOUNT,
        "phone": PHONE,
        "email": "us@example.org",
    }
    him = await vetting.vet(at(31, "Ben Marsh", **shared))
    her = await vetting.vet(at(31, "Cora Marsh", **shared))
    assert result_of(her, "LINK_NETWORK") == ("CLEAR", ["HOUSEHOLD_SHARES"])
    again = await vetting.case(him["case_id"])
    assert (again["recommendation"], again["recommendation_version"]) == ("PROCEED", 2)
    # The third at the door makes all three a concern.
    third = await vetting.vet(at(31, "Dov Tarrant"))
    assert result_of(third, "LINK_NETWORK") == ("CONCERN", ["SHARED_ADDRESS"])
    everyone = [await vetting.case(each["case_id"]) for each in (him, her)]
    assert [each["recommendation"] for each in everyone] == ["REFER_TO_ANALYST"] * 2


async def test_whoever_applies_twice_is_no_ring_of_one(vetting: Vetting) -> None:
    await vetting.vet(at(41, "Ada Marsh", account_token=ONE_ACCOUNT, phone=PHONE))
    again = await vetting.vet(at(41, "Ada Marsh", account_token=ONE_ACCOUNT, phone=PHONE))
    assert result_of(again, "LINK_NETWORK") == ("CLEAR", ["SAME_APPLICANT"])


async def test_companies_with_an_officer_in_common_find_each_other(bare: Vetting) -> None:
    bare.lists.load_all()
    other = {**ROOFER, "CompanyName": "MILLBROOK CRAFTS LIMITED", "CompanyNumber": "99000002"}
    other["RegAddress.PostCode"] = "CT20 2AA"
    bare.lists.load("companies", [ROOFER, other])
    elsewhere = {**ROOFERS_DIRECTOR, "company_number": "99000002"}
    bare.lists.load("officers", [ROOFERS_DIRECTOR, elsewhere])
    first = await bare.vet(a_company())
    second = await bare.vet(
        a_company(
            "Millbrook Crafts Ltd",
            "99000002",
            address={"lines": ["50 Sandgate Road", "Folkestone"], "postcode": "CT20 2AA"},
        )
    )
    assert result_of(second, "LINK_NETWORK") == ("CONCERN", ["SHARED_OFFICER"])
    again = await bare.case(first["case_id"])
    assert result_of(again, "LINK_NETWORK") == ("CONCERN", ["SHARED_OFFICER"])


async def test_another_organisations_applicants_are_never_compared_or_told_of(
    vetting: Vetting,
) -> None:
    await vetting.vet(at(51, "Ada Marsh", account_token=ONE_ACCOUNT))
    theirs = await vetting.by(grants_system("dover")).vet(
        at(52, "Bela Fenwick", account_token=ONE_ACCOUNT)
    )
    assert result_of(theirs, "LINK_NETWORK") == ("CLEAR", ["NOTHING_FOUND"])


async def test_what_is_found_after_the_decision_stands_in_the_report_and_changes_nothing(
    vetting: Vetting,
) -> None:
    first = await vetting.vet(at(61, "Ada Marsh", account_token=ONE_ACCOUNT))
    decided = await vetting.decide(first["case_id"])
    assert decided.json["state"] == "FINAL"
    await vetting.vet(at(62, "Bela Fenwick", account_token=ONE_ACCOUNT))
    report = await vetting.report(first["case_id"])
    assert report["found_since_decided"] == ["LINK_NETWORK"]
    assert len(cast("list[object]", report["recommendations"])) == 1
    after = await vetting.case(first["case_id"])
    assert cast("dict[str, object]", after["decision"])["decision"] == "APPROVED"


async def test_a_report_names_no_more_applicants_than_the_caller_may_be_shown(
    vetting: Vetting,
) -> None:
    cases = [
        await vetting.vet(at(70 + number, name, account_token=ONE_ACCOUNT))
        for number, name in enumerate(("Ada Marsh", "Bela Fenwick", "Cora Quill", "Dov Tarrant"))
    ]
    few = vetting.by(replace(an_analyst(), people_limit=3))
    served = await few.running.get(f"/v1/cases/{cases[0]['case_id']}/report")
    assert len(served.json["links"]) == 2  # pyright: ignore[reportArgumentType]
    assert served.json["people_withheld"] == 1
    (fact,) = served.facts
    assert len(cast("list[str]", fact["subjects_disclosed"])) == 3
