"""What the log learns: pseudonyms of victims, codes and counts."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from ppit_platform.audit import AuditFact, Pseudonymiser
from ppit_platform.codes import LogOperation


def told_of(
    operation: LogOperation,
    victim_ids: Iterable[UUID],
    pseudonyms: Pseudonymiser,
    *,
    fields: Sequence[str],
    counts: Mapping[str, int],
    withheld: Mapping[str, int] | None = None,
) -> AuditFact:
    """Return the fact of an answer that speaks of these victims."""
    subjects = sorted({pseudonyms.subject(victim_id) for victim_id in victim_ids})
    return AuditFact(
        operation,
        subjects_disclosed=tuple(subjects),
        fields=tuple(fields),
        counts=counts,
        withheld={reason: number for reason, number in (withheld or {}).items() if number},
    )
