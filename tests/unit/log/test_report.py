"""What an audit tells a person: where to look, or that nobody could."""

import pytest

from ppit_audit_verify import Fault, Finding, Verdict
from ppit_gateway.log.audit import AuditReport


def a_verdict(finding: Finding | None) -> Verdict:
    return Verdict(
        entries=7, checkpoints=3, published=1, erased=0, root=b"\xab" * 32, finding=finding
    )


@pytest.mark.parametrize(
    ("report", "says"),
    [
        (AuditReport(a_verdict(None)), "ok: 7 entries, 3 signed checkpoints"),
        (
            AuditReport(a_verdict(Finding(7, 7, Fault.LEAF_HASH))),
            "bad: entry 7: the leaf does not have the hash",
        ),
        (
            AuditReport(a_verdict(Finding(4, 9, Fault.ROOT))),
            "bad: one of the entries 4 to 9: the entries do not have the signed root",
        ),
        (AuditReport(why="no route"), "could not look: no route"),
    ],
)
def test_the_finding_is_said_in_words(report: AuditReport, says: str) -> None:
    assert str(report).startswith(says)
