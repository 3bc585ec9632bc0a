"""What goes into the log: drafts as they are offered, records as they are kept, receipts.

A record's canonical text is the leaf of the tree. It names its own place in the sequence, so that
a record moved elsewhere contradicts itself. What may have to be erased one day (a partner's case
reference) is in it as a commitment only; the value and the salt that opens it stand beside.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from ppit_gateway.log.canonical import NotCanonical, canonical
from ppit_gateway.log.errors import EntryRefused
from ppit_gateway.log.tree import leaf_hash

VERSION = 1
LARGEST_LEAF = 65_535
"""An entry bundle states it in 16 bits (C2SP tlog-tiles). What is older may be longer."""
LONGEST_KEY = 200
LONGEST_SEALED = 512
SALT_BYTES = 32
_KIND = re.compile(r"[a-z][a-z-]{0,31}")
_COMMITMENT = b"ppit log commitment v1\n"


Name = tuple[str, str]
"""Kind and key: what an entry is called, once and for good."""


class Kind(StrEnum):
    """Kinds that the log itself understands; any other name is kept as it is."""

    INTENT = "intent"
    OUTCOME = "outcome"
    UNKNOWN = "unknown"
    ALIAS = "alias"
    COVERT = "covert"
    REVEAL = "reveal"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as offered. ``sealed`` values are personal or partner text that may be erased."""

    kind: str
    key: str
    body: Mapping[str, object]
    sealed: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def name(self) -> Name:
        return self.kind, self.key


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where the entry stands in the sequence (from 0), and the SHA-256 of its leaf in hex."""

    index: int
    leaf_hash: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens one commitment."""

    name: str
    salt: bytes
    value: str


@dataclass(frozen=True, slots=True)
class Held:
    """An entry that the log holds; ``text`` is its leaf."""

    receipt: Receipt
    text: str
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """An entry as kept: ``text`` is the leaf, everything else repeats what is in it."""

    index: int
    draft: Draft
    recorded_at: datetime
    epoch: int
    text: str
    hash: bytes
    openings: tuple[Opening, ...]

    @property
    def held(self) -> Held:
        return Held(Receipt(self.index, self.hash.hex()), self.text, self.openings)


def check_draft(draft: Draft) -> None:
    """Refuse with ``EntryRefused`` names and sealed values that PostgreSQL could not hold."""
    if not _KIND.fullmatch(draft.kind):
        msg = "a kind is lower-case letters and hyphens"
        raise EntryRefused(msg)
    _check_text(draft.key, LONGEST_KEY)
    for name, value in draft.sealed.items():
        _check_text(name, LONGEST_KEY)
        _check_text(value, LONGEST_SEALED)


def _check_text(text: str, longest: int) -> None:
    # NUL is the one character that a PostgreSQL text column cannot hold; a lone surrogate is none.
    if not text or len(text) > longest or "\x00" in text or _torn(text):
        msg = f"a key or a sealed value is 1 to {longest} characters, none of them NUL"
        raise EntryRefused(msg)


def _torn(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)


def commitment(name: str, salt: bytes, value: str) -> str:
    """Bind ``value`` without showing it: without the salt it cannot be found by trying values."""
    return hmac.digest(salt, _COMMITMENT + canonical([name, value]), hashlib.sha256).hex()


def instant(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def make_record(
    draft: Draft, *, index: int, epoch: int, recorded_at: datetime, new_salt: Callable[[], bytes]
) -> Record:
    """Write the leaf. Raises ``EntryRefused`` for a body that has no canonical form or no bound."""
    openings = tuple(Opening(name, new_salt(), value) for name, value in draft.sealed.items())
    leaf = _leaf(
        {
            "v": VERSION,
            "index": index,
            "epoch": epoch,
            "recorded_at": instant(recorded_at),
            "kind": draft.kind,
            "key": draft.key,
            "body": draft.body,
            "sealed": {one.name: commitment(one.name, one.salt, one.value) for one in openings},
        }
    )
    return Record(index, draft, recorded_at, epoch, leaf.decode(), leaf_hash(leaf), openings)


def _leaf(record: Mapping[str, object]) -> bytes:
    try:
        leaf = canonical(record)
    except NotCanonical as failure:
        raise EntryRefused(str(failure)) from failure
    if len(leaf) > LARGEST_LEAF:
        msg = f"an entry is at most {LARGEST_LEAF} bytes"
        raise EntryRefused(msg)
    return leaf
