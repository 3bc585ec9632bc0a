"""What waits for a human: the evidence for and against, and the decision."""

from collections.abc import Mapping
from typing import cast

from tests.support.victims import Victims
from tests.support.victims_told import (
    a_hub_row,
    a_list,
    a_person,
    a_report,
    an_address,
    an_analyst,
)

UNSURE = a_person(date_of_birth=None) | {"name": {"full": "Edith Thackerberry"}}


async def a_waiting_report(victims: Victims) -> tuple[str, str]:
    """Return the victim who may be meant, and the review."""
    reported = await victims.report()
    await victims.report(person=UNSURE)
    (review,) = await victims.items("/v1/reviews")
    return str(reported["victim_id"]), str(review["review_id"])


async def test_a_review_says_what_speaks_for_and_against_each_candidate(victims: Victims) -> None:
    reported = await victims.report(person=a_person(phone="07700 900123"))
    typed = a_person(name={"full": "Edith Thackerbery"}, date_of_birth=None, phone="07700 900456")
    await victims.report(person=typed)
    (review,) = await victims.items("/v1/reviews")
    assert review["doubt"] == "PROBABLE_MATCH"
    (candidate,) = cast("list[dict[str, object]]", review["candidates"])
    assert candidate["victim_id"] == reported["victim_id"]
    assert candidate["evidence_for"] == [
        "same first name",
        "surname nearly the same",
        "same address",
    ]
    assert candidate["evidence_against"] == ["phone different"]
    assert cast("Mapping[str, object]", candidate["person"])["name"] == "Edith May Thackerberry"


async def test_a_link_puts_the_record_on_the_victim_named(victims: Victims) -> None:
    victim_id, review_id = await a_waiting_report(victims)
    answer = await victims.ask(
        f"/v1/reviews/{review_id}/decision", {"decision": "LINK", "victim_id": victim_id}
    )
    assert (answer["victim_id"], answer["records"]) == (victim_id, 1)
    shown = await victims.get(f"/v1/victims/{victim_id}")
    assert [one["link"]["basis"] for one in shown["incidents"]] == ["NEW", "REVIEWED"]  # pyright: ignore[reportIndexIssue, reportGeneralTypeIssues, reportUnknownVariableType]
    assert await victims.items("/v1/reviews") == []


async def test_create_makes_somebody_new(victims: Victims) -> None:
    victim_id, review_id = await a_waiting_report(victims)
    answer = await victims.ask(f"/v1/reviews/{review_id}/decision", {"decision": "CREATE"})
    assert answer["victim_id"] not in {None, victim_id}
    assert len(await victims.items("/v1/worklist")) == 2


async def test_what_was_rejected_is_not_asked_again(victims: Victims) -> None:
    await victims.report()
    content = a_list("TS_HUB", [a_hub_row(1, DOB="N/K")])
    await victims.imported("TS_HUB", content)
    (review,) = await victims.items("/v1/reviews")
    await victims.ask(f"/v1/reviews/{review['review_id']}/decision", {"decision": "REJECT"})
    again = await victims.imported("TS_HUB", content)
    assert (again["rejected"], again["waiting"]) == (1, 0)
    (reject,) = await victims.items(f"/v1/imports/{again['import_id']}/rejects")
    assert reject["reasons"][0]["code"] == "REFUSED_BEFORE"  # pyright: ignore[reportIndexIssue]


async def test_the_same_row_sent_again_follows_the_decision(victims: Victims) -> None:
    reported = await victims.report()
    content = a_list("TS_HUB", [a_hub_row(1, DOB="N/K")])
    await victims.imported("TS_HUB", content)
    again = await victims.imported("TS_HUB", content)
    (review,) = await victims.items("/v1/reviews")
    decision = {"decision": "LINK", "victim_id": reported["victim_id"]}
    answer = await victims.ask(f"/v1/reviews/{review['review_id']}/decision", decision)
    assert answer["records"] == 2
    (row,) = await victims.items(f"/v1/imports/{again['import_id']}/rows")
    assert (row["outcome"], row["victim_ids"]) == ("WAITING", [reported["victim_id"]])


