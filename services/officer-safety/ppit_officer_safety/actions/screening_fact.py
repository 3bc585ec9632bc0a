"""What the log learns of a request's screenings: pseudonyms, counts, and what was withheld."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from ppit_officer_safety.domain.codes import ScreeningResult
from ppit_officer_safety.domain.covert import covert_until
from ppit_officer_safety.domain.judgement import Judgement
from ppit_officer_safety.storage.screenings import KeptScreening
from ppit_platform.audit import AuditFact, Pseudonymiser
from ppit_platform.codes import LogOperation

_FIELDS = ("control_measures", "match_basis", "result", "unable_reason")


def pseudonyms_of(judgement: Judgement, pseudonyms: Pseudonymiser) -> set[str]:
    """Return whom an answer speaks of: people, and addresses where the marker is of the address."""
    markers = (match.marker for match in judgement.advice.shown)
    return {pseudonyms.subject(marker.nominal_id or f"uprn:{marker.uprn}") for marker in markers}


def sealing(kept: Sequence[KeptScreening]) -> dict[UUID, date]:
    """Return the markers shown whose subjects are not to be told, each with its day."""
    shown = (match.marker for each in kept for match in each.screening.judgement.advice.shown)
    return {one.marker_id: one.covert_until for one in shown if one.covert_until is not None}


def screening_fact(
    kept: Sequence[KeptScreening], pseudonyms: Pseudonymiser, today: date
) -> AuditFact:
    """Return the one fact of a request: ``SCREENING_FAILED`` if no visit at all could be screened.
    Covert as a whole if it shows a marker whose subject is not to be told of it.

    DPA 2018 s.62: a consultation that found nothing, or could not look, is logged too.
    """
    judgements = [each.screening.judgement for each in kept]
    results = Counter(judgement.result for judgement in judgements)
    withheld: Counter[str] = Counter()
    for judgement in judgements:
        withheld.update({each.value: count for each, count in judgement.advice.withheld.items()})
    disclosed = {subject for each in judgements for subject in pseudonyms_of(each, pseudonyms)}
    failed = results[ScreeningResult.UNABLE_TO_SCREEN] == len(kept)
    return AuditFact(
        operation=LogOperation.SCREENING_FAILED if failed else LogOperation.DISCLOSURE,
        subjects_searched=tuple(each.searched for each in kept),
        subjects_disclosed=tuple(sorted(disclosed)),
        fields=_FIELDS,
        counts={"visits": len(kept)} | {result.value: count for result, count in results.items()},
        withheld=dict(withheld),
        covert_until=covert_until(sealing(kept).values(), today),
    )
