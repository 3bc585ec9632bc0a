"""A data-protection officer's afternoon: a complaint, who saw me, one record wrong, put right.

DPA 2018 s.38(5), s.48, s.62(4), s.66(2)(b). Every step of it stands in the log afterwards, and the
person's own report shows it.
"""

import json
from collections import Counter
from typing import Any, cast

from ppit_ops.audit import verify
from ppit_ops.cast import PPIT, WARDENS
from ppit_ops.demo import bodies
from ppit_ops.demo.markers import write_markers
from ppit_ops.partners import BATCH, MARKERS, SCREENINGS, Desk, Reply
from ppit_platform.codes import PurposeCode
from ppit_platform.ids import new_id
from ppit_synthetic import Story, VisitCase
from tests.support.processes import TestHouse
from tests.support.who_was_told import Truth, on_the_register, reported, visits_to_one

_CASE = "COMPLAINT/2026/7"
_OTHERS_NEED = {Story.NOT_ALONE_IF_FEMALE, Story.CUCKOOED_FLAT}


def _visit(house: TestHouse) -> VisitCase:
    """Return a visit of a warden's to one known danger that no other test needs."""
    needed = {one.marker_id for one in house.county.kent.markers if one.story in _OTHERS_NEED}
    return next(
        case
        for case in house.county.kent.visits
        if case.audience == "WARDENS"
        and case.uprn is not None
        and len(case.expected_marker_ids) == 1
        and needed.isdisjoint(case.expected_marker_ids)
    )


async def _subject(house: TestHouse, case: VisitCase, analyst: Desk) -> tuple[str, str]:
    """Put the danger on the register; return its marker, and whom the log knows it by."""
    (wanted,) = case.expected_marker_ids
    kent = house.county.kent
    marker = next(one for one in kent.markers if one.marker_id == wanted)
    async with house.approver() as approver:
        written = await write_markers(kent, [marker], proposer=analyst, approver=approver)
    record = (await analyst.get(f"{MARKERS}/{written[wanted]}")).body
    return written[wanted], str(record["nominal_id"] or f"uprn:{record['uprn']}")


async def _report(dpo: Desk, subject_id: str) -> dict[str, Any]:
    reply = await dpo.post("/audit/v1/subjects/disclosures", _about(subject_id), case=_CASE)
    assert reply.status == 200, reply.code
    return cast("dict[str, Any]", reply.body)


def _about(subject_id: str) -> dict[str, object]:
    return {"subjects": [{"service": "officer-safety", "subject_id": subject_id}]}


def _steps(report: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["service"], one["log_operation"], one["user_id"]) for one in report["items"]]


async def test_a_complaint_is_answered_a_wrong_record_recalled_and_all_of_it_is_in_the_log(
    house: TestHouse, warden: Desk
) -> None:
    case = _visit(house)
    async with (
        house.desk(PPIT, "an-003") as analyst,
        house.desk(PPIT, "dpo-001", PurposeCode.AUDIT_LAWFULNESS) as dpo,
        house.desk(WARDENS, "w-017", PurposeCode.SUBJECT_RIGHTS) as told,
    ):
        marker_id, subject_id = await _subject(house, case, analyst)
        seen = await warden.post(SCREENINGS, bodies.visit(case, house.county.kent.as_of))
        assert seen.body["result"] == "MARKERS_HELD"

        # Who saw me?
        report = await _report(dpo, subject_id)
        request_id = seen.headers["x-request-id"]
        (mine,) = [one for one in report["items"] if one["request_id"] == request_id]
        assert (mine["org_id"], mine["user_id"], mine["became"]) == (
            "kent-wardens",
            "w-017",
            "ANSWERED",
        )
        assert (mine["disclosed"], mine["case_reference"]) == (True, "DEMO/1")
        assert report["unable"] == []

        # What did the warden see? The very answer, not what is held today.
        shown = (await dpo.get(f"/audit/v1/answers/{request_id}", case=_CASE)).body
        assert (shown["replay"], json.loads(str(shown["answer"]))) == ("EXACT", seen.body)

        # Nor what they looked at once more, the next day, on their phone.
        again = await warden.get(f"{SCREENINGS}/{seen.body['screening_id']}")
        looked = f"/audit/v1/answers/{again.headers['x-request-id']}"
        shown = (await dpo.get(looked, case=_CASE)).body
        assert (shown["replay"], json.loads(str(shown["answer"]))) == ("EXACT", again.body)

        # It was wrong: it is put right, and whoever was told is told so.
        removal = await _removed(house, marker_id)
        assert removal.body["state"] == "REMOVED"
        recall = await dpo.post("/audit/v1/recalls", _recall(subject_id), case=_CASE)
        assert "kent-wardens" in _states(recall)

        # The wardens find which of their own requests it was, and say what they did.
        answered = await _acknowledged(told, str(recall.body["recall_id"]))
        assert {"request_id": request_id, "case_reference": "DEMO/1"} in answered
        stands = await dpo.get(f"/audit/v1/recalls/{recall.body['recall_id']}", case=_CASE)
        assert _states(stands)["kent-wardens"] == "ACKNOWLEDGED"

        # What was answered about them is erased, but for the evidence; that it was is not.
        await _erase(dpo, subject_id)
        assert (await dpo.get(looked, case=_CASE)).body["replay"] == "ERASED"

        # All of it is in the log, the officer's own looks too.
        steps = _steps(await _report(dpo, subject_id))
    assert {
        ("officer-safety", "DISCLOSURE", "w-017"),
        ("officer-safety", "AUDIT_VIEWED", "dpo-001"),
        ("audit", "AUDIT_VIEWED", "dpo-001"),
        ("officer-safety", "ALTERATION", "ap-001"),
        ("audit", "ALTERATION", "dpo-001"),
        ("audit", "CONSULTATION", "w-017"),
        ("audit", "COLLECTION", "w-017"),
        ("audit", "ERASURE", "dpo-001"),
    } <= set(steps)
    assert verify(house.house.plan.auditor_environment()).ok


