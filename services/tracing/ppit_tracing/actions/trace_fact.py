"""What the log learns of tracing: pseudonyms of whom it was about, codes and counts."""

from collections import Counter
from collections.abc import Sequence

from ppit_matching import query_keys
from ppit_platform.audit import AuditFact, Pseudonymiser
from ppit_platform.codes import LogOperation
from ppit_tracing.domain.asked import DebtorAsked
from ppit_tracing.domain.finding import Finding
from ppit_tracing.storage.traces import KeptTrace, Result


def searched_fact(
    asked: Sequence[DebtorAsked], results: Sequence[Result], pseudonyms: Pseudonymiser
) -> AuditFact:
    """Return the fact of a chunk: who was searched for, and as whom found. It shows nobody
    anything yet.

    Where an address was certified, the sources' several keys of its person are one person's: who
    is asked about under any of them hears of all.
    """
    searched = (pseudonyms.searched(query_keys(one.person)) for one in asked)
    found = (pseudonyms.subject(one.subject_key) for one in results)
    certified = [keys_of(one.finding) for one in results if one.finding_key is not None]
    return AuditFact(
        LogOperation.COMBINATION,
        subjects_searched=tuple(dict.fromkeys((*searched, *found))),
        fields=("trace",),
        counts=dict(Counter(one.finding.outcome.value for one in results)),
        same=tuple(
            (pseudonyms.subject(keys[0]), pseudonyms.subject(other))
            for keys in certified
            for other in keys[1:]
        ),
    )


def keys_of(finding: Finding) -> tuple[str, ...]:
    """Return the sources' own keys of the person found, each once; of nobody sure none."""
    identity = finding.searched.identity
    confirmed = identity.confirmed if identity is not None else ()
    return tuple(
        dict.fromkeys(
            f"{source.value}/{reference}" for source, reference in (one.key for one in confirmed)
        )
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
