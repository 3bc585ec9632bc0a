"""What the log is told of one fact: the fact itself, and what follows from it.

The same entries whether the gate saw the fact pass or a service pushed it, so that whoever comes
second finds them.
"""

from ppit_gateway.domain import record
from ppit_gateway.log.entries import Draft, Kind
from ppit_gateway.log.identities import sealed_subjects
from ppit_gateway.log.naming import FACT
from ppit_platform.audit import AuditFact
from ppit_platform.caller import Caller


def entries_of(
    service: str, caller: Caller, happened: AuditFact, *, job_id: str | None = None
) -> list[Draft]:
    """Return the fact, covert if it asks for that, its aliases and its reveals, in this order."""
    first = _covert if happened.covert_until and _subjects(happened) else _open
    return [
        first(service, caller, happened, job_id),
        *(
            Draft(
                Kind.ALIAS,
                f"{happened.fact_id}/{at}",
                record.alias(service, caller, happened, pair),
            )
            for at, pair in enumerate(happened.same)
        ),
        *(
            Draft(Kind.REVEAL, str(earlier), record.reveal(service, caller, happened))
            for earlier in happened.reveals
        ),
    ]


def _open(service: str, caller: Caller, happened: AuditFact, job_id: str | None) -> Draft:
    said = record.fact(service, caller, happened, job_id=job_id)
    return Draft(FACT, str(happened.fact_id), said)


def _covert(service: str, caller: Caller, happened: AuditFact, job_id: str | None) -> Draft:
    said = record.covert(service, caller, happened, job_id=job_id)
    sealed = sealed_subjects(happened.subjects_searched, happened.subjects_disclosed)
    return Draft(Kind.COVERT, str(happened.fact_id), said, sealed)


def _subjects(happened: AuditFact) -> bool:
    return bool(happened.subjects_searched or happened.subjects_disclosed)