def _states(recall: Reply) -> dict[str, str]:
    notices = cast("list[dict[str, str]]", recall.body["notices"])
    return {one["org_id"]: one["state"] for one in notices}


async def _erase(dpo: Desk, subject_id: str) -> None:
    gone = await dpo.post("/audit/v1/subjects/erasures", _about(subject_id), case=_CASE)
    (erased,) = cast("list[dict[str, Any]]", gone.body["erased"])
    assert (erased["service"], erased["answers"] > 0) == ("officer-safety", True)
    evidence = next(one for one in erased["stays"] if one["what"] == "SCREENINGS")
    assert (evidence["ground"], evidence["answers"] > 0) == ("EVIDENCE", True)


async def _acknowledged(desk: Desk, recall_id: str) -> list[dict[str, Any]]:
    """Find and acknowledge the notice of a recall; return which requests it is about."""
    listed = cast("list[dict[str, Any]]", (await desk.get("/audit/v1/notices")).body["items"])
    (notice,) = [one for one in listed if one["recall_id"] == recall_id]
    path = f"/audit/v1/notices/{notice['notice_id']}/acknowledgement"
    done = await desk.post(path, {"done": "ERASED"})
    assert done.body["state"] == "ACKNOWLEDGED"
    return notice["answered"]


async def _removed(house: TestHouse, marker_id: str) -> Reply:
    async with house.approver() as approver:
        reason = {"reason": "MISTAKEN_IDENTITY"}
        return await approver.post(f"{MARKERS}/{marker_id}/removal", reason, case=_CASE)


def _recall(subject_id: str) -> dict[str, object]:
    return {
        "service": "officer-safety",
        "subject_ids": [subject_id],
        "reason": "WRONG_PERSON",
        "fields": ["result", "control_measures"],
        "told_since": "2020-01-01T00:00:00Z",
        "corrected_at": "2026-05-03T13:05:00Z",
    }


async def test_i8_a_report_is_what_was_asked_of_each_person_and_nothing_else(
    house: TestHouse,
) -> None:
    """The test keeps who asked when, and the audit says the same of everybody, absence too."""
    truth = Truth()
    avoid = frozenset(_visit(house).expected_marker_ids)
    seen, asked_twice, unseen, *_ = visits_to_one(house, avoid)
    known = await on_the_register(house, (seen, asked_twice, unseen), truth)
    day = house.county.kent.as_of
    async with house.desk(WARDENS, "w-017") as one, house.desk(WARDENS, "w-021") as other:
        for case, desk, user in ((seen, one, "w-017"), (asked_twice, one, "w-017")):
            reply = await desk.post(SCREENINGS, bodies.visit(case, day))
            truth.asked(known[case.case_id], "DISCLOSURE", user, reply)
        both = {"visits": [bodies.visit(case, day) for case in (asked_twice, seen)]}
        reply = await other.post(BATCH, both)
        for case in (seen, asked_twice):
            truth.asked(known[case.case_id], "DISCLOSURE", "w-021", reply)
        first = str(cast("list[dict[str, Any]]", reply.body["items"])[0]["screening_id"])
        again = await other.get(f"{SCREENINGS}/{first}")
        truth.asked(known[asked_twice.case_id], "CONSULTATION", "w-021", again)
    people = [*known.values(), str(new_id())]
    async with house.desk(PPIT, "dpo-001", PurposeCode.AUDIT_LAWFULNESS) as dpo:
        found = [await reported(dpo, each, truth.lines[each]) for each in people]
    # The officer's own look is an entry about them as well; of a stranger it is the only one.
    looked = Counter({("AUDIT_VIEWED", "dpo-001", False, ""): 1})
    assert [lines for lines, _ in found] == [truth.lines[each] + looked for each in people]
    assert [complete for _, complete in found] == [True] * len(people)


async def test_another_purpose_than_the_laws_four_does_not_open_the_log(house: TestHouse) -> None:
    async with house.desk(WARDENS, "w-017", PurposeCode.SUBJECT_RIGHTS) as warden:
        refused = await warden.post("/audit/v1/entries/search", {"org_id": "ppit"})
        denials = [one.key for one in house.log_entries() if one.kind == "denied"]
    assert (refused.status, refused.code) == (403, "OPERATION_NOT_PERMITTED")
    assert refused.headers["x-request-id"] in denials
