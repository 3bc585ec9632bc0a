"""What is asked of entries in a search."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Criteria:
    """What entries must say; None asks nothing of them. ``since`` counts, ``until`` does not."""

    org_id: str | None = None
    client_id: str | None = None
    user_id: str | None = None
    agreement_id: str | None = None
    service: str | None = None
    kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    case_digest: str | None = None
