"""What the log learns of tracing: pseudonyms of whom it was about, codes and counts."""

from collections import Counter
from collections.abc import Sequence

from ppit_matching import query_keys
from ppit_platform.audit import AuditFact, Pseudonymiser
from ppit_platform.codes import LogOperation
from ppit_tracing.domain.asked import DebtorAsked
from ppit_tracing.domain.finding import Finding
from ppit_tracing.storage.traces import KeptTrace


def searched_fact(
    asked: Sequence[DebtorAsked], findings: Sequence[Finding], pseudonyms: Pseudonymiser
) -> AuditFact:
    """Return the fact of a chunk: who was searched for. It shows nobody anything yet."""
    return AuditFact(
        LogOperation.COMBINATION,
        subjects_searched=tuple(
            dict.fromkeys(pseudonyms.searched(query_keys(one.person)) for one in asked)
        ),
        fields=("trace",),
        counts=dict(Counter(finding.outcome.value for finding in findings)),
    )


def shown_fact(
    operation: LogOperation,
    traces: Sequence[KeptTrace],
    pseudonyms: Pseudonymiser,
    fields: Sequence[str],
) -> AuditFact:
    """Return the fact of an answer: of everybody whose trace is done it says something."""
    told = [trace for trace in traces if trace.outcome is not None]
    outcomes = [trace.outcome.value for trace in told if trace.outcome]
    return AuditFact(
        operation,
        subjects_searched=tuple(pseudonyms.subject(trace.trace_id) for trace in traces),
        subjects_disclosed=tuple(
            dict.fromkeys(pseudonyms.subject(trace.subject_key) for trace in told)
        ),
        fields=tuple(fields),
        counts=dict(Counter(outcomes)) or {"traces": len(traces)},
    )
