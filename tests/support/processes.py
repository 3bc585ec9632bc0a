"""A house of real processes for system tests: one service and the audit, over unix sockets."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from ppit_ops.cast import PARTIES, PPIT, Party
from ppit_ops.county import County, make_county
from ppit_ops.demo.markers import write_markers
from ppit_ops.launcher import House, HouseOptions
from ppit_ops.lists import loads_of
from ppit_ops.partners import Desk, Seat
from ppit_ops.places import free_port
from ppit_ops.plan import HousePlan
from ppit_ops.provision import plain
from ppit_ops.register import write_register
from ppit_ops.services import AUDIT, OFFICER_SAFETY
from ppit_platform.clock import london_today
from ppit_platform.codes import PurposeCode
from ppit_synthetic import Story, VisitCase, VisitKind

_SMALLEST_KENT = 500
_STORIES = {Story.NOT_ALONE_IF_FEMALE, Story.DANGEROUS_DOG, Story.MOVED_HOUSE}
_TEND_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry as the auditor reads it: ``key`` is the request id, for an intent or outcome."""

    index: int
    kind: str
    key: str


def read_log(plan: HousePlan) -> list[LogEntry]:
    """Read the whole log as the auditor may."""
    with psycopg.connect(plain(plan.access.url("ppit_gateway", "ppit_auditor"))) as auditor:
        rows = auditor.execute("SELECT index, kind, key FROM log.entry ORDER BY index")
        return [LogEntry(*row) for row in rows.fetchall()]


@dataclass(frozen=True, slots=True)
class TestHouse:
    """A running house and its small county. Faults: ``house.supervisor``, ``house.database``."""

    __test__ = False

    house: House
    county: County

    def desk(
        self, party: Party, user: str | None = None, purpose: PurposeCode | None = None
    ) -> Desk:
        """Return a partner's machine with somebody at it; close it after use."""
        seat = Seat.of(self.house.folder, self.house.plan.issuer, party)
        return Desk(seat, user or party.user, purpose or party.purposes[0])

    def proposer(self) -> Desk:
        return self.desk(PPIT, "an-003")

    def approver(self) -> Desk:
        return self.desk(PPIT, "ap-001")

    def visit(self, kind: VisitKind, audience: str) -> VisitCase:
        cases = self.county.kent.visits
        return next(case for case in cases if case.kind is kind and case.audience == audience)

    def log_entries(self) -> list[LogEntry]:
        return read_log(self.house.plan)

    @asynccontextmanager
    async def tended(self) -> AsyncGenerator[None]:
        """Restart what crashes while the test goes on, as ``ppit run`` does."""
        # A task, not a thread: children die with the thread that started them.
        task = asyncio.create_task(self._tend())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _tend(self) -> None:
        while True:
            self.house.tend()
            await asyncio.sleep(_TEND_SECONDS)


@contextmanager
def running_house(*, people: int = _SMALLEST_KENT) -> Generator[TestHouse]:
    """Start officer safety and the audit, with a gazetteer and the cast; no markers yet."""
    folder = Path(tempfile.mkdtemp(prefix="ppit-test-"))
    options = HouseOptions(folder, free_port(), services=(OFFICER_SAFETY, AUDIT), durable=False)
    try:
        with House(options) as house:
            county = make_county(house.folder, seed=2026, people=people)
            register = write_register(house.folder, PARTIES, london_today())
            house.prepare(register, loads_of(house.options.services, county.files))
            house.start()
            yield TestHouse(house, county)
    finally:
        shutil.rmtree(folder)


async def hold_markers(running: TestHouse) -> None:
    """Fill the register with the markers of three stories."""
    kent = running.county.kent
    markers = [marker for marker in kent.markers if marker.story in _STORIES]
    async with running.proposer() as proposer, running.approver() as approver:
        await write_markers(kent, markers, proposer=proposer, approver=approver)
