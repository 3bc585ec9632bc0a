"""Leaves the one fact of a step: which change, of which entry, and the digest of what it says."""

import hashlib
import json

from ppit_partners.actions.desk import Desk
from ppit_partners.domain.changes import Change
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation


def tell_log(change: Change, desk: Desk) -> None:
    """Record it. The caller of the fact is who took the step; the digest is of what was proposed.

    Identifiers of machines, agreements and staff are no personal data of those we hold data about.
    """
    said = json.dumps(change.body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    fields = (
        change.kind.value,
        change.state.value,
        f"{change.subject_org}/{change.subject}",
        f"change:{change.change_id}",
        f"sha256:{hashlib.sha256(said.encode()).hexdigest()}",
    )
    desk.unit.record(AuditFact(LogOperation.ALTERATION, fields=fields))
