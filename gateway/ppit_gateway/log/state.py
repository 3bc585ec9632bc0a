"""What the log process must remember between two commits, and whether the database still agrees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ppit_gateway.log.entries import Draft, Kind, Record
from ppit_gateway.log.errors import LogDamaged
from ppit_gateway.log.notes import NoteInvalid, NoteReader, NoteSigner
from ppit_gateway.log.tree import CompactRange

_MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class OpenIntent:
    index: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """One signed statement, and beside it what saves reading the log again at the next start:
    the tree's packed peaks, and the index before which no intent waits for its outcome.
    """

    size: int
    root: bytes
    note: str
    peaks: bytes
    open_from: int


@dataclass(frozen=True, slots=True)
class StoredState:
    """What the database says at the start of a session."""

    checkpoint: StoredCheckpoint | None
    size: int
    open_intents: dict[str, OpenIntent]


class LogState:
    """The tree, and the intents without an outcome in the order of their entries."""

    def __init__(self, tree: CompactRange, open_intents: dict[str, OpenIntent]) -> None:
        self.tree = tree
        self._open = open_intents

    @classmethod
    def restore(cls, stored: StoredState, reader: NoteReader, *, at_least: int) -> "LogState":
        """Take up the stored log, which must hold the ``at_least`` entries already acknowledged.

        Raises ``LogDamaged`` when it does not, or is not what this log signed: to write on would
        bury the damage under good signatures.
        """
        tree = _signed_tree(stored.checkpoint, reader)
        if tree.size != stored.size:
            msg = f"{stored.size} entries are stored, the last checkpoint covers {tree.size}"
            raise LogDamaged(msg)
        if tree.size < at_least:
            msg = f"{at_least} entries were acknowledged, {tree.size} are stored"
            raise LogDamaged(msg)
        return cls(tree, stored.open_intents)

    def checkpoint(self, records: Iterable[Record], signer: NoteSigner) -> StoredCheckpoint:
        """Sign the tree that these records make of this one."""
        tree = self.tree.extend(record.hash for record in records)
        note = signer.sign(tree.size, tree.root)
        first = next(iter(self._open.values()), None)
        open_from = first.index if first else self.tree.size
        return StoredCheckpoint(tree.size, tree.root, note, tree.pack(), open_from)

    def absorb(self, records: Iterable[Record], checkpoint: StoredCheckpoint) -> None:
        """Note what has been committed."""
        self.tree = CompactRange.unpack(checkpoint.size, checkpoint.peaks)
        for record in records:
            key = record.draft.key
            if record.draft.kind == Kind.INTENT:
                self._open[key] = OpenIntent(record.index, record.recorded_at)
            elif record.draft.kind in (Kind.OUTCOME, Kind.UNKNOWN):
                self._open.pop(key, None)

    def overdue(self, now: datetime, patience: timedelta) -> tuple[Draft, ...]:
        """Declare unknown the oldest intents that have waited longer than ``patience``."""
        late: list[Draft] = []
        for key, intent in self._open.items():
            if now - intent.recorded_at <= patience or len(late) == _MOST_AT_ONCE:
                break
            late.append(Draft(Kind.UNKNOWN, key, {"intent": intent.index}))
        return tuple(late)


def _signed_tree(checkpoint: StoredCheckpoint | None, reader: NoteReader) -> CompactRange:
    if checkpoint is None:
        return CompactRange()
    try:
        stated = reader.open(checkpoint.note)
        tree = CompactRange.unpack(checkpoint.size, checkpoint.peaks)
    except (NoteInvalid, ValueError) as failure:
        msg = f"the checkpoint of size {checkpoint.size} is not one that this log signed"
        raise LogDamaged(msg) from failure
    if not stated.root == tree.root == checkpoint.root or stated.size != tree.size:
        msg = f"the checkpoint of size {checkpoint.size} does not state what is stored with it"
        raise LogDamaged(msg)
    return tree
