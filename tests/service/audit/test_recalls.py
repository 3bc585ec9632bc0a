"""DPA 2018 s.38(5), s.48: whoever was told something wrong is told so, and nobody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from ppit_platform.caller import Caller
from ppit_platform.codes import PurposeCode
from tests.support.audit import WARDEN, Room, an_officer
from tests.support.calls import Served
from tests.support.gate_inside import HouseReply

RESOLVE = "/officer-safety/v1/audit/subjects"
DOVER = replace(
    WARDEN, org_id="dover", client_id="dover-desk", agreement_id="DSA-002", case_reference="CASE/9"
)
WRONG: dict[str, object] = {
    "service": "officer-safety",
    "subject_ids": ["nominal-1"],
    "reason": "WRONG_PERSON",
    "fields": ["control_measures"],
    "told_since": "2020-01-01T00:00:00Z",
    "corrected_at": "2026-05-03T13:00:00Z",
}


def named(body: object) -> HouseReply:
    ids = cast("dict[str, list[str]]", body)["subject_ids"]
    return 200, {"subjects": [{"subject_id": one, "pseudonyms": ["e1:aa"]} for one in ids]}


def told_in(org_id: str) -> Caller:
    return replace(an_officer(org_id), purpose=PurposeCode.SUBJECT_RIGHTS, actor=None)


@pytest.fixture
def room(room: Room) -> Room:
    room.running.gate.replies[RESOLVE] = named
    return room


async def recalled(room: Room, **changes: object) -> Served:
    return await room.running.post("/v1/recalls", {**WRONG, **changes})


def notices(served: Served) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", served.json["notices"])


def items(served: Served) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", served.json["items"])


async def test_everyone_who_was_told_has_one_notice_and_nobody_else_has_any(room: Room) -> None:
    first, second = await room.asked("e1:aa"), await room.asked("e1:aa", "e1:bb")
    other = await room.asked("e1:aa", by=DOVER)
    maybe = await room.asked("e1:aa", by=replace(DOVER, client_id="dover-phone"), answered=False)
    await room.asked("e1:bb", by=replace(DOVER, agreement_id="DSA-003"))
    await room.asked(searched=["e1:aa"], by=replace(DOVER, agreement_id="DSA-004"))
    made = await recalled(room)
    assert made.status == 201
    found = {(one["org_id"], one["client_id"]): one["request_ids"] for one in notices(made)}
    assert found == {
        ("thanet", "thanet-phones"): [str(first.request_id), str(second.request_id)],
        ("dover", "dover-desk"): [str(other.request_id)],
        ("dover", "dover-phone"): [str(maybe.request_id)],
    }
    (fact,) = made.facts
    assert (fact["operation"], fact["subjects_searched"]) == ("ALTERATION", ["e1:aa"])
    assert fact["counts"] == {"notices": 3, "requests": 4}


async def test_what_was_told_before_it_was_wrong_is_not_recalled(room: Room) -> None:
    await room.asked("e1:aa")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    made = await recalled(room, told_since=tomorrow.isoformat().replace("+00:00", "Z"))
    assert (made.status, notices(made)) == (201, [])


async def test_a_recipient_reads_which_of_its_own_requests_it_was_and_acknowledges(
    room: Room,
) -> None:
    told = await room.asked("e1:aa", by=DOVER)
    await room.asked("e1:aa")
    recall = await recalled(room)
    dover = room.running.by(told_in("dover"))
    (notice,) = items(await dover.get("/v1/notices"))
    assert notice["answered"] == [{"request_id": str(told.request_id), "case_reference": "CASE/9"}]
    assert (notice["state"], notice["reason"], notice["fields"]) == (
        "PENDING",
        "WRONG_PERSON",
        ["control_measures"],
    )
    path = f"/v1/notices/{notice['notice_id']}"
    done = await dover.post(f"{path}/acknowledgement", {"done": "ERASED"})
    again = await dover.post(f"{path}/acknowledgement", {"done": "CORRECTED"})
    assert (done.status, done.json["done"], again.json["done"]) == (201, "ERASED", "ERASED")
    stands = await room.running.get(f"/v1/recalls/{recall.json['recall_id']}")
    assert {one["org_id"]: one["state"] for one in notices(stands)} == {
        "dover": "ACKNOWLEDGED",
        "thanet": "PENDING",
    }


async def test_nobody_reads_or_acknowledges_the_notice_of_another(room: Room) -> None:
    await room.asked("e1:aa", by=DOVER)
    (notice,) = notices(await recalled(room))
    thanet = room.running.by(told_in("thanet"))
    path = f"/v1/notices/{notice['notice_id']}"
    assert items(await thanet.get("/v1/notices")) == []
    assert (await thanet.get(path)).json["code"] == "NOT_FOUND"
    tried = await thanet.post(f"{path}/acknowledgement", {"done": "ERASED"})
    assert (tried.status, tried.json["code"]) == (404, "NOT_FOUND")


async def test_each_recipient_is_sent_a_webhook_about_its_own(room: Room) -> None:
    await room.asked("e1:aa", by=DOVER)
    (notice,) = notices(await recalled(room))
    events = room.running.rows("SELECT org_id, type, data FROM audit.event_outbox")
    assert [(one["org_id"], one["type"], one["data"]["id"]) for one in events] == [
        ("dover", "audit.notice.made", notice["notice_id"])
    ]


async def test_what_nobody_acknowledged_in_time_is_escalated_once_to_both_sides(
    room: Room,
) -> None:
    await room.asked("e1:aa", by=DOVER)
    await room.asked("e1:aa")
    recall = await recalled(room)
    late = datetime.now(UTC) + timedelta(days=4)
    thanet = room.running.by(told_in("thanet"))
    (own,) = items(await thanet.get("/v1/notices"))
    await thanet.post(f"/v1/notices/{own['notice_id']}/acknowledgement", {"done": "NOT_KEPT"})
    await room.keep_watch()
    stands = await room.running.get(f"/v1/recalls/{recall.json['recall_id']}")
    assert {one["state"] for one in notices(stands)} == {"PENDING", "ACKNOWLEDGED"}
    for _ in range(2):
        await room.keep_watch(late)
    stands = await room.running.get(f"/v1/recalls/{recall.json['recall_id']}")
    assert {one["org_id"]: one["state"] for one in notices(stands)} == {
        "dover": "ESCALATED",
        "thanet": "ACKNOWLEDGED",
    }
    events = room.running.rows(
        "SELECT org_id FROM audit.event_outbox WHERE type = 'audit.notice.overdue' ORDER BY 1"
    )
    assert [one["org_id"] for one in events] == ["dover", "ppit"]
    facts = room.running.rows("SELECT fact FROM audit.audit_outbox WHERE job_id IS NOT NULL")
    assert [one["fact"]["counts"] for one in facts] == [{"escalated": 1}]


async def test_nothing_is_recalled_where_the_service_could_not_name_its_subject(
    room: Room,
) -> None:
    await room.asked("e1:aa")
    room.running.gate.replies[RESOLVE] = 503, {"code": "SERVICE_UNAVAILABLE"}
    served = await recalled(room)
    assert (served.status, served.json["code"]) == (503, "SUBJECTS_UNRESOLVED")
    assert items(await room.running.get("/v1/recalls")) == []


async def test_a_service_that_there_is_not_is_named_as_the_mistake(room: Room) -> None:
    served = await recalled(room, service="nobody")
    assert (served.status, served.json["code"]) == (422, "SERVICE_UNKNOWN")