async def test_a_decision_is_taken_once(victims: Victims) -> None:
    _, review_id = await a_waiting_report(victims)
    path = f"/v1/reviews/{review_id}/decision"
    await victims.ask(path, {"decision": "CREATE"})
    served = await victims.post(path, {"decision": "REJECT"})
    assert (served.status, served.json["code"]) == (409, "REVIEW_DECIDED")


async def test_a_link_names_a_victim_who_is_there(victims: Victims) -> None:
    _, review_id = await a_waiting_report(victims)
    path = f"/v1/reviews/{review_id}/decision"
    unnamed = await victims.post(path, {"decision": "LINK"})
    assert (unnamed.status, unnamed.json["code"]) == (422, "VICTIM_NOT_NAMED")
    nobody = "0190a000-0000-7000-8000-000000000009"
    unknown = await victims.post(path, {"decision": "LINK", "victim_id": nobody})
    assert (unknown.status, unknown.json["code"]) == (404, "NOT_FOUND")
    assert victims.count("review_decision") == 0


async def test_a_page_names_no_more_people_than_allowed(victims: Victims) -> None:
    await a_waiting_report(victims)
    other = a_person(name={"full": "Edith Thackerberry"}, date_of_birth=None)
    await victims.report(person=other, incident={"scam_type": "ROMANCE"})
    short = victims.by(an_analyst(people_limit=3))
    served = await short.running.get("/v1/reviews")
    assert len(served.json["items"]) == 1  # pyright: ignore[reportArgumentType]
    link = served.headers["link"].partition("<")[2].partition(">")[0]
    assert len(await short.items(link)) == 1


async def test_only_a_person_reads_and_decides(victims: Victims) -> None:
    _, review_id = await a_waiting_report(victims)
    machine = victims.by(an_analyst(None))
    listed = await machine.running.get("/v1/reviews")
    decided = await machine.post(f"/v1/reviews/{review_id}/decision", {"decision": "CREATE"})
    assert [listed.json["code"], decided.json["code"]] == ["PERSON_REQUIRED"] * 2


async def test_a_couple_of_whom_one_died_waits_whole(victims: Victims) -> None:
    row = a_hub_row(1, Victim_Name="Mr John & Mrs Edith Thackerberry deceased 03/25")
    run = await victims.imported("TS_HUB", a_list("TS_HUB", [row]))
    assert run["waiting"] == 1
    assert {each["doubt"] for each in await victims.items("/v1/reviews")} == {"DECEASED_UNCLEAR"}


async def test_an_address_under_review_is_of_the_record_itself(victims: Victims) -> None:
    await victims.report()
    await victims.report(person=UNSURE, address=an_address(None, lines=["1 Lantern St, Ashford"]))
    (review,) = await victims.items("/v1/reviews")
    reported = cast("Mapping[str, object]", review["reported"])
    assert cast("Mapping[str, object]", reported["address"])["lines"] == ["1 Lantern St, Ashford"]


async def test_whoever_waited_is_one_person_with_the_victim_from_then_on(victims: Victims) -> None:
    """I8: a report of who looked at them follows both names."""
    victim_id, review_id = await a_waiting_report(victims)
    served = await victims.post(
        f"/v1/reviews/{review_id}/decision", {"decision": "LINK", "victim_id": victim_id}
    )
    named = victims.running.chassis.pseudonyms.subject
    assert served.facts[0]["same"] == [[named(review_id), named(victim_id)]]


async def test_whoever_waits_is_named_by_what_waits(victims: Victims) -> None:
    await victims.report()
    served = await victims.post("/v1/reports", a_report(person=UNSURE))
    (review,) = await victims.items("/v1/reviews")
    named = victims.running.chassis.pseudonyms.subject
    assert served.facts[0]["subjects_searched"] == [named(review["review_id"])]
