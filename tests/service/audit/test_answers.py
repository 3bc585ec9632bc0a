"""What was answered then: the very bytes, or an honest word about why not; and how many it were."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from ppit_gateway.domain.listing import as_json
from tests.support.audit import SCREENING, WARDEN, Room, an_officer
from tests.support.gate_inside import Scripted

KEPT = "/officer-safety/v1/audit/answers"
ANSWER: dict[str, object] = {
    "screening_id": "s-1",
    "result": "NO_KNOWN_MARKERS",
    "control_measures": [],
}
LEFT = as_json(ANSWER).decode()


async def replayed(room: Room, reply: Scripted, *, left: str = LEFT) -> tuple[object, object]:
    """Answer a request, have the service say what it kept of it, and ask for the answer."""
    told = await room.asked("e1:aa", answer=left)
    room.running.gate.replies[KEPT] = reply
    served = await room.running.get(f"/v1/answers/{told.request_id}")
    assert served.json["index"] == told.index
    return served.json["replay"], served.json["answer"]


async def test_an_answer_with_the_logs_digest_is_the_very_answer(room: Room) -> None:
    assert await replayed(room, (200, {"answer": LEFT})) == ("EXACT", LEFT)
    (asked,) = room.running.gate.asked
    assert cast("dict[str, str]", asked.body)["operation"] == SCREENING.split(" ", 1)[1]


async def test_an_answer_that_the_agreement_narrowed_is_narrowed_again(room: Room) -> None:
    narrowed = as_json({"result": "NO_KNOWN_MARKERS"}).decode()
    found = await replayed(room, (200, {"answer": LEFT}), left=narrowed)
    assert found == ("EXACT", narrowed)


async def test_an_answer_that_left_as_a_list_of_lines_is_made_as_one_again(room: Room) -> None:
    batch = f"{SCREENING}/batch"
    items = as_json({"items": [ANSWER, ANSWER]}).decode()
    told = await room.asked("e1:aa", answer=f"{LEFT}\n" * 2, operation=batch)
    room.running.gate.replies[KEPT] = (200, {"answer": items, "erased_at": None})
    served = await room.running.get(f"/v1/answers/{told.request_id}")
    assert (served.json["replay"], served.json["answer"]) == ("EXACT", f"{LEFT}\n" * 2)


async def test_an_empty_list_stays_where_the_agreement_withheld_something_else(room: Room) -> None:
    left = as_json({"control_measures": [], "result": "NO_KNOWN_MARKERS"}).decode()
    told = await room.asked("e1:aa", answer=left, withheld=("screening_id",))
    text = as_json({"screening_id": "s", "control_measures": [], "result": "NO_KNOWN_MARKERS"})
    room.running.gate.replies[KEPT] = (200, {"answer": text.decode(), "erased_at": None})
    served = await room.running.get(f"/v1/answers/{told.request_id}")
    assert (served.json["replay"], served.json["answer"]) == ("EXACT", left)


async def test_an_answer_that_was_erased_is_called_so_and_when(room: Room) -> None:
    at = "2026-05-03T13:05:00.000Z"
    told = await room.asked("e1:aa", answer=LEFT)
    room.running.gate.replies[KEPT] = (200, {"answer": None, "erased_at": at})
    served = await room.running.get(f"/v1/answers/{told.request_id}")
    shown = [served.json[name] for name in ("replay", "answer", "erased_at")]
    assert shown == ["ERASED", None, at]
    assert served.json["response_sha256"] == hashlib.sha256(LEFT.encode()).hexdigest()


async def test_what_is_kept_otherwise_than_it_left_is_shown_as_different(room: Room) -> None:
    replay, _ = await replayed(room, (200, {"answer": LEFT}), left="result;NO_KNOWN_MARKERS")
    assert replay == "DIFFERENT"


async def test_what_cannot_be_shown_is_said_to_be_so(room: Room) -> None:
    assert await replayed(room, (200, {"answer": None})) == ("NOT_KEPT", None)
    assert await replayed(room, "unreachable") == ("UNABLE", None)
    refused = await room.refused("DSA_EXPIRED")
    served = await room.running.get(f"/v1/answers/{refused.request_id}")
    assert (served.json["replay"], served.json["answer"]) == ("NOT_ANSWERED", None)


async def test_whom_an_answer_shows_is_disclosed_once_more_and_counts(room: Room) -> None:
    told = await room.asked("e1:aa", "e1:bb", answer=LEFT)
    room.running.gate.replies[KEPT] = (200, {"answer": LEFT})
    served = await room.running.get(f"/v1/answers/{told.request_id}")
    assert served.facts[0]["subjects_disclosed"] == ["e1:aa", "e1:bb"]
    few = room.running.by(replace(an_officer(), people_limit=1))
    refused = await few.get(f"/v1/answers/{told.request_id}")
    assert (refused.status, refused.json["code"]) == (429, "PEOPLE_QUOTA_EXCEEDED")


async def test_a_request_that_the_log_does_not_have_is_not_found(room: Room) -> None:
    served = await room.running.get("/v1/answers/01900000-0000-7000-8000-000000000000")
    assert (served.status, served.json["code"]) == (404, "NOT_FOUND")


async def test_a_partners_receipts_are_counted_and_nobody_elses_are_told_to_it(
    room: Room,
) -> None:
    told = [await room.asked("e1:aa") for _ in range(3)]
    await room.asked("e1:aa", by=replace(WARDEN, org_id="dover", client_id="dover-desk"))
    await room.refused("DSA_EXPIRED")
    await room.keep_watch()
    day = datetime.now(UTC).date().isoformat()
    partner = room.running.by(an_officer("thanet", "adm-1"))
    own = await partner.get(f"/v1/receipts/count?day={day}")
    indices = ",".join(str(one.index) for one in told)
    assert own.json["items"] == [
        {
            "org_id": "thanet",
            "client_id": "thanet-phones",
            "receipts": 3,
            "first_index": told[0].index,
            "last_index": told[2].index,
            "digest": hashlib.sha256(indices.encode()).hexdigest(),
        }
    ]
    assert own.json["log_size"] == await room.log.size()
    everyone = await room.running.get(f"/v1/receipts/count?day={day}")
    listed = cast("list[dict[str, object]]", everyone.json["items"])
    assert [one["org_id"] for one in listed] == ["dover", "thanet"]
