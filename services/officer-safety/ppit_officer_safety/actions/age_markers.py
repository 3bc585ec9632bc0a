"""Writes down what time has done: reviews that are near, markers whose time is over."""

from collections import Counter

from ppit_officer_safety.actions.announce_marker import announce_marker
from ppit_officer_safety.actions.marker_fact import subject_pseudonym
from ppit_officer_safety.domain.covert import covert_until, withheld_until
from ppit_officer_safety.domain.marker import age
from ppit_officer_safety.storage.markers import MarkerStore
from ppit_platform.audit import AuditFact, Pseudonymiser
from ppit_platform.codes import LogOperation
from ppit_platform.hands import Hand
from ppit_platform.unit import UnitOfWork


async def age_markers(
    markers: MarkerStore, hand: Hand, pseudonyms: Pseudonymiser, unit: UnitOfWork
) -> AuditFact | None:
    """Append ``REVIEW_DUE`` and ``EXPIRED`` versions; return the fact, None if nothing changed.

    No screening waits for this: the read path applies the same rules of time itself.
    """
    aged = [following for marker in await markers.live() if (following := age(marker, hand))]
    for marker in aged:
        await markers.append(marker)
        await announce_marker(marker, unit, hand.now)
    if not aged:
        return None
    return AuditFact(
        LogOperation.ALTERATION,
        subjects_searched=tuple(subject_pseudonym(marker, pseudonyms) for marker in aged),
        fields=("marker",),
        counts=dict(Counter(marker.state.value for marker in aged)),
        covert_until=covert_until((withheld_until(one.notification) for one in aged), hand.today),
    )
