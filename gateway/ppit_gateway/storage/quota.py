"""The people of each day: reserved before anything is asked, given back when fewer were shown."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ppit_gateway.storage.patience import PatientDatabase

# One row, one statement, its lock held for that statement alone. The London day is the database's:
# a gate whose clock is wrong must not open another day.
_RESERVE = text("""
    INSERT INTO people_day AS spent (agreement_id, day, people, last_grant)
    SELECT :agreement_id, (now() AT TIME ZONE 'Europe/London')::date, least(:want, :most),
           least(:want, :most)
     WHERE :most > 0
    ON CONFLICT (agreement_id, day) DO UPDATE
       SET people = spent.people + least(:want, :most - spent.people),
           last_grant = least(:want, :most - spent.people)
     WHERE spent.people < :most
    RETURNING day, last_grant
""")
_GIVE_BACK = text("""
    UPDATE people_day SET people = people - :unused
     WHERE agreement_id = :agreement_id AND day = :day
""")


@dataclass(frozen=True, slots=True)
class Reservation:
    """``people`` of one agreement's ``day`` that one request may disclose."""

    agreement_id: str
    day: date
    people: int


class QuotaStore:
    """Subject quotas in PostgreSQL: whatever goes wrong here, nothing may be disclosed."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._database = PatientDatabase(engine)

    async def reserve(self, agreement_id: str, *, want: int, most: int) -> Reservation | None:
        """Take up to ``want`` of what is left of today's ``most``; None when nothing is left."""
        values = {"agreement_id": agreement_id, "want": want, "most": most}
        rows = await self._database.run(_RESERVE, values)
        if not rows:
            return None
        (row,) = rows
        day, people = cast("date", row["day"]), cast("int", row["last_grant"])
        return Reservation(agreement_id, day, people)

    async def give_back(self, reservation: Reservation, unused: int) -> None:
        values = {
            "agreement_id": reservation.agreement_id,
            "day": reservation.day,
            "unused": unused,
        }
        await self._database.run(_GIVE_BACK, values)
