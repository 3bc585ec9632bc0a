"""What resolving an address to the gazetteer answers."""

from dataclasses import dataclass
from enum import StrEnum


class ResolutionStatus(StrEnum):
    """RESOLVED: one door. AMBIGUOUS: several fit equally, or a building without its flat.

    NOT_FOUND: no candidate fits. INSUFFICIENT: what was typed cannot name a door.
    """

    RESOLVED = "RESOLVED"
    AMBIGUOUS = "AMBIGUOUS"
    NOT_FOUND = "NOT_FOUND"
    INSUFFICIENT = "INSUFFICIENT"


@dataclass(frozen=True, slots=True)
class Resolution:
    """`uprn` only when RESOLVED; `candidates` holds every UPRN that fits, best first."""

    status: ResolutionStatus
    uprn: str | None
    exact: bool
    candidates: tuple[str, ...]
    reasons: tuple[str, ...]
