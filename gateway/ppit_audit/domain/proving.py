"""What proves a report whole: each pseudonym's place in the index that a checkpoint signed (I8)."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ppit_gateway.log.entries import LARGEST_LEAF
from ppit_gateway.subject_index.proofs import SubjectProof

BUNDLE = 256
"""How many entries a bundle holds (C2SP tlog-tiles)."""
_LENGTH = struct.Struct(">H")


class Unproved(StrEnum):
    """Why there is no proof. Without one no report is complete."""

    NOT_PUBLISHED = "NOT_PUBLISHED"
    INDEX_DAMAGED = "INDEX_DAMAGED"
    NOBODY_NAMED = "NOBODY_NAMED"


class WitnessQuorum(StrEnum):
    """Whether a quorum of the witnesses that the house asks has signed the newest checkpoint.

    ``WAITING``: it was published some seconds ago. Nobody need believe it: who has a policy of
    their own counts the cosignatures below the checkpoint.
    """

    MET = "MET"
    WAITING = "WAITING"
    MISSING = "MISSING"
    NOT_ASKED = "NOT_ASKED"


@dataclass(frozen=True, slots=True)
class Proof:
    """``note`` is the published checkpoint of ``size`` entries, which states ``root``."""

    size: int
    root: bytes
    note: str
    subjects: tuple[SubjectProof, ...]
    quorum: WitnessQuorum

    @property
    def entries(self) -> frozenset[int]:
        return frozenset(index for one in self.subjects for index in one.entries)


@dataclass(frozen=True, slots=True)
class EntryProof:
    """``text`` is a C2SP tlog-proof of an entry in the published checkpoint of ``size``."""

    index: int
    size: int
    text: str
    quorum: WitnessQuorum


class TooLongForBundle(ValueError):
    """A leaf from before leaves were bounded: a bundle cannot state its length."""


def bundled(leaves: Iterable[str]) -> bytes:
    """Write leaves as an entry bundle: each after its length in two bytes (C2SP tlog-tiles).

    Raises ``TooLongForBundle``: what is left out of a bundle would move all that follows.
    """
    encoded = [leaf.encode() for leaf in leaves]
    if any(len(leaf) > LARGEST_LEAF for leaf in encoded):
        raise TooLongForBundle
    return b"".join(_LENGTH.pack(len(leaf)) + leaf for leaf in encoded)
