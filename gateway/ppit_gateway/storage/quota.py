"""The people of each day: reserved before anything is asked, given back when fewer were shown.

Whoever asks while a statement for the same agreement is under way shares the next one: a crowd
costs few statements, and somebody alone waits for nobody.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from ppit_gateway.storage.patience import PatientDatabase
from ppit_platform.errors import ServiceError

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


@dataclass(frozen=True, slots=True)
class _Wish:
    want: int
    most: int
    granted: asyncio.Future[Reservation | None]


class QuotaStore:
    """Subject quotas in PostgreSQL: whatever goes wrong here, nothing may be disclosed."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._database = PatientDatabase(engine)
        self._counters: dict[str, _Counter] = {}

    async def reserve(self, agreement_id: str, *, want: int, most: int) -> Reservation | None:
        """Take up to ``want`` of what is left of today's ``most``; None when nothing is left."""
        return await self._counter(agreement_id).reserve(want, most)

    async def give_back(self, reservation: Reservation, unused: int) -> None:
        await self._counter(reservation.agreement_id).give_back(reservation.day, unused)

    def _counter(self, agreement_id: str) -> "_Counter":
        return self._counters.setdefault(agreement_id, _Counter(self._database, agreement_id))


class _Counter:
    """What this worker asks and gives back under one agreement, a statement at a time."""

    def __init__(self, database: PatientDatabase, agreement_id: str) -> None:
        self._database = database
        self._agreement_id = agreement_id
        self._wishes: list[_Wish] = []
        self._unused: Counter[date] = Counter()
        self._thanks: list[asyncio.Future[None]] = []
        self._working: asyncio.Task[None] | None = None

    async def reserve(self, want: int, most: int) -> Reservation | None:
        wish = _Wish(want, most, asyncio.get_running_loop().create_future())
        self._wishes.append(wish)
        self._work()
        return await wish.granted

    async def give_back(self, day: date, unused: int) -> None:
        thanks: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._unused[day] += unused
        self._thanks.append(thanks)
        self._work()
        await thanks

    def _work(self) -> None:
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._until_done())

    async def _until_done(self) -> None:
        while self._wishes or self._thanks:
            if self._thanks:
                await self._return_unused()
            if self._wishes:
                await self._grant()

    async def _return_unused(self) -> None:
        unused, thanks = self._unused, self._thanks
        self._unused, self._thanks = Counter(), []
        try:
            for day, people in unused.items():
                values = {"agreement_id": self._agreement_id, "day": day, "unused": people}
                await self._database.run(_GIVE_BACK, values)
        except (SQLAlchemyError, ServiceError) as failure:
            _tell(thanks, failure)
            return
        finally:
            _release(thanks)

    async def _grant(self) -> None:
        # After a new version for a moment two quotas are asked for: each counts by its own.
        most = self._wishes[0].most
        wishes = [one for one in self._wishes if one.most == most]
        self._wishes = [one for one in self._wishes if one.most != most]
        want = sum(one.want for one in wishes)
        values = {"agreement_id": self._agreement_id, "want": want, "most": most}
        try:
            rows = await self._database.run(_RESERVE, values)
            day, left = (rows[0]["day"], rows[0]["last_grant"]) if rows else (None, 0)
            self._share(wishes, cast("date | None", day), cast("int", left))
        except (SQLAlchemyError, ServiceError) as failure:
            _tell([one.granted for one in wishes], failure)
        finally:
            # A fault that nobody foresaw grants nothing, and leaves nobody waiting for ever.
            _release([one.granted for one in wishes])

    def _share(self, wishes: Sequence[_Wish], day: date | None, left: int) -> None:
        """Give to each in the order in which they came, as long as there is something."""
        for wish in wishes:
            people = min(wish.want, left)
            if wish.granted.done():
                # Whoever asked has gone: what they would have had goes to the others.
                continue
            left -= people
            granted = Reservation(self._agreement_id, day, people) if day and people else None
            wish.granted.set_result(granted)
        if day and left:
            self._unused[day] += left
            nobody: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            nobody.add_done_callback(_heard)
            self._thanks.append(nobody)


def _tell(
    waiting: Sequence[asyncio.Future[Reservation | None]] | Sequence[asyncio.Future[None]],
    failure: Exception,
) -> None:
    for one in waiting:
        if not one.done():
            one.set_exception(failure)


def _release(
    waiting: Sequence[asyncio.Future[Reservation | None]] | Sequence[asyncio.Future[None]],
) -> None:
    """Let whoever still waits go on with nothing: no people for a wish, no more for thanks."""
    for one in waiting:
        if not one.done():
            one.set_result(None)


def _heard(future: asyncio.Future[None]) -> None:
    """Take note of a failure that nobody waits for: the people stay reserved until midnight."""
    if not future.cancelled():
        future.exception()
