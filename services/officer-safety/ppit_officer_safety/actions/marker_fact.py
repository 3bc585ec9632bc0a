"""What the log learns of a step in a marker's life."""

from datetime import date

from ppit_officer_safety.domain.covert import covert_until, was_wrong, withheld_until
from ppit_officer_safety.domain.marker import MarkerVersion
from ppit_platform.audit import AuditFact, Pseudonymiser
from ppit_platform.codes import LogOperation


def subject_pseudonym(marker: MarkerVersion, pseudonyms: Pseudonymiser) -> str:
    return pseudonyms.subject(marker.subject.nominal_id or f"uprn:{marker.subject.uprn}")


def marker_fact(
    operation: LogOperation, marker: MarkerVersion, pseudonyms: Pseudonymiser, today: date
) -> AuditFact:
    """Return the fact of one marker; its state is the name of what was done.

    Covert while its subject is not to be told of it, unless it was wrong.
    """
    subject = subject_pseudonym(marker, pseudonyms)
    return AuditFact(
        operation,
        subjects_searched=(pseudonyms.subject(marker.marker_id),),
        subjects_disclosed=(subject,),
        fields=("marker",),
        counts={marker.state.value: 1},
        covert_until=None
        if was_wrong(marker)
        else covert_until([withheld_until(marker.notification)], today),
    )
