"""Makes the report about a person that somebody else can check, who trusts nobody of this house."""

from collections.abc import Mapping
from dataclasses import dataclass

from ppit_audit.actions.desk import Desk
from ppit_audit.actions.identify_person import Whom, found_among, identified
from ppit_audit.actions.read_entries import read_by
from ppit_audit.domain.identifying import Identified
from ppit_audit.domain.proving import Unproved, WitnessQuorum
from ppit_audit.domain.subjects import Resolved
from ppit_audit.errors import ReportTooLong

MOST_ENTRIES = 1_000


@dataclass(frozen=True, slots=True)
class ProvedReport:
    """``report`` has the shape of ``ppit_gateway.subject_index.report``, or why there is none."""

    whom: Identified
    resolved: Resolved
    report: Mapping[str, object] | Unproved
    quorum: WitnessQuorum

    @property
    def unable(self) -> Mapping[str, str]:
        return {**self.resolved.unable, **(self.whom.unable or {})}


async def prove_report(whom: Whom, desk: Desk) -> ProvedReport:
    """Resolve the subjects where they are known, and prove every entry that names them.

    Raises ``ReportTooLong`` for more entries than an answer carries.
    """
    desk.check_home()
    found = await identified(whom, desk)
    resolved = await desk.services.resolve(found.subjects)
    proof = await desk.stores.proofs.of(resolved.names)
    if not isinstance(proof, Unproved) and len(proof.entries) > MOST_ENTRIES:
        msg = f"{len(proof.entries)} entries, and an answer carries {MOST_ENTRIES}: export the log"
        raise ReportTooLong(msg)
    report = await desk.stores.proofs.report(resolved.names)
    number = 0 if isinstance(report, Unproved) else 1
    read_by(desk, "reports", number, resolved.names, found_among(whom, found))
    return ProvedReport(found, resolved, report, await desk.stores.proofs.quorum())
