"""A marker from its proposal to its end, as partners live it."""

import asyncio
from datetime import date, datetime, timedelta
from typing import cast

import pytest

from ppit_platform.clock import LONDON
from tests.support.calls import Served
from tests.support.officer_safety import Safety
from tests.support.officer_safety_visits import (
    DOVER,
    DOVER_DOOR,
    LANTERN_1,
    LANTERN_3,
    a_visit,
    a_warden,
    measures,
    named,
    outcome,
)

YESTERDAY = (date.today() - timedelta(days=1)).isoformat()  # noqa: DTZ011  # a day, no instant
HIM = named("Barnaby Quillfeather", "1969-11-12")
APPROVER = a_warden("a-001", org_id="ppit")
INVALID = (422, "INVALID_REQUEST")


def a_proposal(**changes: object) -> dict[str, object]:
    return {
        "subject": {"kind": "ADDRESS", "uprn": LANTERN_1},
        "category": "WEAPONS",
        "measures": ["VISIT_IN_PAIRS"],
        "audience": ["WARDENS"],
        "contact_modes": ["HOME_VISIT"],
        "incident_date": YESTERDAY,
        "grounds": "A machete on the hall table.",
        **changes,
    }


def about(person: dict[str, object], home: str | None = None) -> dict[str, object]:
    return {"kind": "PERSON", "person": {**person, "home": {"uprn": home} if home else None}}


async def propose(safety: Safety, **changes: object) -> str:
    served = await safety.post("/v1/markers", a_proposal(**changes))
    assert served.status == 201, served.body
    return cast("str", served.json["marker_id"])


async def approve(safety: Safety, marker_id: str) -> Served:
    return await safety.by(APPROVER).post(f"/v1/markers/{marker_id}/approval", {})


async def test_a_proposal_warns_nobody_until_somebody_else_approves_it(safety: Safety) -> None:
    marker_id = await propose(safety, subject=about(HIM, LANTERN_1))
    assert outcome(await safety.screen(a_visit(uprn=LANTERN_1)))[0] == "NO_KNOWN_MARKERS"
    own = await safety.post(f"/v1/markers/{marker_id}/approval", {})
    assert (own.status, own.json["code"]) == (403, "FOUR_EYES_REQUIRED")
    approved = await approve(safety, marker_id)
    assert (approved.status, approved.json["state"], approved.json["version"]) == (
        200,
        "ACTIVE",
        2,
    )
    answer = await safety.screen(a_visit(uprn=LANTERN_1, people=[HIM]))
    assert measures(answer) == ["VISIT_IN_PAIRS"]
    assert answer["match_basis"] == "PERSON_CONFIRMED"


async def test_a_machine_alone_neither_proposes_nor_approves(safety: Safety) -> None:
    machine = safety.by(a_warden(user_id=None))
    proposed = await machine.post("/v1/markers", a_proposal())
    assert (proposed.status, proposed.json["code"]) == (403, "PERSON_REQUIRED")
    marker_id = await propose(safety)
    approved = await machine.post(f"/v1/markers/{marker_id}/approval", {})
    assert (approved.status, approved.json["code"]) == (403, "PERSON_REQUIRED")


async def test_of_approvals_that_race_one_wins_and_the_others_conflict(safety: Safety) -> None:
    marker_id = await propose(safety)
    approvers = [safety.by(a_warden(f"a-{number}", org_id="ppit")) for number in range(3)]
    path = f"/v1/markers/{marker_id}/approval"
    served = await asyncio.gather(*(approver.post(path, {}) for approver in approvers))
    assert sorted(each.status for each in served) == [200, 409, 409]
    record = await safety.service.get(f"/v1/markers/{marker_id}")
    assert record.json["version"] == 2


async def test_a_reviewer_sees_the_whole_marker_and_the_reading_is_logged(safety: Safety) -> None:
    marker_id = await propose(safety, subject=about(HIM, LANTERN_1))
    served = await safety.service.get(f"/v1/markers/{marker_id}")
    assert served.json["category"] == "WEAPONS"
    person = cast("dict[str, object]", served.json["person"])
    assert cast("dict[str, object]", person["name"])["full"] == "Barnaby Quillfeather"
    assert [fact["operation"] for fact in served.facts] == ["CONSULTATION"]


