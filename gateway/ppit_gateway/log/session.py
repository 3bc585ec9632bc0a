"""The log's one session on PostgreSQL: it holds the lock, reads the state and writes the entries.

psycopg speaks for itself here, without SQLAlchemy: a batch is two round trips, and what must be
known about the session (that this very one holds the lock) is hidden by a pool. Because the lock
belongs to the session that writes, no write of an earlier session can land after the state has
been read: PostgreSQL frees the lock only once that session and its transaction are over.
"""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator, Collection, Coroutine, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString, TypeVar

import psycopg

from ppit_gateway.log.entries import Held, Name, Opening, Receipt, Record
from ppit_gateway.log.errors import LockLost, LogDamaged
from ppit_gateway.log.passed import Leaf
from ppit_gateway.log.state import Growth, OpenIntent, StoredCheckpoint, StoredState
from ppit_gateway.log.tiles import Place, Tiles, edge_of, split

_LOCK = 0x50504954_4C4F47
"""The advisory lock of this database that says who the log is: "PPITLOG"."""

_FIND = """
SELECT e.kind, e.key, e.index, e.leaf_hash, CASE WHEN w.key IS NULL THEN '' ELSE e.body END
FROM log.entry e
LEFT JOIN unnest(%(kinds)s::text[], %(keys)s::text[]) AS w (kind, key) USING (kind, key)
WHERE e.key = ANY (%(keys)s::text[])
"""
_OPENINGS = "SELECT index, name, salt, value FROM log.salt WHERE index = ANY (%s)"
# Parameters in binary: as text, the driver would escape every quote of every leaf twice.
_APPEND = """
WITH entries AS (
  INSERT INTO log.entry (index, kind, key, leaf_hash, body, recorded_at, epoch)
  SELECT * FROM unnest(%b::bigint[], %b::text[], %b::text[], %b::bytea[], %b::text[],
                       %b::timestamptz[], %b::bigint[])
), tiles AS (
  INSERT INTO log.tile (level, number, root, hashes)
  SELECT * FROM unnest(%b::integer[], %b::bigint[], %b::bytea[], %b::bytea[])
), salts AS (
  INSERT INTO log.salt (index, name, salt, value)
  SELECT * FROM unnest(%b::bigint[], %b::text[], %b::bytea[], %b::text[])
)
INSERT INTO log.checkpoint (size, root, note, open_from, signed_at)
VALUES (%b, %b, %b, %b, %b)
"""
_LAST_CHECKPOINT = """
SELECT size, root, note, open_from FROM log.checkpoint ORDER BY size DESC LIMIT 1
"""
_TILES = """
SELECT w.level, w.number, log.tile_hashes(w.level, w.number, %s)
FROM unnest(%s::integer[], %s::bigint[]) AS w (level, number)
"""
_SIZE = "SELECT coalesce(max(index) + 1, 0) FROM log.entry"
_OPEN_INTENTS = """
SELECT i.key, i.index, i.recorded_at FROM log.entry i
WHERE i.kind = 'intent' AND i.index >= %s AND NOT EXISTS (
  SELECT FROM log.entry o WHERE o.key = i.key AND o.kind IN ('outcome', 'unknown'))
ORDER BY i.index
"""
# A commit that a crash of PostgreSQL may forget is no commit, whatever the server's default says.
_DURABLE = """
SELECT set_config('synchronous_commit', 'on', false)
WHERE current_setting('synchronous_commit') = 'off'
"""
# The server too gives up in time, so that a stuck statement cannot keep the lock from our next
# session. And it looks names up by index: of a log that grows faster than its statistics the
# planner believes that reading all of it is cheaper.
_MANNERS = """
SELECT set_config('statement_timeout', %s, false), set_config('enable_seqscan', 'off', false),
       set_config('jit', 'off', false)
"""
_NEWEST_EPOCH = "SELECT coalesce(max(number), 0) FROM log.epoch"
_NEW_EPOCH = "INSERT INTO log.epoch (number, started_at) VALUES (%s, now())"

# Backwards from the newest: the entries have no index by time, but they are in its order.
_YOUNG = """
SELECT index, recorded_at, kind, CASE WHEN kind = ANY (%s) THEN body END FROM log.entry
WHERE index < %s ORDER BY index DESC LIMIT 5000
"""
_COVERT = """
SELECT c.key, c.body FROM log.entry c WHERE c.kind = 'covert' AND NOT EXISTS (
  SELECT FROM log.entry r WHERE r.key = c.key AND r.kind = 'reveal')
ORDER BY c.index
"""

T = TypeVar("T")
_Values = Sequence[object] | Mapping[str, object]


class DatabaseSilent(Exception):
    """PostgreSQL did not answer in time: what it did with the last statement is not known."""


class LockHeld(Exception):
    """Another session holds the log's lock: another log process, or the end of our last one."""


