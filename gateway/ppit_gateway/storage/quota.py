"""The people of each day: reserved before anything is asked, given back when fewer were shown.

What one request did not use the next may have: while requests of an agreement are under way, this
worker holds on to some people of its day, all of them counted in the database as if they were
shown, and a statement is needed only when they run out. As soon as nothing is under way, all that
is held is given back: somebody alone waits for nobody, and leaves the day as it is.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from ppit_gateway.storage.patience import PatientDatabase
from ppit_platform.errors import ServiceError

HELD_SECONDS = 1.0
"""How long what is held counts for the day on which it was taken."""

# One row, one statement, its lock held for that statement alone. The London day is the database's:
# a gate whose clock is wrong must not open another day. What is taken ahead is for the requests
# that come next; none is where a day comes to its end, because other workers would miss it.
_RESERVE = text("""
    INSERT INTO people_day AS spent (agreement_id, day, people, last_grant)
    SELECT :agreement_id, (now() AT TIME ZONE 'Europe/London')::date, least(:want, :most),
           least(:want, :most)
     WHERE :most > 0
    ON CONFLICT (agreement_id, day) DO UPDATE
       SET (people, last_grant) = (
             SELECT spent.people + granted, granted
               FROM (SELECT CASE WHEN :most - spent.people > 20 * :with_ahead THEN :with_ahead
                                 ELSE least(:want, :most - spent.people) END AS granted) AS one)
     WHERE spent.people < :most
    RETURNING day, last_grant
""")
_GIVE_BACK = text("""
    UPDATE people_day SET people = people - :unused
     WHERE agreement_id = :agreement_id AND day = :day
""")


@dataclass(frozen=True, slots=True)
class Reservation:
    """``people`` of one agreement's ``day``, of ``most``, that one request may disclose."""

    agreement_id: str
    day: date
    most: int
    people: int


@dataclass(slots=True)
class _Held:
    """People of one ``day``, counted against ``most``, that nobody has just now."""

    day: date
    most: int
    people: int
    until: float


@dataclass(frozen=True, slots=True)
class _Wish:
    want: int
    most: int
    granted: asyncio.Future[Reservation | None]


class QuotaStore:
    """Subject quotas in PostgreSQL: whatever goes wrong here, nothing may be disclosed.

    ``clock`` counts seconds and never goes back.
    """

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = PatientDatabase(engine)
        self._clock = clock
        self._counters: dict[str, _Counter] = {}

    async def reserve(self, agreement_id: str, *, want: int, most: int) -> Reservation | None:
        """Take up to ``want`` of what is left of today's ``most``; None when nothing is left.

        Whoever gets one concludes it.
        """
        return await self._counter(agreement_id).reserve(want, most)

    async def conclude(self, reservation: Reservation, unused: int) -> None:
        """Say that a request is over, and how many of its people nobody was shown."""
        await self._counter(reservation.agreement_id).conclude(reservation, unused)

    def _counter(self, agreement_id: str) -> "_Counter":
        counter = self._counters.get(agreement_id)
        if counter is None:
            counter = _Counter(self._database, agreement_id, self._clock)
            self._counters[agreement_id] = counter
        return counter


