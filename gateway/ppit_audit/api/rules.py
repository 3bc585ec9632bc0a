"""What governs the operations of this service (DPA 2018 s.62(4)): four purposes, each a record."""

from functools import partial

from ppit_platform.access import governed
from ppit_platform.codes import LOG_PURPOSES, LogOperation

READ = "audit:read"

reading = partial(
    governed,
    scope=READ,
    log=LogOperation.AUDIT_VIEWED,
    purposes=LOG_PURPOSES,
    # What the log holds are pseudonyms: nobody is disclosed by them.
    max_people=0,
    person_required=True,
)