async def test_without_the_scope_to_review_a_marker_cannot_be_read(safety: Safety) -> None:
    marker_id = await propose(safety)
    warden = safety.by(a_warden(scopes=frozenset({"officer-safety:screen"})))
    served = await warden.service.get(f"/v1/markers/{marker_id}")
    assert (served.status, served.json["code"]) == (403, "INSUFFICIENT_SCOPE")


async def test_an_emergency_warns_at_once_on_one_signature_and_ends_after_72_hours(
    safety: Safety,
) -> None:
    served = await safety.post("/v1/markers", a_proposal(emergency=True))
    assert served.json["state"] == "EMERGENCY"
    assert served.json["expires_at"] is not None
    assert measures(await safety.screen(a_visit(uprn=LANTERN_1))) == ["VISIT_IN_PAIRS"]


@pytest.mark.parametrize(
    "subject", [{"kind": "ADDRESS", "uprn": LANTERN_1}, about(HIM)], ids=["address", "person"]
)
async def test_an_emergency_raised_again_on_one_incident_ends_when_the_first_would(
    safety: Safety, subject: dict[str, object]
) -> None:
    emergency = a_proposal(emergency=True, subject=subject)
    first = await safety.post("/v1/markers", emergency)
    again = await safety.by(a_warden("w-099")).post("/v1/markers", emergency)
    assert (again.status, again.json["expires_at"]) == (201, first.json["expires_at"])
    path = f"/v1/markers/{first.json['marker_id']}/rejection"
    assert (await safety.by(APPROVER).post(path)).status == 200
    rejected = await safety.post("/v1/markers", emergency)
    assert (rejected.status, rejected.json["code"]) == (409, "EMERGENCY_SPENT")
    today = datetime.now(LONDON).date().isoformat()
    another = await safety.post("/v1/markers", {**emergency, "incident_date": today})
    assert another.json["state"] == "EMERGENCY"


async def test_a_marker_of_another_district_is_as_unknown_as_none(safety: Safety) -> None:
    marker_id = await propose(safety)
    dover = safety.by(a_warden("d-001", org_id="dover", areas=frozenset({DOVER})))
    served = [await dover.service.get(f"/v1/markers/{marker_id}")]
    for step, body in (
        ("approval", {}),
        ("rejection", None),
        ("renewal", {}),
        ("removal", {"reason": "RISK_ENDED"}),
        ("amendment", {"home_uprn": DOVER_DOOR}),
    ):
        served.append(await dover.post(f"/v1/markers/{marker_id}/{step}", body))
    assert {(each.status, each.json["code"]) for each in served} == {(404, "NOT_FOUND")}
    assert (await approve(safety, marker_id)).status == 200


async def test_a_removed_or_rejected_marker_no_longer_shows(safety: Safety) -> None:
    marker_id = await propose(safety)
    await approve(safety, marker_id)
    removed = await safety.post(f"/v1/markers/{marker_id}/removal", {"reason": "RISK_ENDED"})
    assert removed.json["state"] == "REMOVED"
    emergency = await safety.post("/v1/markers", a_proposal(emergency=True))
    path = f"/v1/markers/{emergency.json['marker_id']}/rejection"
    assert (await safety.by(APPROVER).post(path)).json["state"] == "REJECTED"
    assert outcome(await safety.screen(a_visit(uprn=LANTERN_1))) == ("NO_KNOWN_MARKERS", None)


