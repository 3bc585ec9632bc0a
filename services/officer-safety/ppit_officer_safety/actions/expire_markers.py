"""Writes down what time has ended: emergencies past 72 hours, reviews past their grace."""

from ppit_officer_safety.actions.marker_fact import subject_pseudonym
from ppit_officer_safety.domain.marker import Hand, expire
from ppit_officer_safety.storage.markers import MarkerStore
from ppit_platform.audit import AuditFact, Pseudonymiser
from ppit_platform.codes import LogOperation


async def expire_markers(
    markers: MarkerStore, hand: Hand, pseudonyms: Pseudonymiser
) -> AuditFact | None:
    """Append an ``EXPIRED`` version to every lapsed marker; return the fact, None without any.

    No screening waits for this: the read path applies the same rules of time itself.
    """
    lapsed = [
        marker for marker in await markers.live() if marker.term.has_lapsed(hand.now, hand.today)
    ]
    for marker in lapsed:
        await markers.append(expire(marker, hand))
    if not lapsed:
        return None
    return AuditFact(
        LogOperation.ALTERATION,
        subjects_searched=tuple(subject_pseudonym(marker, pseudonyms) for marker in lapsed),
        fields=("marker",),
        counts={"EXPIRED": len(lapsed)},
    )
