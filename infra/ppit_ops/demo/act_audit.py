"""Act: somebody asks who saw them; a record was wrong, and whoever was told hears of it."""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from ppit_ops.cast import PPIT, WARDENS
from ppit_ops.demo import bodies
from ppit_ops.demo.checks import Check, equal
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.words import items, plain
from ppit_ops.partners import MARKERS, SCREENINGS, Desk, Reply
from ppit_platform.codes import PurposeCode
from ppit_platform.people import utc_now
from ppit_platform.wire import instant_text
from ppit_synthetic import VisitCase

TITLE = "Who saw me, and who was told what was wrong"
_OFFICER, _APPROVER = "dpo-001", "ap-001"
_CASE = "COMPLAINT/1"
_SINCE = "2020-01-01T00:00:00Z"


async def play(stage: Stage) -> list[Check]:
    """Answer a complaint: who saw me, what exactly, put it right, tell everyone who was told."""
    case, officer = _visit(stage), stage.desk(PPIT, _OFFICER, PurposeCode.AUDIT_LAWFULNESS)
    marker_id = stage.register_ids[case.expected_marker_ids[0]]
    subject_id = await _subject(stage, marker_id)
    seen = await stage.desk(WARDENS).post(
        SCREENINGS, bodies.visit(case, stage.kent.as_of), case=_CASE
    )
    return [
        *await _who_saw(stage, officer, subject_id, seen),
        *await _put_right(stage, officer, marker_id, subject_id),
    ]


def _visit(stage: Stage) -> VisitCase:
    """Return a visit of a warden's to one known danger."""
    return next(
        case
        for case in stage.kent.visits
        if case.audience == WARDENS.audience and case.uprn and len(case.expected_marker_ids) == 1
    )


async def _subject(stage: Stage, marker_id: str) -> str:
    """Return whom the log knows a marker by: a person, or a door."""
    record = (await stage.desk(PPIT).get(f"{MARKERS}/{marker_id}", case=_CASE)).body
    return str(record.get("nominal_id") or f"uprn:{record.get('uprn')}")


async def _who_saw(stage: Stage, officer: Desk, subject_id: str, seen: Reply) -> list[Check]:
    asked = {"subjects": [{"service": "officer-safety", "subject_id": subject_id}]}
    report = await officer.post("/audit/v1/subjects/disclosures", asked, case=_CASE)
    request_id = seen.headers.get("x-request-id", "")
    mine = [one for one in items(report.body) if one["request_id"] == request_id]
    then = await officer.get(f"/audit/v1/answers/{request_id}", case=_CASE)
    shown = json.loads(str(then.body.get("answer") or "null"))
    stage.narrator.exchange(
        "Somebody complains; the data-protection officer asks the log",
        [
            Line("who", f"{report.body.get('entries')} entries name them; every service answered"),
            *(
                Line("the last", f"{one['org_id']}, {one['user_id']}, {one['purpose']}")
                for one in mine
            ),
            Line("proof", f"of the first {_proved(report)} entries, signed twice"),
            Line("saw", f"{plain(then.body.get('replay'))}: the answer as it was given then"),
        ],
    )
    return [
        equal("the person is told of the visit that was just screened", len(mine), 1),
        Check(
            "the list is proved to be all there is",
            _complete(report),
            str(report.body.get("unproved")),
        ),
        Check("the answer is shown as it was given, byte for byte", shown == seen.body, "other"),
    ]


def _proved(report: Reply) -> object:
    proof = cast("Mapping[str, object]", report.body.get("proof") or {})
    return proof.get("size")


def _complete(report: Reply) -> bool:
    return report.body.get("complete") is True


async def _put_right(stage: Stage, officer: Desk, marker_id: str, subject_id: str) -> list[Check]:
    approver = stage.desk(PPIT, _APPROVER)
    reason = {"reason": "MISTAKEN_IDENTITY"}
    removed = await approver.post(f"{MARKERS}/{marker_id}/removal", reason, case=_CASE)
    wrong = {
        "service": "officer-safety",
        "subject_ids": [subject_id],
        "reason": "WRONG_PERSON",
        "fields": ["result", "control_measures"],
        "told_since": _SINCE,
        "corrected_at": instant_text(utc_now()),
    }
    recall = await officer.post("/audit/v1/recalls", wrong, case=_CASE)
    wardens = stage.desk(WARDENS, purpose=PurposeCode.SUBJECT_RIGHTS)
    notices = [
        one
        for one in items((await wardens.get("/audit/v1/notices", case=_CASE)).body)
        if one["recall_id"] == recall.body.get("recall_id")
    ]
    done = [
        await wardens.post(
            f"/audit/v1/notices/{one['notice_id']}/acknowledgement", {"done": "ERASED"}, case=_CASE
        )
        for one in notices
    ]
    told = _recipients(recall)
    stage.narrator.exchange(
        "The warning was about somebody else (so it says here)",
        [
            Line("removed", f"by {approver.user}: {plain(removed.body.get('state'))}"),
            Line("recalled", f"from {', '.join(sorted(told))}"),
            *(
                Line("wardens", f"{len(_answered(one))} of their answers were wrong")
                for one in notices
            ),
            *(Line("receipt", f"{plain(one.body.get('state'))}: erased") for one in done),
        ],
    )
    return [
        Check("everyone who was told has a notice", WARDENS.org_id in told, str(told)),
        equal("they acknowledge it", [one.body.get("state") for one in done], ["ACKNOWLEDGED"]),
    ]


def _recipients(recall: Reply) -> set[str]:
    return {str(one["org_id"]) for one in items(recall.body, "notices")}


def _answered(notice: Mapping[str, object]) -> Sequence[object]:
    return cast("Sequence[object]", notice.get("answered") or ())