async def test_a_marker_is_renewed_by_somebody_other_than_its_proposer(safety: Safety) -> None:
    marker_id = await propose(safety)
    await approve(safety, marker_id)
    path = f"/v1/markers/{marker_id}/renewal"
    assert (await safety.post(path, {})).json["code"] == "FOUR_EYES_REQUIRED"
    renewed = await safety.by(APPROVER).post(path, {})
    assert (renewed.json["state"], renewed.json["version"]) == ("ACTIVE", 3)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"subject": {"kind": "ADDRESS"}}, 422, "SUBJECT_UNCLEAR"),
        ({"subject": {"kind": "PERSON", "uprn": LANTERN_1}}, 422, "SUBJECT_UNCLEAR"),
        ({"subject": {"kind": "ADDRESS", "uprn": "999999999999"}}, 422, "ADDRESS_UNKNOWN"),
        ({"subject": {"kind": "ADDRESS", "uprn": DOVER_DOOR}}, 403, "AREA_NOT_PERMITTED"),
        ({"subject": about(named("Bob"))}, 422, "PERSON_NOT_SEARCHABLE"),
        ({"subject": about(named("Mr & Mrs Barnaby Smith"))}, 422, "SUBJECT_UNCLEAR"),
        ({"subject": about(named("Anna Maria \u0401\u0436"))}, 422, "PERSON_NOT_SEARCHABLE"),
        ({"audience": ["DISTRICT:E\u0660\u0667\u0660\u0660\u0660\u0661\u0660\u0665"]}, *INVALID),
        ({"emergency": "off"}, *INVALID),
        ({"emergency": 1}, *INVALID),
        ({"grounds": "  \n"}, *INVALID),
        ({"incident_date": "1700006400"}, *INVALID),
        ({"incident_date": "2026-01-01T00:00:00Z"}, *INVALID),
        ({"incident_date": "2026-02-30"}, *INVALID),
        ({"incident_date": 20000}, *INVALID),
        ({"audience": ["WARDEN"]}, 422, "INVALID_REQUEST"),
        ({"audience": []}, 422, "INVALID_REQUEST"),
        ({"measures": []}, 422, "INVALID_REQUEST"),
        ({"incident_date": None}, 422, "INVALID_REQUEST"),
        ({"incident_date": "2199-01-01"}, 422, "INCIDENT_NOT_YET"),
    ],
)
async def test_a_proposal_that_breaks_a_rule_is_refused_and_leaves_nothing(
    safety: Safety, changes: dict[str, object], status: int, code: str
) -> None:
    served = await safety.post("/v1/markers", a_proposal(**changes))
    assert (served.status, served.json["code"]) == (status, code)
    assert served.facts == ()
    async with safety.session() as session:
        connection = await session.connection()
        left = await connection.exec_driver_sql("SELECT count(*) FROM marker")
        assert left.scalar_one() == 0


async def test_a_review_later_than_the_category_allows_is_refused(safety: Safety) -> None:
    marker_id = await propose(safety)
    late = (date.today() + timedelta(days=100)).isoformat()  # noqa: DTZ011  # a day, no instant
    served = await safety.by(APPROVER).post(
        f"/v1/markers/{marker_id}/approval", {"review_due": late}
    )
    assert (served.status, served.json["code"]) == (422, "REVIEW_TOO_LATE")


async def test_an_incident_may_propose_a_marker_that_somebody_else_approves(
    safety: Safety,
) -> None:
    screening = await safety.screen(a_visit(uprn=LANTERN_3))
    report = {
        "kind": "WEAPON_SEEN_OR_USED",
        "occurred_on": YESTERDAY,
        "account": "A machete on the hall table.",
        "screening_id": screening["screening_id"],
        "marker": a_proposal(),
    }
    reported = await safety.post("/v1/incidents", report)
    assert reported.status == 201
    (fact,) = reported.facts
    assert fact["counts"] == {"incidents": 1, "markers_proposed": 1}
    marker = cast("dict[str, object]", reported.json["marker"])
    assert marker["state"] == "PROPOSED"
    record = await safety.service.get(f"/v1/markers/{marker['marker_id']}")
    assert record.json["incident_id"] == reported.json["incident_id"]
    await approve(safety, cast("str", marker["marker_id"]))
    assert measures(await safety.screen(a_visit(uprn=LANTERN_1))) == ["VISIT_IN_PAIRS"]


async def test_whoever_only_reports_may_not_make_an_emergency(safety: Safety) -> None:
    reporter = safety.by(a_warden(scopes=frozenset({"officer-safety:report"})))
    report = {
        "kind": "OTHER",
        "occurred_on": YESTERDAY,
        "account": "Shouting.",
        "marker": a_proposal(emergency=True),
    }
    served = await reporter.post("/v1/incidents", report)
    assert (served.status, served.json["code"]) == (403, "INSUFFICIENT_SCOPE")


async def test_an_associates_marker_speaks_where_they_visit_and_where_they_are_named(
    safety: Safety,
) -> None:
    subject = {**about(HIM), "kind": "ASSOCIATION", "uprn": LANTERN_1}
    await approve(safety, await propose(safety, subject=subject))
    there = await safety.screen(a_visit(uprn=LANTERN_1))
    assert there["match_basis"] == "UPRN_EXACT"
    named_elsewhere = await safety.screen(a_visit(uprn=LANTERN_3, people=[HIM]))
    assert named_elsewhere["result"] == "MARKERS_HELD"
