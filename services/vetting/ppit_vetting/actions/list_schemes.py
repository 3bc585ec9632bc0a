"""Lists the schemes of the caller's purpose; no one's data is in it."""

from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_vetting.actions.desk import Desk
from ppit_vetting.domain.policies import SCHEMES, Scheme


def list_schemes(desk: Desk) -> list[Scheme]:
    found = [scheme for scheme in SCHEMES.values() if scheme.purpose is desk.caller.purpose]
    fact = AuditFact(LogOperation.CONSULTATION, fields=("schemes",), counts={"schemes": len(found)})
    desk.unit.record(fact)
    return found
