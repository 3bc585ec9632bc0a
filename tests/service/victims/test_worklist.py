"""A warden's visits in order of need, each with safety advice or the word that there is none."""

from collections.abc import Mapping
from datetime import timedelta
from typing import cast

from ppit_platform.people import utc_now
from ppit_platform.wire import instant_text
from tests.support.gate_inside import HouseReply
from tests.support.victims import Victims
from tests.support.victims_told import (
    DOVER,
    LANTERN_1,
    LANTERN_3,
    PARABLE_5,
    SCREENINGS,
    a_district,
    a_person,
    a_screening,
    an_address,
    an_analyst,
    an_incident,
)

NOT_SCREENED: dict[str, object] = {
    "result": "UNABLE_TO_SCREEN",
    "unable_reason": "SOURCE_UNAVAILABLE",
    "control_measures": [],
    "screening_id": None,
    "valid_until": None,
    "contact_for_advice": None,
    "acknowledgement_required": False,
}
MEASURE = {
    "measure": "VISIT_IN_PAIRS",
    "words": "Go in pairs.",
    "stale": False,
    "contested": False,
}


async def two_victims(victims: Victims) -> tuple[str, str]:
    """Report one in little need and one in more; return their ids in that order."""
    ida = a_person(name={"full": "Ida Brown"}, date_of_birth="1950-01-02")
    slight = await victims.report(
        person=ida,
        address=an_address(LANTERN_3),
        incident={"scam_type": "CHARITY"},
        safe_contact={"do_not_contact": ["HOME_VISIT"], "note": "He lives there too."},
    )
    grave = await victims.report(vulnerabilities=["LIVES_ALONE", "FEARFUL"])
    return str(slight["victim_id"]), str(grave["victim_id"])


async def test_visits_stand_in_order_of_need_with_every_point_explained(victims: Victims) -> None:
    slight, grave = await two_victims(victims)
    first, second = await victims.items("/v1/worklist")
    assert (first["victim_id"], second["victim_id"]) == (grave, slight)
    assert next(iter(second)) == "safe_contact"
    assert second["safe_contact"] == {
        "do_not_contact": ["HOME_VISIT"],
        "notes": ["He lives there too."],
    }
    need = cast("Mapping[str, object]", first["need"])
    points = cast("list[dict[str, object]]", need["points"])
    assert {str(point["code"]) for point in points} == {
        *("SCAMMED_AT_THE_DOOR", "LOSS", "LIVES_ALONE", "FEARFUL", "NOBODY_HAS_CALLED"),
    }
    assert need["score"] == sum(cast("int", point["points"]) for point in points)
    assert all(point["why"] for point in points)
    assert need["table_version"] == "need-1"


async def test_all_doors_are_screened_by_one_question_for_a_lone_visit(victims: Victims) -> None:
    await two_victims(victims)
    victims.running.gate.replies[SCREENINGS] = (
        200,
        {
            "items": [
                a_screening(result="MARKERS_HELD", control_measures=[MEASURE]),
                a_screening(),
            ]
        },
    )
    first, second = await victims.items("/v1/worklist")
    (asked,) = victims.running.gate.asked
    assert asked.idempotency_key is not None
    assert asked.body == {
        "visits": [
            {
                "attending": {"count": 1, "lone": True},
                "contact_mode": "HOME_VISIT",
                "people": [{"name": {"full": "Edith May Thackerberry"}}],
                "address": {"uprn": LANTERN_1},
            },
            {
                "attending": {"count": 1, "lone": True},
                "contact_mode": "HOME_VISIT",
                "people": [{"name": {"full": "Ida Brown"}}],
                "address": {"uprn": LANTERN_3},
            },
        ]
    }
    safety = cast("Mapping[str, object]", first["safety"])
    assert (safety["result"], safety["control_measures"]) == ("MARKERS_HELD", [MEASURE])
    assert cast("Mapping[str, object]", second["safety"])["result"] == "NO_KNOWN_MARKERS"


BAD_REPLIES: list[HouseReply] = [
    "unreachable",
    (503, {"code": "AUDIT_UNAVAILABLE"}),
    (403, {"code": "HOUSE_CALL_NOT_PERMITTED"}),
    (200, {"items": []}),
    (200, {"items": [a_screening()]}),
    (200, {"items": [a_screening(result="ALL_CLEAR"), a_screening(result=None)]}),
    (200, {"items": [{}, "nothing"]}),
    (200, ["nothing"]),
]


async def test_whatever_goes_wrong_with_the_question_no_door_reads_as_clear(
    victims: Victims,
) -> None:
    await two_victims(victims)
    said: list[object] = []
    for reply in BAD_REPLIES:
        victims.running.gate.replies[SCREENINGS] = reply
        said += [visit["safety"] for visit in await victims.items("/v1/worklist")]
    assert said == [NOT_SCREENED] * 2 * len(BAD_REPLIES)


async def test_a_list_is_of_the_warden_s_district_and_no_longer_than_allowed(
    victims: Victims,
) -> None:
    await two_victims(victims)
    other = a_person(name={"full": "Una Green"}, date_of_birth="1944-04-04")
    dover = await victims.report(person=other, address=an_address(PARABLE_5))
    (visit,) = await victims.by(a_district(DOVER)).items("/v1/worklist")
    assert visit["victim_id"] == dover["victim_id"]
    assert len(await victims.items("/v1/worklist?limit=2")) == 2
    assert len(await victims.by(an_analyst(people_limit=1)).items("/v1/worklist")) == 1


async def test_whoever_is_closed_or_hidden_stands_on_no_list(victims: Victims) -> None:
    _, grave = await two_victims(victims)
    await victims.ask(
        f"/v1/victims/{grave}/contacts",
        {
            "intervention_type": "WARDEN_VISIT",
            "outcome": "CLOSED",
            "at": instant_text(utc_now() - timedelta(minutes=5)),
        },
    )
    person = a_person(name={"full": "Ida Brown"}, date_of_birth="1950-01-02")
    body = {"person": person, "address": an_address(LANTERN_3), "reason": "REFUGE"}
    answer = await victims.ask("/v1/protections", body)
    assert answer["outcome"] == "LINKED"
    served = await victims.running.get("/v1/worklist")
    assert served.json["items"] == []
    assert served.facts[0]["withheld"] == {"PROTECTED": 1}


async def test_a_machine_on_its_own_has_no_worklist(victims: Victims) -> None:
    served = await victims.by(an_analyst(None)).running.get("/v1/worklist")
    assert (served.status, served.json["code"]) == (403, "PERSON_REQUIRED")


async def test_a_second_crime_and_a_household_s_crimes_count(victims: Victims) -> None:
    husband = a_person(name={"full": "George Thackerberry"}, date_of_birth="1939-05-05")
    await victims.report()
    await victims.report(incident=an_incident(reference="R-2", happened_on="2024-01-09"))
    await victims.report(person=husband)
    first, second = await victims.items("/v1/worklist")
    codes = [
        {str(point["code"]) for point in cast("list[dict[str, object]]", need["points"])}
        for need in (cast("Mapping[str, object]", visit["need"]) for visit in (first, second))
    ]
    assert "REPEAT_VICTIM" in codes[0]
    assert "CHRONIC_HOUSEHOLD" in codes[1]
    assert "REPEAT_VICTIM" not in codes[1]
