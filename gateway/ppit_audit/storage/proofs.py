"""Proofs from the index of subjects: that the entries which name somebody are all there are."""

from collections.abc import Sequence
from typing import cast

import psycopg

from ppit_audit.domain.proving import Proof, Unproved
from ppit_gateway.subject_index.proving import NotPublished, prove
from ppit_gateway.subject_index.trie import IndexDamaged
from ppit_platform.db import Transaction


class ProofReader:
    """Reads proofs in the caller's transaction, on its own connection."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def of(self, names: Sequence[str]) -> Proof | Unproved:
        """Prove which entries name these pseudonyms, against the newest published checkpoint."""
        if not names:
            return Unproved.NOBODY_NAMED
        connection = await (await self._session.connection()).get_raw_connection()
        driver = cast("psycopg.AsyncConnection", connection.driver_connection)
        try:
            proved = await prove(driver, names)
        except NotPublished:
            return Unproved.NOT_PUBLISHED
        except IndexDamaged:
            return Unproved.INDEX_DAMAGED
        return Proof(proved.size, proved.root, proved.note, proved.proofs)
