"""Proofs from the index of subjects: that the entries which name somebody are all there are."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias, TypeVar, cast

import psycopg

from ppit_audit.domain.proving import Proof, Unproved
from ppit_gateway.subject_index.proving import NotPublished, prove
from ppit_gateway.subject_index.report import report
from ppit_gateway.subject_index.trie import IndexDamaged
from ppit_platform.db import Transaction

T = TypeVar("T")
_Asked: TypeAlias = Callable[[psycopg.AsyncConnection, Sequence[str]], Awaitable[T]]


class ProofReader:
    """Reads proofs in the caller's transaction, on its own connection."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def of(self, names: Sequence[str]) -> Proof | Unproved:
        """Prove which entries name these pseudonyms, against the newest published checkpoint."""
        proved = await self._unless_unproved(prove, names)
        if isinstance(proved, Unproved):
            return proved
        return Proof(proved.size, proved.root, proved.note, proved.proofs)

    async def report(self, names: Sequence[str]) -> Mapping[str, object] | Unproved:
        """Return the whole report that a stranger can check: lists, leaves and all proofs."""
        return await self._unless_unproved(report, names)

    async def _unless_unproved(self, asked: _Asked[T], names: Sequence[str]) -> T | Unproved:
        if not names:
            return Unproved.NOBODY_NAMED
        connection = await (await self._session.connection()).get_raw_connection()
        driver = cast("psycopg.AsyncConnection", connection.driver_connection)
        try:
            return await asked(driver, names)
        except NotPublished:
            return Unproved.NOT_PUBLISHED
        except IndexDamaged:
            return Unproved.INDEX_DAMAGED
