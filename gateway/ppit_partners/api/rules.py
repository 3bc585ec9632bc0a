"""What governs the operations of this service: nobody's personal data is in their answers."""

from functools import partial

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation, PurposeCode

READ = "partners:read"
PROPOSE = "partners:propose"
APPROVE = "partners:approve"

reading = partial(
    governed,
    scope=READ,
    log=LogOperation.CONSULTATION,
    # Who one is, and what one has agreed on, may be asked under any purpose.
    purposes=tuple(PurposeCode),
    max_people=0,
    concerns=(),
)
changing = partial(
    governed,
    log=LogOperation.ALTERATION,
    purposes=(PurposeCode.PARTNER_ADMINISTRATION,),
    max_people=0,
    concerns=(),
    person_required=True,
    idempotent=True,
    essential_fields=("change_id", "state"),
)
