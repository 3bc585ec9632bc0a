"""How far two bare names agree: a score, a decision and the reasons in words."""

from dataclasses import dataclass
from enum import StrEnum

THRESHOLD = 0.5
"""Names agree from this score on. Fixed on the tuning seeds of `ppit_synthetic.name_pairs`."""


class NameKind(StrEnum):
    """Whose names are compared. Ships and other things with names count as organisations."""

    PERSON = "person"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class NameAgreement:
    """`score` is 0 to 1; `agrees` exactly if it reaches `THRESHOLD`."""

    score: float
    agrees: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that speaks against two names being one: what it costs of 1, and why."""

    cost: float
    why: str


def judged(doubts: tuple[Doubt, ...], otherwise: str) -> NameAgreement:
    """Sum the doubts into a score; `otherwise` is the reason if there are none."""
    score = round(max(0.0, 1.0 - sum(doubt.cost for doubt in doubts)), 4)
    reasons = dict.fromkeys(doubt.why for doubt in doubts) or {otherwise: None}
    return NameAgreement(score, score >= THRESHOLD, tuple(reasons))


def refused(why: str) -> NameAgreement:
    """Return the answer for names that cannot be told to agree at all."""
    return NameAgreement(0.0, agrees=False, reasons=(why,))
