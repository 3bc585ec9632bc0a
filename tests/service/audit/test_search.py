"""Entries are found by what they say; a case only while the log can open it."""

from dataclasses import replace
from typing import cast

import pytest

from tests.support.audit import WARDEN, Room
from tests.support.calls import Served
from tests.support.log import tamper

OTHER = replace(
    WARDEN, org_id="dover", client_id="dover-desk", agreement_id="DSA-002", case_reference="CASE/2"
)


async def found(room: Room, **asked: object) -> list[str]:
    """Return the requests of the outcomes that are found, the newest first."""
    served = await room.running.post("/v1/entries/search", {"kind": "outcome", **asked})
    return requests(served)


def requests(served: Served) -> list[str]:
    listed = cast("list[dict[str, object]]", served.json["items"])
    return [str(one["request_id"]) for one in listed]


async def test_entries_are_found_by_each_thing_that_they_say(room: Room) -> None:
    ours = str((await room.asked("e1:aa")).request_id)
    theirs = str((await room.asked("e1:bb", by=OTHER)).request_id)
    assert await found(room, org_id="dover") == [theirs]
    assert await found(room, client_id="thanet-phones") == [ours]
    assert await found(room, agreement_id="DSA-002") == [theirs]
    assert await found(room, case_reference="CASE/17") == [ours]
    assert await found(room, user_id="w-017") == [theirs, ours]
    assert await found(room, service="officer-safety", org_id="thanet") == [ours]
    assert await found(room, until="2020-01-01T00:00:00Z") == []
    assert await found(room, since="2020-01-01T00:00:00Z") == [theirs, ours]


async def test_an_erased_case_reference_is_found_no_more(room: Room) -> None:
    told = await room.asked("e1:aa")
    assert await found(room, case_reference="CASE/17") == [str(told.request_id)]
    tamper(room.place, "DELETE FROM log.salt")
    assert await found(room, case_reference="CASE/17") == []


async def test_pages_follow_one_another_without_a_gap_while_the_log_grows(room: Room) -> None:
    told = [str((await room.asked("e1:aa")).request_id) for _ in range(51)]
    asked = {"user_id": "w-017"}
    first = await room.running.post("/v1/entries/search", asked)
    await room.asked("e1:bb")
    link = first.headers["link"].partition(">")[0].removeprefix("<")
    second = await room.running.post(link, asked)
    assert len(requests(first)) == 100
    assert list(dict.fromkeys([*requests(first), *requests(second)])) == told[::-1]
    assert len(requests(first) + requests(second)) == 3 * 51
    assert "link" not in second.headers


@pytest.mark.parametrize("asked", [{}, {"case_reference": None}])
async def test_a_search_for_nothing_is_no_export(room: Room, asked: dict[str, object]) -> None:
    served = await room.running.post("/v1/entries/search", asked)
    assert (served.status, served.json["code"]) == (422, "NOTHING_ASKED")
