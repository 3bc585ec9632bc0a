"""The authority under which the register looks after itself."""

from ppit_platform.caller import Caller
from ppit_platform.codes import ProcessingRegime, PurposeCode
from ppit_platform.ids import new_id


def the_house(case_reference: str) -> Caller:
    """Return a caller that nobody is: the rules of the register are its authority."""
    return Caller(
        request_id=new_id(),
        org_id="ppit",
        client_id="officer-safety",
        actor=None,
        purpose=PurposeCode.OFFICER_SAFETY_VISIT,
        regime=ProcessingRegime.UK_GDPR,
        agreement_id="HOUSE-RULES",
        agreement_version=1,
        case_reference=case_reference,
        scopes=frozenset(),
        areas=frozenset(),
        audiences=frozenset(),
        people_limit=0,
    )
