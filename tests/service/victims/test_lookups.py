"""Does anybody already help this person: a pointer, or nothing, or that nobody could look."""

import json
from datetime import timedelta
from typing import cast

from ppit_platform.codes import PurposeCode
from ppit_platform.people import utc_now
from ppit_platform.wire import instant_text
from tests.support.victims import Victims
from tests.support.victims_told import DOVER, a_district, a_person, an_address, an_analyst

EDITH = {"person": a_person(), "address": an_address()}


def a_contact(outcome: str = "ADVICE_GIVEN") -> dict[str, object]:
    return {
        "intervention_type": "WARDEN_VISIT",
        "outcome": outcome,
        "at": instant_text(utc_now() - timedelta(hours=1)),
    }


async def test_who_helps_is_told_across_districts_and_nothing_else(victims: Victims) -> None:
    reported = await victims.report(safe_contact={"do_not_contact": ["TELEPHONE"], "note": "Son."})
    await victims.ask(f"/v1/victims/{reported['victim_id']}/contacts", a_contact())
    answer = await victims.by(a_district(DOVER)).ask("/v1/lookups", EDITH)
    (agency,) = cast("list[dict[str, object]]", answer.pop("agencies"))
    assert agency.pop("since")
    assert agency == {"agency": "ppit", "agency_role": "PRIMARY", "stage": "HELPING"}
    assert answer == {
        "safe_contact": {"do_not_contact": ["TELEPHONE"], "notes": []},
        "result": "HELPED",
        "unable_reason": None,
    }


async def test_what_was_told_is_kept_as_it_was_told_if_only_that_nobody_is_known(
    victims: Victims,
) -> None:
    """DPA 2018 s.66(2)(b)."""
    told = [await victims.ask("/v1/lookups", EDITH)]
    await victims.report()
    told.append(await victims.ask("/v1/lookups", EDITH))
    kept = [json.loads(text) for text in await victims.running.kept()]
    assert [one["result"] for one in told] == ["NOT_KNOWN", "KNOWN_NOT_HELPED"]
    assert [one for one in told if one not in kept] == []


async def test_having_tried_is_not_helping(victims: Victims) -> None:
    reported = await victims.report()
    said: list[object] = []
    for outcome in ("NO_CONTACT", "DECLINED", "CLOSED"):
        await victims.ask(f"/v1/victims/{reported['victim_id']}/contacts", a_contact(outcome))
        said.append((await victims.ask("/v1/lookups", EDITH))["result"])
    assert said == ["KNOWN_NOT_HELPED"] * 3


async def test_somebody_else_is_not_known(victims: Victims) -> None:
    await victims.report()
    other = a_person(name={"full": "Ida Brown"}, date_of_birth="1950-01-02")
    answer = await victims.ask("/v1/lookups", {"person": other})
    assert (answer["result"], answer["agencies"]) == ("NOT_KNOWN", [])


async def test_what_cannot_be_decided_is_never_not_known(victims: Victims) -> None:
    await victims.report()
    asked = (
        {"person": {"name": {"full": "Edith Thackerberry"}}},
        {"person": {"name": {"full": "Едит Такербери"}, "date_of_birth": "1941"}},
        EDITH | {"person": {"name": {"full": "E Thackerberry"}, "date_of_birth": "1941"}},
    )
    answers = [await victims.ask("/v1/lookups", each) for each in asked]
    assert [(answer["result"], answer["unable_reason"]) for answer in answers] == [
        ("UNABLE_TO_LOOK_UP", "INSUFFICIENT_INPUT"),
        ("UNABLE_TO_LOOK_UP", "INSUFFICIENT_INPUT"),
        ("UNABLE_TO_LOOK_UP", "PERSON_NOT_RESOLVED"),
    ]


async def test_a_register_that_cannot_be_read_says_so_and_is_logged(victims: Victims) -> None:
    await victims.report()
    victims.running.rows("REVOKE SELECT ON person_index_change FROM ppit_victims")
    served = await victims.post("/v1/lookups", EDITH)
    assert served.json["result"] == "UNABLE_TO_LOOK_UP"
    assert served.json["unable_reason"] == "SOURCE_UNAVAILABLE"
    assert served.facts[0]["operation"] == "SCREENING_FAILED"


async def test_lost_keys_rule_nobody_out(victims: Victims) -> None:
    await victims.report()
    victims.running.rows("DELETE FROM person_index_change")
    answer = await victims.ask("/v1/lookups", EDITH)
    assert (answer["result"], answer["unable_reason"]) == ("UNABLE_TO_LOOK_UP", "SOURCE_STALE")
    served = await victims.post(
        "/v1/reports", {**EDITH, "incident": {"scam_type": "ROMANCE"}}, key="k-1"
    )
    assert (served.status, served.json["code"]) == (503, "SOURCE_STALE"), "nobody is made twice"


async def test_a_purpose_of_debts_finds_nobody(victims: Victims) -> None:
    await victims.report()
    debts = victims.by(an_analyst(purpose=PurposeCode.TRACE_CIVIL_DEBT))
    answer = await debts.ask("/v1/lookups", EDITH)
    assert answer["result"] != "KNOWN_NOT_HELPED"
