"""What the log learns: pseudonyms of victims, codes and counts."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from ppit_platform.audit import AuditFact, Pseudonymiser
from ppit_platform.codes import LogOperation


def told_of(  # noqa: PLR0913  # what the fact says, each by name
    operation: LogOperation,
    victim_ids: Iterable[UUID],
    pseudonyms: Pseudonymiser,
    *,
    fields: Sequence[str],
    counts: Mapping[str, int],
    withheld: Mapping[str, int] | None = None,
    waiting: Iterable[UUID] = (),
    same: Iterable[tuple[UUID, UUID]] = (),
) -> AuditFact:
    """Return the fact of an answer that speaks of these victims.

    ``waiting`` are reviews of those who may be anybody yet; ``same`` are pairs that are one person
    from now on, so that whoever asks who looked at them hears of both.
    """
    subjects = sorted({pseudonyms.subject(victim_id) for victim_id in victim_ids})
    return AuditFact(
        operation,
        subjects_disclosed=tuple(subjects),
        fields=tuple(fields),
        counts=counts,
        subjects_searched=tuple(pseudonyms.subject(one) for one in waiting),
        same=tuple(
            (pseudonyms.subject(one), pseudonyms.subject(other))
            for one, other in same
            if one != other
        ),
        withheld={reason: number for reason, number in (withheld or {}).items() if number},
    )
