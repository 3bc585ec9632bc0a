"""The authority under which a service looks after its own records."""

from ppit_platform.caller import Caller
from ppit_platform.codes import ProcessingRegime, PurposeCode
from ppit_platform.ids import new_id

HOUSE_RULES = "HOUSE-RULES"
"""What stands in place of an agreement: no partner has one of this name."""


def the_house(service: str, purpose: PurposeCode, case_reference: str) -> Caller:
    """Return a caller that nobody is: the rules of the house are its authority.

    It may be shown nobody; ``case_reference`` names the upkeep, ``MARKER-SWEEP`` say.
    """
    return Caller(
        request_id=new_id(),
        org_id="ppit",
        client_id=service,
        actor=None,
        purpose=purpose,
        regime=ProcessingRegime.UK_GDPR,
        agreement_id=HOUSE_RULES,
        agreement_version=1,
        case_reference=case_reference,
        scopes=frozenset(),
        areas=frozenset(),
        audiences=frozenset(),
        people_limit=0,
    )
