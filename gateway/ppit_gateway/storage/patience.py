"""One statement in bounded time, even where the database has frozen."""

from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping, TextClause
from sqlalchemy.ext.asyncio import AsyncEngine

from ppit_platform.deadline import Deadline

_SECONDS = 3.0


class PatientDatabase:
    """Runs each statement in a transaction of its own (one round trip), or raises ``TooSlow``.

    A server that is frozen answers nothing, not even that a statement took too long: its own
    time-outs bound what it works on, not what a caller waits for.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        # One statement is a transaction by itself: nothing is to be begun or ended around it.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._patience = Deadline(_SECONDS)

    async def run(
        self, statement: TextClause, values: Mapping[str, object] | None = None
    ) -> Sequence[RowMapping]:
        """Return the rows; none where the statement returns none."""
        return await self._patience.hold(self._run(statement, values or {}))

    async def _run(
        self, statement: TextClause, values: Mapping[str, object]
    ) -> Sequence[RowMapping]:
        async with self._engine.connect() as connection:
            result = await connection.execute(statement, values)
            return result.mappings().all() if result.returns_rows else ()