class _Counter:
    """What this worker has of one agreement's day, and asks and gives back a statement at a time.

    ``_under_way`` people are those of requests that are not concluded.
    """

    def __init__(
        self, database: PatientDatabase, agreement_id: str, clock: Callable[[], float]
    ) -> None:
        self._database = database
        self._agreement_id = agreement_id
        self._clock = clock
        self._held: _Held | None = None
        self._under_way = 0
        self._wishes: list[_Wish] = []
        self._granting = False
        self._unused: Counter[date] = Counter()
        self._thanks: list[asyncio.Future[None]] = []
        self._working: asyncio.Task[None] | None = None

    async def reserve(self, want: int, most: int) -> Reservation | None:
        # Whoever waits came before: what they are promised is not taken from them.
        held = None if self._wishes or self._granting else self._usable(most)
        if held is not None and held.people >= want:
            granted: Reservation | None = self._taken(held, want)
        else:
            wish = _Wish(want, most, asyncio.get_running_loop().create_future())
            self._wishes.append(wish)
            self._work()
            granted = await wish.granted
        self._under_way += granted.people if granted else 0
        return granted

    async def conclude(self, reservation: Reservation, unused: int) -> None:
        self._under_way -= reservation.people
        held = self._usable(reservation.most)
        if held is not None and held.day == reservation.day:
            held.people += unused
        elif unused > 0:
            self._unused[reservation.day] += unused
        needed = self._wishes or self._granting
        if not needed and (held is None or self._under_way == 0):
            self._let_go()
        if not self._unused:
            return
        thanks: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._thanks.append(thanks)
        self._work()
        await thanks

    def _usable(self, most: int) -> _Held | None:
        """Return what is held, if it is of this very number and has not been held too long."""
        held = self._held
        current = held is not None and held.most == most and self._clock() < held.until
        return held if current else None

    def _taken(self, held: _Held, want: int) -> Reservation | None:
        people = min(want, held.people)
        held.people -= people
        return Reservation(self._agreement_id, held.day, held.most, people) if people else None

    def _let_go(self) -> None:
        if self._held is not None and self._held.people:
            self._unused[self._held.day] += self._held.people
        self._held = None

    def _work(self) -> None:
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._until_done())

    async def _until_done(self) -> None:
        while self._wishes or self._unused:
            if self._wishes and self._usable(self._wishes[0].most) is None:
                self._let_go()
            if self._unused:
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
            _release(thanks, failure)
        finally:
            _release(thanks)

    async def _grant(self) -> None:
        # After a new version for a moment two quotas are asked for: each counts by its own.
        most = self._wishes[0].most
        wishes = [one for one in self._wishes if one.most == most]
        self._wishes = [one for one in self._wishes if one.most != most]
        self._granting = True
        try:
            await self._hold(sum(one.want for one in wishes), most)
            self._share(wishes)
        except (SQLAlchemyError, ServiceError) as failure:
            _release([one.granted for one in wishes], failure)
        finally:
            self._granting = False
            # A fault that nobody foresaw grants nothing, and leaves nobody waiting for ever.
            _release([one.granted for one in wishes])

    async def _hold(self, want: int, most: int) -> None:
        """Hold as many as are wanted, or as many as the day has left."""
        while (short := want - (self._held.people if self._held else 0)) > 0:
            until = self._clock() + HELD_SECONDS
            values = {"want": short, "with_ahead": short + self._under_way, "most": most}
            named = {"agreement_id": self._agreement_id, **values}
            rows = await self._database.run(_RESERVE, named)
            if not rows:
                return
            day, granted = cast("date", rows[0]["day"]), cast("int", rows[0]["last_grant"])
            if self._held is None or self._held.day != day:
                self._let_go()
                self._held = _Held(day, most, 0, until)
            self._held.people += granted
            self._held.until = until

    def _share(self, wishes: Sequence[_Wish]) -> None:
        """Give to each in the order in which they came, as long as there is something."""
        # Whoever asked and has gone gets nothing: what they would have had goes to the others.
        waiting = [one for one in wishes if not one.granted.done()]
        for wish in waiting:
            if self._held is not None:
                wish.granted.set_result(self._taken(self._held, wish.want))
        if not waiting and self._under_way == 0:
            self._let_go()


def _release(
    waiting: Sequence[asyncio.Future[Reservation | None]] | Sequence[asyncio.Future[None]],
    failure: Exception | None = None,
) -> None:
    """Let whoever still waits go on: with a failure, or with no people, or no more for thanks."""
    for one in waiting:
        if not one.done() and failure is not None:
            one.set_exception(failure)
        elif not one.done():
            one.set_result(None)
