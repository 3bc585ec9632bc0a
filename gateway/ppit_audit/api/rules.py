"""What governs the operations of this service (DPA 2018 s.62(4)): four purposes, each a record."""

from functools import partial

from ppit_platform.access import governed
from ppit_platform.codes import LOG_PURPOSES, LogOperation, PurposeCode, SubjectClass

READ = "audit:read"
RECALL = "audit:recall"
EXPORT = "audit:export"
WATCH = "audit:watch"
RECEIPTS = "audit:receipts"
NOTICES = "audit:notices"

reading = partial(
    governed,
    log=LogOperation.AUDIT_VIEWED,
    purposes=LOG_PURPOSES,
    # What the log holds are pseudonyms: nobody is disclosed by them.
    max_people=0,
    concerns=tuple(SubjectClass),
    person_required=True,
)
changing = partial(
    governed,
    log=LogOperation.ALTERATION,
    purposes=LOG_PURPOSES,
    max_people=0,
    concerns=tuple(SubjectClass),
    person_required=True,
    idempotent=True,
)
being_told = partial(
    governed,
    scope=NOTICES,
    # No use of the log: what a partner was shown, and must put right (UK GDPR Art 19, s.48).
    purposes=(PurposeCode.SUBJECT_RIGHTS,),
    max_people=0,
    # Of whom it tells is known to the partner alone: a notice names requests, not people.
    concerns=(),
)