class LogSession:
    """Every step takes at most ``patience`` seconds; after a failure the session is of no use.

    Every method raises ``psycopg.Error`` or ``DatabaseSilent`` when the database fails it.
    """

    def __init__(self, connection: psycopg.AsyncConnection, patience: float) -> None:
        self._connection = connection
        self._patience = patience

    @classmethod
    async def open(cls, url: str, *, patience: float) -> "LogSession":
        """Connect and take the lock. Raises ``LockHeld`` when another session has it."""
        connection = await _bounded(psycopg.AsyncConnection.connect(url, autocommit=True), patience)
        session = cls(connection, patience)
        try:
            await session._lock()
        except BaseException:
            await session.close()
            raise
        return session

    async def close(self) -> None:
        await self._connection.close()

    async def claim(self, epoch: int) -> int:
        """Begin an epoch (given 0) or go on with ours.

        Raises ``LockLost`` if a later one began, ``LogDamaged`` if the database forgot ours.
        """
        ((newest,),) = await self._rows(_NEWEST_EPOCH, ())
        if newest > epoch > 0:
            msg = f"epoch {newest} has begun since ours, {epoch}"
            raise LockLost(msg)
        if newest < epoch:
            msg = f"epoch {epoch} was committed and is gone"
            raise LogDamaged(msg)
        if not epoch:
            await self._run(_NEW_EPOCH, (newest + 1,))
        return epoch or newest + 1

    async def stored(self) -> StoredState:
        """Read what the log holds: O(log size), and the intents that still wait."""
        checkpoints = await self._rows(_LAST_CHECKPOINT, ())
        last = StoredCheckpoint(*checkpoints[0]) if checkpoints else None
        ((size,),) = await self._rows(_SIZE, ())
        edge = edge_of(size)
        tiles = await self.tiles(edge, size)
        intents = await self._rows(_OPEN_INTENTS, (last.open_from if last else 0,))
        return StoredState(
            last,
            size,
            [split(tiles[place]) for place in edge],
            {row[0]: OpenIntent(row[1], row[2]) for row in intents},
        )

    async def tiles(self, places: Collection[Place], size: int) -> Tiles:
        """Return tiles as they are in the tree of ``size``."""
        levels, numbers = [level for level, _ in places], [number for _, number in places]
        rows = await self._rows(_TILES, (size, levels, numbers), binary=True)
        return {(level, number): hashes for level, number, hashes in rows}

    async def young(self, within: timedelta, *kinds: str) -> AsyncGenerator[Leaf]:
        """Yield the youngest entries of these kinds, the youngest first."""
        before = sys.maxsize
        while rows := await self._rows(_YOUNG, (list(kinds), before)):
            now = datetime.now(UTC)
            young = [(now - at, kind, body) for _, at, kind, body in rows if now - at <= within]
            for ago, kind, body in young:
                if body:
                    yield Leaf(kind, body, max(0.0, ago.total_seconds()))
            if len(young) < len(rows):
                return
            before = rows[-1][0]

    async def covert(self) -> dict[str, dict[str, object]]:
        """Return the bodies of the covert entries that wait for their reveal, by key."""
        return {key: json.loads(leaf)["body"] for key, leaf in await self._rows(_COVERT, ())}

    async def find(self, names: Collection[Name]) -> dict[Name, Held]:
        """Return every entry that shares a key with ``names``, with its content if it is named."""
        kinds, keys = [kind for kind, _ in names], [key for _, key in names]
        rows = await self._rows(_FIND, {"kinds": kinds, "keys": keys})
        repeated = [row[2] for row in rows if row[4]]
        openings: dict[int, list[Opening]] = {index: [] for index in repeated}
        if repeated:
            for index, name, salt, value in await self._rows(_OPENINGS, (repeated,)):
                openings[index].append(Opening(name, salt, value))
        return {
            (kind, key): Held(Receipt(index, leaf.hex()), text, tuple(openings.get(index, ())))
            for kind, key, index, leaf, text in rows
        }

    async def append(self, records: Sequence[Record], growth: Growth) -> None:
        """Commit the records, the tiles that they fill and the checkpoint that covers them, in one
        statement, or nothing.
        """
        checkpoint, tiles = growth.checkpoint, growth.tiles
        salts = [(record.index, one) for record in records for one in record.openings]
        await self._run(
            _APPEND,
            (
                [record.index for record in records],
                [record.draft.kind for record in records],
                [record.draft.key for record in records],
                [record.hash for record in records],
                [record.text for record in records],
                [record.recorded_at for record in records],
                [record.epoch for record in records],
                [tile.level for tile in tiles],
                [tile.number for tile in tiles],
                [tile.root for tile in tiles],
                [tile.hashes for tile in tiles],
                [index for index, _ in salts],
                [one.name for _, one in salts],
                [one.salt for _, one in salts],
                [one.value for _, one in salts],
                checkpoint.size,
                checkpoint.root,
                checkpoint.note,
                checkpoint.open_from,
                records[-1].recorded_at,
            ),
        )

    async def _lock(self) -> None:
        await self._run(_MANNERS, (str(int(self._patience * 1000)),))
        await self._run(_DURABLE, ())
        ((locked,),) = await self._rows("SELECT pg_try_advisory_lock(%s)", (_LOCK,))
        if not locked:
            raise LockHeld

    async def _rows(
        self, statement: LiteralString, values: _Values, *, binary: bool = False
    ) -> list[tuple[Any, ...]]:
        """Fetch; in ``binary`` where hashes are many, which as text are twice as long."""

        async def fetch() -> list[tuple[Any, ...]]:
            cursor = await self._connection.execute(statement, values, binary=binary)
            return await cursor.fetchall()

        return await _bounded(fetch(), self._patience)

    async def _run(self, statement: LiteralString, values: _Values) -> None:
        await _bounded(self._connection.execute(statement, values), self._patience)


async def _bounded(work: Coroutine[Any, Any, T], seconds: float) -> T:
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task}, timeout=seconds)
    finally:
        # Cancelled once, psycopg waits for the server to agree; again, it drops the connection.
        while not task.done():
            task.cancel()
            await asyncio.sleep(0)
    if task.cancelled():
        raise DatabaseSilent
    return task.result()
