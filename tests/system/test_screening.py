"""A warden's phone screens a visit: through the gate, the service and PostgreSQL, into the log."""

from dataclasses import replace
from typing import cast

import httpx

from ppit_ops.audit import verify
from ppit_ops.cast import DISTRICT_PARTIES, PPIT, RIGHTS_OF_WAY, WARDENS
from ppit_ops.demo import bodies
from ppit_ops.demo.markers import approve, propose
from ppit_ops.demo.words import read_answer
from ppit_ops.partners import BATCH, MARKERS, SCREENINGS, Desk, Reply
from ppit_platform.codes import PurposeCode
from ppit_synthetic import Attending, Sex, Story, VisitCase, VisitKind
from tests.support.processes import TestHouse


def _lone_woman(house: TestHouse) -> VisitCase:
    return house.visit(VisitKind.LONE_FEMALE, "WARDENS")


def _body(house: TestHouse, case: VisitCase) -> dict[str, object]:
    return bodies.visit(case, house.county.kent.as_of)


def _kinds_in_log(house: TestHouse, reply: Reply) -> list[str]:
    """Return the kinds of the log's entries about one request, in the log's order."""
    request_id = reply.headers["x-request-id"]
    return [entry.kind for entry in house.log_entries() if entry.key == request_id]


async def test_a_woman_is_told_not_to_go_alone_and_the_log_says_that_she_was_told(
    house: TestHouse, warden: Desk
) -> None:
    reply = await warden.post(SCREENINGS, _body(house, _lone_woman(house)))
    assert reply.status == 200
    assert reply.body["result"] == "MARKERS_HELD"
    assert read_answer(reply.body).measures == {"NO_LONE_FEMALE_VISIT"}
    assert _kinds_in_log(house, reply) == ["intent", "outcome"]


async def test_two_officers_are_not_kept_away_and_not_told_that_nothing_is_known(
    house: TestHouse, warden: Desk
) -> None:
    pair = replace(_lone_woman(house), attending=Attending(2, (Sex.FEMALE, Sex.MALE)))
    reply = await warden.post(SCREENINGS, _body(house, pair))
    assert read_answer(reply.body).measures == frozenset()
    assert reply.body["result"] == "MARKERS_HELD"


async def test_no_answer_says_who_or_why(house: TestHouse, warden: Desk) -> None:
    reply = await warden.post(SCREENINGS, _body(house, _lone_woman(house)))
    marker = next(
        one for one in house.county.kent.markers if one.story is Story.NOT_ALONE_IF_FEMALE
    )
    assert marker.recorded_name is not None
    said = str(reply.body).lower()
    assert marker.category.value.lower() not in said
    assert marker.recorded_name.family.lower() not in said


async def test_a_warning_reaches_its_audience_alone(house: TestHouse) -> None:
    case = _lone_woman(house)
    async with house.desk(RIGHTS_OF_WAY) as officer:
        reply = await officer.post(SCREENINGS, _body(house, case))
    assert read_answer(reply.body).measures == frozenset()


async def test_a_list_is_answered_in_order(house: TestHouse, warden: Desk) -> None:
    nowhere = house.visit(VisitKind.UNRESOLVABLE_ADDRESS, "WARDENS")
    visits = [_body(house, case) for case in (nowhere, _lone_woman(house), nowhere)]
    reply = await warden.post(BATCH, {"visits": visits})
    items = cast("list[dict[str, object]]", reply.body["items"])
    assert [item["result"] for item in items] == [
        "UNABLE_TO_SCREEN",
        "MARKERS_HELD",
        "UNABLE_TO_SCREEN",
    ]


async def test_a_district_learns_nothing_of_a_door_outside_its_area(house: TestHouse) -> None:
    case = _lone_woman(house)
    body = _body(house, case) | {"address": {"uprn": case.true_uprn}}
    neighbour = next(party for party in DISTRICT_PARTIES if case.area_gss not in party.areas)
    async with house.desk(neighbour) as officer:
        reply = await officer.post(SCREENINGS, body)
    assert reply.body["result"] == "UNABLE_TO_SCREEN"
    assert reply.body["unable_reason"] == "NOT_PERMITTED_FOR_PURPOSE"


async def test_a_screening_sent_again_is_answered_alike_and_logged_again(
    house: TestHouse, warden: Desk
) -> None:
    body = _body(house, _lone_woman(house))
    first = await warden.post(SCREENINGS, body, key="the-same-visit")
    again = await warden.post(SCREENINGS, body, key="the-same-visit")
    assert again.body == first.body
    assert again.headers["idempotency-replayed"] == "true"
    assert _kinds_in_log(house, again) == ["intent", "outcome"]


async def test_a_token_for_another_purpose_is_not_given(house: TestHouse) -> None:
    async with house.desk(WARDENS, purpose=PurposeCode.TRACE_CIVIL_DEBT) as phone:
        reply = await phone.post(SCREENINGS, _body(house, _lone_woman(house)))
    assert reply.code == "invalid_authorization_details"


async def test_without_a_token_nothing_is_answered(house: TestHouse) -> None:
    async with httpx.AsyncClient(base_url=house.house.plan.issuer) as stranger:
        answer = await stranger.post(SCREENINGS, json={})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_bad_body_is_refused_by_field_and_rule_without_an_echo(
    house: TestHouse, warden: Desk
) -> None:
    body = _body(house, _lone_woman(house)) | {"colour": "Perpetua"}
    reply = await warden.post(SCREENINGS, body)
    assert reply.status == 422
    errors = cast("list[dict[str, str]]", reply.body["errors"])
    assert [error["pointer"] for error in errors] == ["/colour"]
    assert "Perpetua" not in str(reply.body)


async def test_a_marker_warns_only_once_somebody_else_has_approved_it(house: TestHouse) -> None:
    kent = house.county.kent
    marker = next(one for one in kent.markers if one.story is Story.CUCKOOED_FLAT)
    case = house.visit(VisitKind.CUCKOOED_FLAT, "WARDENS")
    body = _body(house, replace(case, uprn=marker.recorded_uprn, people=()))
    async with house.proposer() as analyst, house.approver() as approver:
        proposed = await propose(analyst, kent, marker)
        register_id = str(proposed.body["marker_id"])
        own = await approve(analyst, marker, register_id)
        async with house.desk(WARDENS) as phone:
            before = await phone.post(SCREENINGS, body)
            await approve(approver, marker, register_id)
            after = await phone.post(SCREENINGS, body)
    assert own.code == "INSUFFICIENT_SCOPE"
    assert _kinds_in_log(house, own) == ["denied"]
    assert before.body["result"] == "NO_KNOWN_MARKERS"
    assert "DO_NOT_VISIT_WITHOUT_POLICE" in read_answer(after.body).measures


async def test_an_officer_cannot_read_the_file_of_a_marker(house: TestHouse, warden: Desk) -> None:
    async with house.desk(PPIT, "an-003") as analyst:
        mine = await analyst.get(f"{MARKERS}/00000000-0000-7000-8000-000000000000")
    reply = await warden.get(f"{MARKERS}/00000000-0000-7000-8000-000000000000")
    assert mine.status == 404
    assert reply.code == "INSUFFICIENT_SCOPE"


def test_the_log_verifies(house: TestHouse) -> None:
    verdict = verify(house.house.plan.auditor_environment())
    assert verdict.ok, verdict.said
    assert verdict.facts["entries"] == len(house.log_entries())
