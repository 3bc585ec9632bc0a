"""What governs the operations of this service: nobody's personal data is in their answers."""

from functools import partial

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation, PurposeCode

READ = "webhooks:read"
MANAGE = "webhooks:manage"
# Whoever may ask for something may ask to be told of it, under any purpose.
_PURPOSES = tuple(PurposeCode)

reading = partial(
    governed,
    scope=READ,
    log=LogOperation.CONSULTATION,
    purposes=_PURPOSES,
    max_people=0,
    concerns=(),
)
managing = partial(
    governed,
    scope=MANAGE,
    log=LogOperation.ALTERATION,
    purposes=_PURPOSES,
    max_people=0,
    concerns=(),
    idempotent=True,
)
