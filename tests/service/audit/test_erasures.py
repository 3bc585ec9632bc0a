"""What was answered about somebody is erased where it is kept; that it was, and when, stays.

UK GDPR Art 17; DPA 2018 s.47.
"""

from typing import cast

from tests.support.audit import Room

NAMING = "/officer-safety/v1/audit/subjects"
ERASING = "/officer-safety/v1/audit/erasures"
EVIDENCE = {"what": "SCREENINGS", "ground": "EVIDENCE", "words": "It stays."}
REGISTER = {"what": "REGISTER", "ground": "PUBLIC_TASK", "words": "It is held.", "answers": None}
ASKED = {"subjects": [{"service": "officer-safety", "subject_id": "n-1"}]}


def knows(room: Room, *pseudonyms: str) -> None:
    """Have the service know ``n-1`` by these pseudonyms, erase all that it is asked to, and keep
    one screening of each question.
    """
    named = {"subjects": [{"subject_id": "n-1", "pseudonyms": list(pseudonyms)}]}
    room.running.gate.replies[NAMING] = (200, named)
    room.running.gate.replies[ERASING] = lambda body: (
        200,
        {
            "erased": len(cast("dict[str, list[str]]", body)["request_ids"]),
            "stays": [{**EVIDENCE, "answers": 1}, REGISTER],
        },
    )


async def test_every_answer_that_names_somebody_is_erased_and_no_other(room: Room) -> None:
    told = [await room.asked("e1:aa"), await room.asked("e1:aa", "e1:bb")]
    await room.asked("e1:bb")
    knows(room, "e1:aa")
    served = await room.running.post("/v1/subjects/erasures", ASKED)
    (done,) = cast("list[dict[str, object]]", served.json["erased"])
    assert (done["service"], done["answers"]) == ("officer-safety", 2)
    (asked,) = [one for one in room.running.gate.asked if one.path == ERASING]
    ids = cast("dict[str, list[str]]", asked.body)["request_ids"]
    assert sorted(ids) == sorted(str(one.request_id) for one in told)
    (fact,) = served.facts
    assert (fact["operation"], fact["subjects_searched"]) == ("ERASURE", ["e1:aa"])


async def test_whoever_became_one_with_them_is_erased_too(room: Room) -> None:
    one, other = "e1:aaaaaaaa", "e1:cccccccc"
    told = await room.asked(other)
    await room.log.append("alias", "a-1", {"pseudonyms": [one, other]})
    knows(room, one)
    await room.running.post("/v1/subjects/erasures", ASKED)
    (asked,) = [one for one in room.running.gate.asked if one.path == ERASING]
    assert cast("dict[str, list[str]]", asked.body)["request_ids"] == [str(told.request_id)]


async def test_a_service_that_cannot_be_asked_is_named(room: Room) -> None:
    await room.asked("e1:aa")
    knows(room, "e1:aa")
    room.running.gate.replies[ERASING] = "unreachable"
    served = await room.running.post("/v1/subjects/erasures", ASKED)
    (unable,) = cast("list[dict[str, str]]", served.json["unable"])
    assert (served.json["erased"], unable["service"]) == ([], "officer-safety")


async def test_what_stays_by_law_is_passed_on_with_its_ground_and_is_no_failure(room: Room) -> None:
    await room.asked("e1:aa")
    knows(room, "e1:aa")
    served = await room.running.post("/v1/subjects/erasures", ASKED)
    (done,) = cast("list[dict[str, object]]", served.json["erased"])
    assert done["stays"] == [{**EVIDENCE, "answers": 1}, REGISTER]
    assert served.json["unable"] == []
    assert served.facts[0]["counts"] == {"answers": 1, "staying": 1}


async def test_a_service_that_does_not_say_what_stays_counts_as_not_asked(room: Room) -> None:
    await room.asked("e1:aa")
    knows(room, "e1:aa")
    room.running.gate.replies[ERASING] = (200, {"erased": 1})
    served = await room.running.post("/v1/subjects/erasures", ASKED)
    assert served.json["erased"] == []
    assert served.json["unable"] == [{"service": "officer-safety", "code": "BAD_UPSTREAM"}]
