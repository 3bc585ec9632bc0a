"""What an audit tells a person: where to look, or that nobody could."""

import io

import pytest
from rich.console import Console

from ppit_gateway.log.report import AuditReport, AuditState
from ppit_gateway.log.verify import Fault, Finding, Verdict


def a_verdict(finding: Finding | None) -> Verdict:
    return Verdict(entries=7, checkpoints=3, erased=0, root=b"\xab" * 32, finding=finding)


@pytest.mark.parametrize(
    ("report", "says"),
    [
        (AuditReport(AuditState.OK, a_verdict(None)), "ok: 7 entries, 3 signed checkpoints"),
        (
            AuditReport(AuditState.BAD, a_verdict(Finding(7, 7, Fault.LEAF_HASH))),
            "bad: entry 7: the leaf does not have the hash",
        ),
        (
            AuditReport(AuditState.BAD, a_verdict(Finding(4, 9, Fault.ROOT))),
            "bad: one of the entries 4 to 9: the entries do not have the signed root",
        ),
        (AuditReport(AuditState.UNREADABLE, why="no route"), "could not look: no route"),
    ],
)
def test_the_finding_is_said_in_words(report: AuditReport, says: str) -> None:
    page = io.StringIO()
    report.print_to(Console(file=page, width=200))
    assert page.getvalue().startswith(says)
