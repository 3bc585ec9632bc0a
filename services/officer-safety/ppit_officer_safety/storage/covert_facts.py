"""Which facts of which markers the log keeps sealed: ids and days, nobody's data."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text

from ppit_platform.db import Transaction

_NOTE = text("""
    INSERT INTO covert_fact (fact_id, marker_id, covert_until)
    SELECT :fact_id, marker_id, :covert_until
      FROM unnest(CAST(:marker_ids AS uuid[])) AS m (marker_id)
""")
# What is sealed for another marker's sake too stays sealed.
_REVEAL = text("""
    WITH gone AS (DELETE FROM covert_fact WHERE marker_id = :marker_id
                  RETURNING fact_id, covert_until)
    SELECT DISTINCT gone.fact_id FROM gone
     WHERE gone.covert_until > :tomorrow
       AND NOT EXISTS (SELECT FROM covert_fact AS other
                        WHERE other.fact_id = gone.fact_id AND other.marker_id <> :marker_id)
     ORDER BY gone.fact_id
""")


class CovertFacts:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def note(self, fact_id: UUID, marker_ids: Iterable[UUID], until: date) -> None:
        """Remember for whose sake a fact is sealed, until which day."""
        connection = await self._session.connection()
        values = {"fact_id": fact_id, "marker_ids": sorted(marker_ids), "covert_until": until}
        await connection.execute(_NOTE, values)

    async def reveal(self, marker_id: UUID, today: date) -> tuple[UUID, ...]:
        """Return what may be revealed now, once; what the log is about to reveal by itself is left
        to it.
        """
        connection = await self._session.connection()
        values = {"marker_id": marker_id, "tomorrow": today + timedelta(days=1)}
        return tuple((await connection.execute(_REVEAL, values)).scalars())
