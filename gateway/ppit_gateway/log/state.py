"""What the log process must remember between two commits, and whether the database still agrees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ppit_gateway.log.edge import RightEdge
from ppit_gateway.log.entries import Draft, Kind, Record
from ppit_gateway.log.errors import LogDamaged
from ppit_gateway.log.notes import NoteInvalid, NoteReader, NoteSigner
from ppit_gateway.log.tiles import Tile

_MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class OpenIntent:
    index: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """One signed statement, and beside it what saves reading the log again at the next start:
    the index before which no intent waits for its outcome.
    """

    size: int
    root: bytes
    note: str
    open_from: int


@dataclass(frozen=True, slots=True)
class StoredState:
    """What the database says at the start of a session. ``edge`` holds the hashes of the tiles at
    the right edge of a tree of ``size``, from level 0 up.
    """

    checkpoint: StoredCheckpoint | None
    size: int
    edge: Sequence[Sequence[bytes]]
    open_intents: dict[str, OpenIntent]


@dataclass(frozen=True, slots=True)
class Growth:
    """What a commit adds beside its records."""

    checkpoint: StoredCheckpoint
    tiles: tuple[Tile, ...]


class LogState:
    """The tree's edge, and the intents without an outcome in the order of their entries.

    ``note`` is the last checkpoint's; empty in an empty log.
    """

    def __init__(self, edge: RightEdge, open_intents: dict[str, OpenIntent], note: str) -> None:
        self.edge = edge
        self.note = note
        self._open = open_intents

    @classmethod
    def restore(cls, stored: StoredState, reader: NoteReader, *, at_least: int) -> "LogState":
        """Take up the stored log, which must hold the ``at_least`` entries already acknowledged.

        Raises ``LogDamaged`` when it does not, or is not what this log signed: to write on would
        bury the damage under good signatures.
        """
        size = stored.checkpoint.size if stored.checkpoint else 0
        if size != stored.size:
            msg = f"{stored.size} entries are stored, the last checkpoint covers {size}"
            raise LogDamaged(msg)
        if size < at_least:
            msg = f"{at_least} entries were acknowledged, {size} are stored"
            raise LogDamaged(msg)
        note = stored.checkpoint.note if stored.checkpoint else ""
        return cls(_signed_edge(stored, reader), stored.open_intents, note)

    def grow(self, records: Sequence[Record], signer: NoteSigner) -> Growth:
        """Add the records to the tree and sign it. Unless they are then committed, this state is
        of no more use: the next is restored from what the database holds.
        """
        first = next(iter(self._open.values()), None)
        open_from = first.index if first else self.edge.size
        tiles = self.edge.grow(record.hash for record in records)
        size, root = self.edge.size, self.edge.root
        self.note = signer.sign(size, root)
        return Growth(StoredCheckpoint(size, root, self.note, open_from), tiles)

    def absorb(self, records: Iterable[Record]) -> None:
        """Note what has been committed."""
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


def _signed_edge(stored: StoredState, reader: NoteReader) -> RightEdge:
    checkpoint = stored.checkpoint
    if checkpoint is None:
        return RightEdge()
    try:
        stated = reader.open(checkpoint.note)
        edge = RightEdge.restore(checkpoint.size, stored.edge)
    except (NoteInvalid, ValueError) as failure:
        msg = f"the checkpoint of size {checkpoint.size} is not one that this log signed"
        raise LogDamaged(msg) from failure
    if not stated.root == edge.root == checkpoint.root or stated.size != edge.size:
        msg = f"the checkpoint of size {checkpoint.size} does not state what is stored with it"
        raise LogDamaged(msg)
    return edge
