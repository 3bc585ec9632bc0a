"""The publisher's one session on PostgreSQL: it holds the lock, reads the log, adds what it signed.

As with the log itself, the lock belongs to the session that writes: no write of an earlier
publisher can land once another has the lock.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar

import psycopg

from ppit_gateway.log.proofs import consistency_holds
from ppit_gateway.log.tiles import consistency, hashed, tiles_of
from ppit_gateway.publishing.config import Advance

LOCK = 0x50504954_505542
"""The advisory lock of this database that says who publishes: "PPITPUB"."""

_NEWEST = "SELECT size, root, note FROM log.checkpoint ORDER BY size DESC LIMIT 1"
_PUBLISHED = "SELECT size, root, note FROM log.published ORDER BY size DESC LIMIT 1"
_TILES = """
SELECT w.level, w.number, log.tile_hashes(w.level, w.number, %s)
FROM unnest(%s::integer[], %s::bigint[]) AS w (level, number)
"""
_PUBLISH = """
INSERT INTO log.published (size, root, index_root, note, signed_at)
VALUES (%s, %s, %s, %s, now())
"""

_COSIGN = """
INSERT INTO log.cosignature (size, witness, line, received_at) VALUES (%s, %s, %s, now())
ON CONFLICT DO NOTHING
"""

T = TypeVar("T")


class LockHeld(Exception):
    """Another publisher runs, or the session of our last one still ends."""


@dataclass(frozen=True, slots=True)
class SignedSize:
    """One row of checkpoints: ``root`` as stored beside the note, which states it again."""

    size: int
    root: bytes
    note: str


class PublishingSession:
    """After a failure (``psycopg.Error``, ``TimeoutError``) the session is of no more use."""

    def __init__(self, connection: psycopg.AsyncConnection, patience: float) -> None:
        self._connection = connection
        self._patience = patience

    @classmethod
    async def open(cls, url: str, *, patience: float) -> "PublishingSession":
        """Connect and take the lock. Raises ``LockHeld`` when another session has it."""
        async with asyncio.timeout(patience):
            connection = await psycopg.AsyncConnection.connect(url, autocommit=True)
        session = cls(connection, patience)
        try:
            await session._lock()
        except BaseException:
            await session.close()
            raise
        return session

    async def close(self) -> None:
        await self._connection.close()

    async def newest(self) -> SignedSize | None:
        """Return the last commit's checkpoint, None of an empty log."""
        return await self._signed(_NEWEST)

    async def published(self) -> SignedSize | None:
        """Return the last published checkpoint."""
        return await self._signed(_PUBLISHED)

    async def begin(self) -> None:
        """Begin the transaction that ``publish`` ends."""
        await self.rows("BEGIN")

    async def grew(self, old: SignedSize, new: SignedSize) -> bool:
        """Say whether the tree of ``old`` is a prefix of that of ``new``, by its stored tiles."""
        try:
            proof = await self.consistency(old.size, new.size)
        except LookupError:
            return False
        return consistency_holds(
            old_size=old.size, old_root=old.root, size=new.size, root=new.root, proof=proof
        )

    async def consistency(self, old: int, size: int) -> tuple[bytes, ...]:
        """Prove one tree a prefix of another; ``LookupError`` if the log lacks a hash for it."""
        subtrees = consistency(old, size)
        places = tiles_of(subtrees)
        levels, numbers = [level for level, _ in places], [number for _, number in places]
        rows = await self.rows(_TILES, size, levels, numbers)
        return hashed(subtrees, {(level, number): hashes for level, number, hashes in rows})

    async def cosign(self, size: int, witness: str, line: str) -> None:
        """Add what a witness, named by its verifier key, signed."""
        await self.rows(_COSIGN, size, witness, line)

    async def advance(self, advance: Advance, size: int) -> bytes:
        """Bring the index to ``size``: after a long absence it may take long."""
        return await advance(self._connection, size)

    async def publish(self, signed: SignedSize, index_root: bytes | None) -> None:
        """Add the checkpoint, and commit what has been done since ``begin``."""
        await self.rows(_PUBLISH, signed.size, signed.root, index_root, signed.note)
        await self.rows("COMMIT")

    async def _lock(self) -> None:
        ((locked,),) = await self.rows("SELECT pg_try_advisory_lock(%s)", LOCK)
        if not locked:
            raise LockHeld

    async def _signed(self, statement: LiteralString) -> SignedSize | None:
        rows = await self.rows(statement)
        return SignedSize(*rows[0]) if rows else None

    async def rows(self, statement: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement within the patience of a step."""

        async def fetch() -> list[tuple[Any, ...]]:
            cursor = await self._connection.execute(statement, values)
            return await cursor.fetchall() if cursor.description else []

        return await self._bounded(fetch())

    async def _bounded(self, work: Coroutine[Any, Any, T]) -> T:
        async with asyncio.timeout(self._patience):
            return await work
