"""The log watches itself: each entry is looked at once, and what looks amiss is named."""

from dataclasses import replace
from typing import cast

import pytest

from ppit_platform.codes import Role
from tests.support.audit import WARDEN, Room, an_officer
from tests.support.calls import Served
from tests.support.gate_inside import HouseReply

RESOLVE = "/victims/v1/audit/subjects"


def named(body: object) -> HouseReply:
    ids = cast("dict[str, list[str]]", body)["subject_ids"]
    return 200, {"subjects": [{"subject_id": one, "pseudonyms": [f"e1:{one}"]} for one in ids]}


@pytest.fixture
def room(room: Room) -> Room:
    room.running.gate.replies[RESOLVE] = named
    return room


async def watched(room: Room, name: str, subject: str, **more: str) -> Served:
    body = {"list": name, "service": "victims", "subject_id": subject, **more}
    return await room.running.post("/v1/watched", body)


async def alarms(room: Room, query: str = "") -> list[dict[str, object]]:
    served = await room.running.get(f"/v1/alarms{query}")
    return cast("list[dict[str, object]]", served.json["items"])


async def kinds(room: Room) -> list[tuple[str, str]]:
    return [(str(one["kind"]), str(one["user_id"])) for one in await alarms(room)]


async def test_who_reads_a_canary_or_somebody_well_known_raises_an_alarm(room: Room) -> None:
    await watched(room, "CANARY", "c-1")
    await watched(room, "WELL_KNOWN", "k-1")
    await room.asked("e1:other")
    told = await room.asked("e1:c-1", "e1:k-1")
    found = await alarms(room)
    assert {one["kind"] for one in found} == {"CANARY_READ", "WELL_KNOWN_LOOKED_UP"}
    evidence = cast("list[int]", found[0]["evidence"])
    # The intent, the outcome and the fact of that request.
    assert evidence == [told.index - 1, told.index, told.index + 1]


async def test_a_colleague_is_not_looked_up_unnoticed_and_a_neighbour_may_be(room: Room) -> None:
    await watched(room, "COLLEAGUE", "w-1", of_org="thanet")
    await room.asked(searched=["e1:w-1"], by=replace(WARDEN, org_id="dover"))
    assert await kinds(room) == []
    await room.asked(searched=["e1:w-1"])
    assert await kinds(room) == [("COLLEAGUE_LOOKED_UP", "w-017")]


async def test_whoever_works_for_two_organisations_is_a_colleague_at_both(room: Room) -> None:
    await watched(room, "COLLEAGUE", "w-1", of_org="thanet")
    await watched(room, "COLLEAGUE", "w-1", of_org="dover")
    # Said once more, it is no third.
    held = await watched(room, "COLLEAGUE", "w-1", of_org="dover")
    assert len(cast("list[object]", held.json["items"])) == 2
    await room.asked(searched=["e1:w-1"])
    await room.asked(searched=["e1:w-1"], by=replace(WARDEN, org_id="dover"))
    await room.asked(searched=["e1:w-1"], by=replace(WARDEN, org_id="ashford"))
    assert [(one["kind"], one["org_id"]) for one in await alarms(room)] == [
        ("COLLEAGUE_LOOKED_UP", "dover"),
        ("COLLEAGUE_LOOKED_UP", "thanet"),
    ]


async def test_unusual_breadth_and_reading_without_a_case_are_named(room: Room) -> None:
    await room.refused("DSA_EXPIRED")
    await room.refused("ABNORMAL_USAGE")
    await room.refused("CASE_REF_REQUIRED")
    await room.asked("e1:x", by=replace(WARDEN, case_reference=""))
    assert sorted(kind for kind, _ in await kinds(room)) == [
        "NO_CASE_REFERENCE",
        "NO_CASE_REFERENCE",
        "UNUSUAL_BREADTH",
    ]


async def test_each_entry_is_looked_at_once_whoever_reads_and_however_often(room: Room) -> None:
    await watched(room, "CANARY", "c-1")
    await room.asked("e1:c-1")
    assert await room.keep_watch() == 1
    assert await room.keep_watch() == 0
    (alarm,) = await alarms(room)
    # Read anew from the start, as after a reader that was restored from an old copy.
    room.running.rows("DELETE FROM audit.said_subject")
    room.running.rows("DELETE FROM audit.said_case")
    room.running.rows("DELETE FROM audit.said")
    room.running.rows("UPDATE audit.reader SET position = 0")
    await room.keep_watch()
    assert [one["alarm_id"] for one in await alarms(room)] == [alarm["alarm_id"]]


async def test_reading_that_is_cut_off_leaves_neither_alarm_nor_position(room: Room) -> None:
    await watched(room, "CANARY", "c-1")
    await room.asked("e1:c-1")
    room.running.rows("ALTER TABLE audit.alarm ADD CONSTRAINT full_disk CHECK (false)")
    assert (await room.running.get("/v1/alarms")).json["code"] == "CONFLICT"
    (reader,) = room.running.rows("SELECT position FROM audit.reader")
    assert reader["position"] == 0
    room.running.rows("ALTER TABLE audit.alarm DROP CONSTRAINT full_disk")
    assert await kinds(room) == [("CANARY_READ", "w-017")]


async def test_a_person_closes_an_alarm_with_reasons_and_not_whom_it_is_about(room: Room) -> None:
    own = replace(an_officer(), client_id="ppit-desk")
    await watched(room, "CANARY", "c-1")
    await room.asked("e1:c-1", by=own)
    (alarm,) = await alarms(room)
    closing = {"finding": "EXPECTED", "reasons": "the yearly test of the canaries"}
    path = f"/v1/alarms/{alarm['alarm_id']}/closing"
    refused = await room.running.post(path, closing)
    assert (refused.status, refused.json["code"]) == (403, "FOUR_EYES_REQUIRED")
    other = room.running.by(an_officer(user_id="dpo-2", role=Role.DPO))
    closed = await other.post(path, closing)
    assert (closed.status, closed.json["closed_by"]) == (201, "ppit/dpo-2")
    assert (await other.post(path, closing)).json["code"] == "ALARM_CLOSED"
    assert await alarms(room) == []
    assert [one["finding"] for one in await alarms(room, "?closed=true")] == ["EXPECTED"]


async def test_who_is_watched_no_longer_raises_no_alarm(room: Room) -> None:
    (one,) = cast("list[dict[str, object]]", (await watched(room, "CANARY", "c-1")).json["items"])
    ended = await room.running.post(f"/v1/watched/{one['watch_id']}/ending")
    await room.asked("e1:c-1")
    assert (ended.status, ended.json["items"]) == (201, [])
    assert await alarms(room) == []


async def test_only_a_colleague_works_somewhere(room: Room) -> None:
    wrong = await watched(room, "CANARY", "c-1", of_org="thanet")
    assert (wrong.status, wrong.json["code"]) == (422, "INVALID_REQUEST")
