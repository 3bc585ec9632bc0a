"""Whether a stored log is the one that was signed, and if not, where it first went wrong: pure.

Everything is recomputed from the stored leaves. What one entry contradicts by itself is named
exactly; a rewrite that fits together (leaf, hash and all) shows only against the signatures, so it
is named by the entries that one commit signed. What no signature left behind can show, such as a
log cut back together with its checkpoints, shows against a checkpoint that somebody kept.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from ppit_gateway.log.canonical import canonical
from ppit_gateway.log.entries import VERSION, Kind, Opening, commitment, instant
from ppit_gateway.log.notes import NoteInvalid, NoteReader
from ppit_gateway.log.tree import CompactRange, leaf_hash


class Fault(StrEnum):
    MISSING = "an entry is missing"
    NUMBERING = "an entry stands where another number is due"
    NOT_CANONICAL = "the leaf is not canonical JSON"
    CONTRADICTS_COLUMNS = "the leaf says something else than its columns"
    LEAF_HASH = "the leaf does not have the hash that is stored with it"
    EPOCH = "the entry belongs to an epoch that had ended"
    COMMITMENT = "a sealed value does not open its commitment"
    REPEATED = "the kind and key were used before"
    NO_INTENT = "an outcome without an open intent"
    ROOT = "the entries do not have the signed root"
    CHECKPOINT = "the checkpoint is not one that this log signed"
    UNSIGNED = "no checkpoint covers the entry"


@dataclass(frozen=True, slots=True)
class StoredEntry:
    index: int
    kind: str
    key: str
    leaf_hash: bytes
    text: str
    recorded_at: datetime
    epoch: int
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class StoredNote:
    """``size`` and ``root`` as stored beside the note, which states them again."""

    size: int
    root: bytes
    note: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The first bad entry; up to ``last`` where only the group can be named."""

    first: int
    last: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found to be as signed, up to the finding if there is one. ``erased`` counts
    commitments whose opening has been deleted, as the law may require.
    """

    entries: int
    checkpoints: int
    erased: int
    root: bytes
    finding: Finding | None


class _Audit:
    """What has been seen so far; grows with the intents that wait, not with the log."""

    def __init__(self, reader: NoteReader, repeated: int | None) -> None:
        self._reader = reader
        self._repeated = repeated
        self._open = set[str]()
        self._epoch = 0
        self._signed = 0
        self.tree = CompactRange()
        self.checkpoints = 0
        self.erased = 0

    def entry(self, entry: StoredEntry) -> Finding | None:
        due = self.tree.size
        fault = self._misplaced(entry) or self._misstated(entry) or self._misused(entry)
        if fault is not None:
            return Finding(due, due, fault)
        self.tree = self.tree.extend([entry.leaf_hash])
        return None

    def note(self, stored: StoredNote) -> Finding | None:
        last = max(stored.size - 1, 0)
        first = min(self._signed, last)
        try:
            stated = self._reader.open(stored.note)
        except NoteInvalid:
            return Finding(first, last, Fault.CHECKPOINT)
        if (stated.size, stated.root) != (stored.size, stored.root):
            return Finding(first, last, Fault.CHECKPOINT)
        if stored.size > self.tree.size:
            return Finding(self.tree.size, self.tree.size, Fault.MISSING)
        if stored.root != self.tree.root:
            return Finding(first, last, Fault.ROOT)
        self._signed = stored.size
        self.checkpoints += 1
        return None

    def end(self) -> Finding | None:
        if self._signed == self.tree.size:
            return None
        return Finding(self._signed, self.tree.size - 1, Fault.UNSIGNED)

    def _misplaced(self, entry: StoredEntry) -> Fault | None:
        if entry.index > self.tree.size:
            return Fault.MISSING
        return Fault.NUMBERING if entry.index < self.tree.size else None

    def _misstated(self, entry: StoredEntry) -> Fault | None:
        if leaf_hash(entry.text.encode()) != entry.leaf_hash:
            return Fault.LEAF_HASH
        leaf = _canonical_leaf(entry.text)
        if leaf is None:
            return Fault.NOT_CANONICAL
        leaf.pop("body", None)
        sealed = leaf.pop("sealed", None)
        if not isinstance(sealed, dict) or canonical(leaf) != _columns(entry):
            return Fault.CONTRADICTS_COLUMNS
        return self._opened(entry, cast("dict[str, object]", sealed))

    def _opened(self, entry: StoredEntry, sealed: dict[str, object]) -> Fault | None:
        for one in entry.openings:
            if sealed.get(one.name) != commitment(one.name, one.salt, one.value):
                return Fault.COMMITMENT
        self.erased += len(sealed) - len(entry.openings)
        return None

    def _misused(self, entry: StoredEntry) -> Fault | None:
        if entry.epoch < self._epoch:
            return Fault.EPOCH
        self._epoch = entry.epoch
        if entry.index == self._repeated:
            return Fault.REPEATED
        if entry.kind == Kind.INTENT:
            self._open.add(entry.key)
        if entry.kind in (Kind.OUTCOME, Kind.UNKNOWN):
            if entry.key not in self._open:
                return Fault.NO_INTENT
            self._open.remove(entry.key)
        return None


def verify(
    entries: Iterable[StoredEntry],
    notes: Iterable[StoredNote],
    reader: NoteReader,
    *,
    repeated: int | None = None,
) -> Verdict:
    """Check a log from its first entry to its last and stop at the first that is bad.

    ``entries`` in the order of their index, ``notes`` in the order of their size, checkpoints kept
    elsewhere among them. ``repeated`` is the first index whose kind and key an earlier entry has.
    """
    audit = _Audit(reader, repeated)
    finding = _first_finding(audit, iter(entries), iter(notes))
    return Verdict(audit.tree.size, audit.checkpoints, audit.erased, audit.tree.root, finding)


def _first_finding(
    audit: _Audit, entries: Iterator[StoredEntry], notes: Iterator[StoredNote]
) -> Finding | None:
    note = next(notes, None)
    for entry in entries:
        found = audit.entry(entry)
        while found is None and note is not None and note.size <= audit.tree.size:
            found, note = audit.note(note), next(notes, None)
        if found is not None:
            return found
    return audit.note(note) if note is not None else audit.end()


def _canonical_leaf(text: str) -> dict[str, object] | None:
    try:
        leaf = cast("object", json.loads(text))
        if not isinstance(leaf, dict) or canonical(cast("object", leaf)) != text.encode():
            return None
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, object]", leaf)


def _columns(entry: StoredEntry) -> bytes:
    return canonical(
        {
            "v": VERSION,
            "index": entry.index,
            "epoch": entry.epoch,
            "recorded_at": instant(entry.recorded_at),
            "kind": entry.kind,
            "key": entry.key,
        }
    )
