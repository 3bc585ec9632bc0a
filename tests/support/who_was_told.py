"""What a test itself knows of who asked about whom: the truth that a report is held against."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from ppit_ops.demo.markers import write_markers
from ppit_ops.partners import MARKERS, Desk, Reply
from ppit_synthetic import VisitCase
from ppit_synthetic.records import Subject
from tests.support.processes import TestHouse

Line = tuple[str, str, bool, str]
"""Operation, user, whether the person was shown, and the request, empty where nobody noted it."""


@dataclass(slots=True)
class Truth:
    """Who asked what about each person whom the test's requests touched."""

    lines: defaultdict[str, Counter[Line]] = field(
        default_factory=lambda: defaultdict(Counter[Line])
    )

    def asked(
        self, subject: str, operation: str, user: str, reply: Reply, *, shown: bool = True
    ) -> None:
        assert reply.status < 300, reply.code
        self.lines[subject][operation, user, shown, reply.headers["x-request-id"]] += 1


def visits_to_one(house: TestHouse, avoid: frozenset[str]) -> list[VisitCase]:
    """Return wardens' visits to one danger each, all to different people."""
    markers = {one.marker_id: one for one in house.county.kent.markers}
    found: dict[str, VisitCase] = {}
    for case in house.county.kent.visits:
        expected = case.expected_marker_ids
        if case.audience != "WARDENS" or case.uprn is None or len(expected) != 1:
            continue
        (wanted,) = expected
        one = markers[wanted]
        if one.subject is Subject.PERSON and one.story is None and wanted not in avoid:
            found.setdefault(wanted, case)
    return list(found.values())


async def on_the_register(
    house: TestHouse, cases: Sequence[VisitCase], truth: Truth
) -> Mapping[str, str]:
    """Put these dangers on the register; return whom the register knows, by the visit."""
    kent = house.county.kent
    wanted = {marker for case in cases for marker in case.expected_marker_ids}
    markers = [one for one in kent.markers if one.marker_id in wanted]
    known: dict[str, str] = {}
    async with house.proposer() as analyst, house.approver() as approver:
        written = await write_markers(kent, markers, proposer=analyst, approver=approver)
        for case in cases:
            (marker,) = case.expected_marker_ids
            reply = await analyst.get(f"{MARKERS}/{written[marker]}")
            subject = known[case.case_id] = str(reply.body["nominal_id"])
            truth.lines[subject]["COLLECTION", "an-003", True, ""] += 1
            truth.lines[subject]["ALTERATION", "ap-001", True, ""] += 1
            truth.asked(subject, "CONSULTATION", "an-003", reply)
    return known


async def reported(dpo: Desk, subject: str, noted: Counter[Line]) -> tuple[Counter[Line], bool]:
    """Return what the audit reports of somebody, and whether it is complete.

    The requests of those whom the test did not note itself are left out.
    """
    asked = {"subjects": [{"service": "officer-safety", "subject_id": subject}]}
    reply = await dpo.post("/audit/v1/subjects/disclosures", asked, case="TRUTH/1")
    assert reply.status == 200, reply.code
    body = cast("Mapping[str, Any]", reply.body)
    requests = {request for *_, request in noted}
    lines = Counter(
        (
            str(one["log_operation"]),
            str(one["user_id"]),
            bool(one["disclosed"]),
            str(one["request_id"]) if one["request_id"] in requests else "",
        )
        for one in body["items"]
    )
    return lines, bool(body["complete"])
