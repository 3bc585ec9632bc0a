"""Reads the log. This role may do nothing else with it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import RowMapping, TextClause, text

from ppit_audit.domain.entry import CASE, LogEntry
from ppit_platform.db import Transaction

_COLUMNS = f"""
    e.index, e.kind, e.key, e.recorded_at, e.leaf_hash, e.body,
    (SELECT s.value FROM log.salt AS s WHERE s.index = e.index AND s.name = '{CASE}') AS opened
"""  # noqa: S608  # constants of this package
_SOME = text(f"SELECT {_COLUMNS} FROM log.entry AS e WHERE e.index = ANY (:wanted) ORDER BY 1")  # noqa: S608
_FROM = text(
    f"SELECT {_COLUMNS} FROM log.entry AS e WHERE e.index >= :start ORDER BY 1 LIMIT :most"  # noqa: S608
)
_OF_KEYS = text(f"SELECT {_COLUMNS} FROM log.entry AS e WHERE e.key = ANY (:keys) ORDER BY 1")  # noqa: S608
_SIZE = text("SELECT coalesce(max(size), 0) FROM log.checkpoint")


class LogReader:
    """Entries as they are stored; nothing here proves them, the verifier does."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def size(self) -> int:
        """Say how many entries the newest signed checkpoint covers."""
        connection = await self._session.connection()
        return int((await connection.execute(_SIZE)).scalar_one())

    async def some(self, wanted: Sequence[int]) -> list[LogEntry]:
        """Return entries in the order of their indices; what is not there is left out."""
        return await self._entries(_SOME, wanted=list(wanted))

    async def following(self, start: int, most: int) -> list[LogEntry]:
        """Return at most ``most`` entries from index ``start`` on."""
        return await self._entries(_FROM, start=start, most=most)

    async def of_keys(self, keys: Iterable[str]) -> list[LogEntry]:
        """Return all entries of these keys: of a request its intent, its outcome or its denial."""
        return await self._entries(_OF_KEYS, keys=list(keys))

    async def _entries(self, statement: TextClause, **values: object) -> list[LogEntry]:
        connection = await self._session.connection()
        rows = await connection.execute(statement, values)
        return [_entry(row) for row in rows.mappings()]


def _entry(row: RowMapping) -> LogEntry:
    return LogEntry(
        index=row["index"],
        kind=row["kind"],
        key=row["key"],
        recorded_at=row["recorded_at"],
        leaf_hash=bytes(row["leaf_hash"]).hex(),
        text=row["body"],
        case_reference=row["opened"],
    )
