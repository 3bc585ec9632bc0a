"""Somebody who asks who saw them is named by name (DPA 2018 s.45): services look, a person chooses,
and a service that did not look is never one that found nobody.
"""

from typing import cast

import pytest

from tests.support.audit import Room
from tests.support.calls import Served
from tests.support.gate_inside import HouseReply

PERSON = {
    "name": {"given": ["Edith"], "family": "Thackerberry"},
    "date_of_birth": "1940-05-17",
    "postcode": "CT9 1AA",
}
SEARCH = "/{}/v1/audit/people"


def candidate(subject_id: str, band: str = "CONFIRMED") -> dict[str, object]:
    return {"subject_id": subject_id, "band": band, "reasons": ["same family name"]}


def held(*candidates: dict[str, object], crowded: bool = False) -> HouseReply:
    return 200, {"candidates": list(candidates), "crowded": crowded}


def named(body: object) -> HouseReply:
    ids = cast("dict[str, list[str]]", body)["subject_ids"]
    return 200, {"subjects": [{"subject_id": one, "pseudonyms": [f"e1:{one}"]} for one in ids]}


@pytest.fixture
def room(room: Room) -> Room:
    for service in ("officer-safety", "victims", "tracing", "vetting"):
        room.running.gate.replies[f"/{service}/v1/audit/subjects"] = named
        room.running.gate.replies[SEARCH.format(service)] = held()
    return room


async def report(room: Room, **more: object) -> Served:
    return await room.running.post("/v1/subjects/disclosures", {"person": PERSON, **more})


def shown(served: Served) -> list[tuple[object, object]]:
    found = cast("list[dict[str, object]]", served.json["candidates"])
    return [(one["subject_id"], one["taken"]) for one in found]


async def test_the_one_candidate_beyond_doubt_is_who_the_report_is_about(room: Room) -> None:
    told = await room.asked("e1:v-1")
    room.running.gate.replies[SEARCH.format("victims")] = held(candidate("v-1"))
    served = await report(room)
    assert [one["request_id"] for one in cast("list[dict[str, object]]", served.json["items"])] == [
        str(told.request_id)
    ]
    assert shown(served) == [("v-1", True)]
    assert served.json["undecided"] == []
    asked = {one.path: one.body for one in room.running.gate.asked}
    assert asked[SEARCH.format("victims")] == {
        **PERSON,
        "name": {**cast("dict[str, object]", PERSON["name"]), "known_as": None, "full": None},
    }
    # That somebody was looked for, and among how many they were found, is in the log.
    (fact,) = served.facts
    assert (fact["fields"], fact["counts"]) == (
        ["disclosures", "candidates"],
        {"disclosures": 1, "candidates": 1},
    )


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(held(candidate("v-1"), candidate("v-2")), id="two beyond doubt"),
        pytest.param(held(candidate("v-1"), candidate("v-2", "POSSIBLE")), id="one and a maybe"),
        pytest.param(held(candidate("v-1", "PROBABLE")), id="one who is likely"),
        pytest.param(held(candidate("v-1"), crowded=True), id="more than were looked at"),
        pytest.param(held(crowded=True), id="too many to look at"),
    ],
)
async def test_where_there_is_any_doubt_somebody_chooses_and_nobody_is_merged(
    room: Room, reply: HouseReply
) -> None:
    await room.asked("e1:v-1")
    await room.asked("e1:v-2")
    room.running.gate.replies[SEARCH.format("victims")] = reply
    doubtful = await report(room)
    assert (doubtful.json["undecided"], doubtful.json["items"]) == (["victims"], [])
    assert doubtful.json["complete"] is False
    assert not any(taken for _, taken in shown(doubtful))
    chosen = await report(room, subjects=[{"service": "victims", "subject_id": "v-2"}])
    assert chosen.json["undecided"] == []
    assert len(cast("list[object]", chosen.json["items"])) == 1
    none = await report(room, not_among=["victims"])
    assert (none.json["undecided"], none.json["items"]) == ([], [])


async def test_a_service_that_did_not_look_is_named_and_the_report_is_not_complete(
    room: Room,
) -> None:
    room.running.gate.replies[SEARCH.format("victims")] = "unreachable"
    room.running.gate.replies[SEARCH.format("officer-safety")] = (
        503,
        {"code": "PEOPLE_UNSEARCHABLE"},
    )
    served = await report(room)
    assert served.json["unable"] == [
        {"service": "officer-safety", "code": "PEOPLE_UNSEARCHABLE"},
        {"service": "victims", "code": "GATE_UNAVAILABLE"},
    ]
    assert served.json["complete"] is False
    file = await room.running.post("/v1/subjects/reports", {"person": PERSON})
    assert file.json["unable"] == served.json["unable"]
    room.running.gate.replies[SEARCH.format("victims")] = 200, {"candidates": [{}]}
    misread = cast("list[object]", (await report(room)).json["unable"])
    assert {"service": "victims", "code": "BAD_UPSTREAM"} in misread


async def test_every_service_that_knows_people_is_asked_for_them_by_name(room: Room) -> None:
    served = await report(room)
    asked = {one.path for one in room.running.gate.asked}
    assert asked == {
        SEARCH.format(one) for one in ("officer-safety", "victims", "tracing", "vetting")
    }
    assert served.json["unable"] == []


async def test_whoever_says_too_little_is_told_so_before_anybody_is_asked(room: Room) -> None:
    bodies = [
        {"person": {"name": PERSON["name"]}},
        {"person": {**PERSON, "name": {"family": "T"}}},
        {},
        {"subjects": [{"service": "victims", "subject_id": "v-1"}], "not_among": ["victims"]},
    ]
    answers = [await room.running.post("/v1/subjects/disclosures", body) for body in bodies]
    assert [(one.status, one.json["code"]) for one in answers] == [
        (422, "INVALID_REQUEST"),
        (422, "PERSON_NOT_SEARCHABLE"),
        (422, "INVALID_REQUEST"),
        (422, "INVALID_REQUEST"),
    ]
    assert room.running.gate.asked == []
