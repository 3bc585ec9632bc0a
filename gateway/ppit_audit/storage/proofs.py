"""Proofs: that the entries which name somebody are all there are, that an entry is in the log."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias, TypeVar, cast

import psycopg

from ppit_audit.domain.proving import EntryProof, Proof, Unproved, WitnessQuorum
from ppit_gateway.log.proofs import proof_text
from ppit_gateway.log.tiles import hashed, inclusion, tiles_of
from ppit_gateway.subject_index.proving import NotPublished, prove
from ppit_gateway.subject_index.report import report
from ppit_gateway.subject_index.trie import IndexDamaged
from ppit_platform.db import Transaction

T = TypeVar("T")
_Asked: TypeAlias = Callable[[psycopg.AsyncConnection, Sequence[str]], Awaitable[T]]

_PUBLISHED = """
SELECT p.size, p.note || coalesce(
         (SELECT string_agg(c.line || E'\\n', '' ORDER BY c.witness)
            FROM log.cosignature c WHERE c.size = p.size), '')
  FROM log.published p ORDER BY p.size DESC LIMIT 1
"""
_QUORUM = "SELECT log.witness_quorum()"
_TILES = """
SELECT w.level, w.number, log.tile_hashes(w.level, w.number, %s)
  FROM unnest(%s::integer[], %s::bigint[]) AS w (level, number)
"""


class ProofReader:
    """Reads proofs in the caller's transaction, on its own connection."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def of(self, names: Sequence[str]) -> Proof | Unproved:
        """Prove which entries name these pseudonyms, against the newest published checkpoint."""
        proved = await self._unless_unproved(prove, names)
        if isinstance(proved, Unproved):
            return proved
        quorum = await self.quorum()
        return Proof(proved.size, proved.root, proved.note, proved.proofs, quorum)

    async def report(self, names: Sequence[str]) -> Mapping[str, object] | Unproved:
        """Return the whole report that a stranger can check: lists, leaves and all proofs."""
        return await self._unless_unproved(report, names)

    async def _unless_unproved(self, asked: _Asked[T], names: Sequence[str]) -> T | Unproved:
        if not names:
            return Unproved.NOBODY_NAMED
        try:
            return await asked(await self._driver(), names)
        except NotPublished:
            return Unproved.NOT_PUBLISHED
        except IndexDamaged:
            return Unproved.INDEX_DAMAGED

    async def entry(self, index: int) -> EntryProof | None:
        """Prove an entry in the newest published checkpoint, which may not reach as far."""
        driver = await self._driver()
        published = await (await driver.execute(_PUBLISHED)).fetchone()
        if published is None or published[0] <= index:
            return None
        size, note = published
        subtrees = inclusion(index, size)
        places = list(tiles_of(subtrees))
        levels, numbers = [level for level, _ in places], [number for _, number in places]
        rows = await (await driver.execute(_TILES, (size, levels, numbers))).fetchall()
        tiles = {(level, number): hashes for level, number, hashes in rows}
        text = proof_text(index, hashed(subtrees, tiles), note)
        return EntryProof(index, size, text, await self.quorum())

    async def quorum(self) -> WitnessQuorum:
        """Say whether a quorum of the witnesses has signed what was published last."""
        rows = await (await (await self._driver()).execute(_QUORUM)).fetchall()
        return WitnessQuorum(rows[0][0])

    async def _driver(self) -> psycopg.AsyncConnection:
        connection = await (await self._session.connection()).get_raw_connection()
        return cast("psycopg.AsyncConnection", connection.driver_connection)
