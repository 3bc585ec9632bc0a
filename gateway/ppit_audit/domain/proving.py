"""What proves a report whole: each pseudonym's place in the index that a checkpoint signed (I8)."""

from dataclasses import dataclass
from enum import StrEnum

from ppit_gateway.subject_index.proofs import SubjectProof


class Unproved(StrEnum):
    """Why there is no proof. Without one no report is complete."""

    NOT_PUBLISHED = "NOT_PUBLISHED"
    INDEX_DAMAGED = "INDEX_DAMAGED"
    NOBODY_NAMED = "NOBODY_NAMED"


@dataclass(frozen=True, slots=True)
class Proof:
    """``note`` is the published checkpoint of ``size`` entries, which states ``root``."""

    size: int
    root: bytes
    note: str
    subjects: tuple[SubjectProof, ...]

    @property
    def entries(self) -> frozenset[int]:
        return frozenset(index for one in self.subjects for index in one.entries)
