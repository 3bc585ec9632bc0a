"""What the log shows to the world: its published checkpoint, and hashes. Entries cannot be read."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ppit_gateway.storage.patience import PatientDatabase

_NEWEST = text("""
    SELECT p.note || coalesce((SELECT string_agg(c.line, '' ORDER BY c.witness)
                               FROM log.cosignature c WHERE c.size = p.size), '') AS note
      FROM log.published p ORDER BY p.size DESC LIMIT 1
""")
_TILE = text("""
    SELECT log.tile_hashes(:level, :number, newest.size) AS hashes
      FROM (SELECT coalesce(max(size), 0) AS size FROM log.published) newest
""")


_QUORUM = text("SELECT log.witness_quorum() AS quorum")


class PublishedStore:
    """Every method raises ``TooSlow`` or ``SQLAlchemyError`` when the database fails it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._database = PatientDatabase(engine)

    async def checkpoint(self) -> str | None:
        """Return the newest published checkpoint with its cosignatures; None before the first."""
        rows = await self._database.run(_NEWEST)
        return str(rows[0]["note"]) if rows else None

    async def quorum(self) -> str:
        """Say of the newest checkpoint MET, WAITING, MISSING, or NOT_ASKED without a policy."""
        (row,) = await self._database.run(_QUORUM)
        return str(row["quorum"])

    async def tile(self, level: int, number: int) -> bytes:
        """Return the hashes that a tile has in the tree that was published last: none to 256."""
        (row,) = await self._database.run(_TILE, {"level": level, "number": number})
        return bytes(row["hashes"])
