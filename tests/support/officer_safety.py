"""A small register and gazetteer on real PostgreSQL, and visits to screen against them."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_matching import PersonRecord, normalise_person
from ppit_officer_safety.app import SERVICE, create_app
from ppit_officer_safety.domain.audience import Audience
from ppit_officer_safety.domain.codes import (
    ContactMode,
    MarkerCategory,
    MarkerSubject,
    SubjectNotification,
)
from ppit_officer_safety.domain.marker import (
    Grounds,
    MarkerVersion,
    Notification,
    Proposal,
    Subject,
    approve,
    propose,
)
from ppit_officer_safety.domain.measures import ControlMeasure
from ppit_officer_safety.domain.purposes import SAFETY_PURPOSES
from ppit_officer_safety.settings import Settings
from ppit_officer_safety.storage.marked_doors import check_marked_doors
from ppit_officer_safety.storage.markers import MarkerStore
from ppit_officer_safety.storage.nominals import NewNominal, NominalStore
from ppit_platform.caller import Caller
from ppit_platform.chassis import Chassis
from ppit_platform.clock import LONDON
from ppit_platform.gazetteer.loading import load_gazetteer
from ppit_platform.gazetteer.lookup import GazetteerStore
from ppit_platform.hands import Hand
from ppit_platform.ids import new_id
from ppit_platform.people import utc_now
from ppit_platform.provenance import Provenance, provenance_of
from ppit_platform.tokens import SharedKey
from ppit_platform.unit import UnitOfWork
from tests.support.calls import Served, ServiceCaller, called_as_the_gate_does
from tests.support.officer_safety_visits import ASHFORD, DOORS, HEADER, ROLE, a_warden
from tests.support.postgres import Database
from tests.support.service import told

_NOT_YET = Notification(SubjectNotification.NOT_YET)


@dataclass(frozen=True, slots=True)
class Caution:
    """A marker to be held; ``decided_ago`` is how long ago it was approved."""

    person: PersonRecord | None = None
    home: str | None = None
    uprn: str | None = None
    nominal_id: UUID | None = None
    measures: tuple[ControlMeasure, ...] = (ControlMeasure.NO_LONE_FEMALE_VISIT,)
    audience: tuple[str, ...] = ("WARDENS",)
    modes: tuple[ContactMode, ...] = (ContactMode.HOME_VISIT,)
    category: MarkerCategory = MarkerCategory.PHYSICAL_VIOLENCE
    decided_ago: timedelta = timedelta(days=1)
    review_due: date | None = None
    notification: Notification = _NOT_YET


@dataclass(frozen=True, slots=True)
class Safety:
    """The service as the gate reaches it, and the register behind it."""

    service: ServiceCaller
    chassis: Chassis
    settings: Settings
    database: Database

    @property
    def engine(self) -> AsyncEngine:
        return self.chassis.engine

    def by(self, caller: Caller) -> "Safety":
        return replace(self, service=self.service.by(caller))

    async def screen(self, visit: Mapping[str, object]) -> dict[str, object]:
        """Screen one visit and return the answer; anything but 200 fails the test."""
        served = await self.service.post("/v1/screenings", visit, key=str(new_id()))
        assert served.status == 200, served.body
        return served.json

    async def screen_all(self, visits: Sequence[object]) -> list[dict[str, object]]:
        served = await self.service.post(
            "/v1/screenings/batch", {"visits": list(visits)}, key=str(new_id())
        )
        assert served.status == 200, served.body
        return cast("list[dict[str, object]]", served.json["items"])

    async def post(self, path: str, body: object = None) -> Served:
        return await self.service.post(path, body, key=str(new_id()))

    async def hold(self, warning: Caution) -> MarkerVersion:
        """Put an approved marker on the register, as of when it was decided."""
        async with self.session() as session:
            proposed = await self._proposed(warning, session)
            approver = Hand("ppit/approver", proposed.recorded_at, _day(proposed.recorded_at))
            marker = approve(
                proposed,
                approver,
                review_due=warning.review_due,
                notification=warning.notification,
            )
            await MarkerStore(session).append(marker)
            await session.commit()
            return marker

    async def propose(self, warning: Caution) -> MarkerVersion:
        async with self.session() as session:
            marker = await self._proposed(warning, session)
            await session.commit()
            return marker

    async def _proposed(self, warning: Caution, session: AsyncSession) -> MarkerVersion:
        then = utc_now() - warning.decided_ago
        provenance = provenance_of(a_warden(), purposes=SAFETY_PURPOSES, area_gss=ASHFORD)
        nominal_id = warning.nominal_id or await self._nominal(warning, provenance, session)
        kind = MarkerSubject.ADDRESS if nominal_id is None else MarkerSubject.PERSON
        subject = Subject(kind, nominal_id, 1 if nominal_id else None, warning.uprn)
        grounds = Grounds(
            warning.category,
            warning.measures,
            tuple(Audience(each) for each in warning.audience),
            warning.modes,
            _day(then) - timedelta(days=2),
            None,
            "He threw a chair.",
        )
        proposal = Proposal(subject, grounds, emergency=False, provenance=provenance)
        marker = propose(new_id(), proposal, Hand("kcc/proposer", then, _day(then)))
        await MarkerStore(session).add(marker)
        return marker

    async def _nominal(
        self, warning: Caution, provenance: Provenance, session: AsyncSession
    ) -> UUID | None:
        if warning.person is None:
            return None
        store = NominalStore(session)
        home = await GazetteerStore(session).door(warning.home) if warning.home else None
        person = normalise_person(warning.person)
        nominal = NewNominal(
            nominal_id=new_id(),
            person=replace(person, address=home.address if home else None),
            as_given={"name": {"full": warning.person.full}, "date_of_birth": None},
            uprn=warning.home,
            review_due=date(2040, 1, 1),
        )
        await store.add(nominal, provenance, utc_now())
        return nominal.nominal_id

    @asynccontextmanager
    async def session(self) -> AsyncGenerator[AsyncSession]:
        """Open a session as the service's own role, in the context of a warden."""
        unit = UnitOfWork(a_warden(), self.chassis.sessions)
        try:
            yield await unit.open()
        finally:
            await unit.session.close()


def _day(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()


def settings_for(database: Database, folder: Path) -> Settings:
    contact = {"contact_for_advice": "PPIT duty desk, extension 1"}
    return Settings.model_validate(told(database, ROLE, folder) | contact)


def write_gazetteer(folder: Path, doors: Sequence[str] = DOORS) -> Path:
    file = folder / "gazetteer.csv"
    file.write_text("".join(f"{line}\n" for line in (HEADER, *doors)))
    return file


def load(settings: Settings, file: Path, *, fresh_for: timedelta = timedelta(days=90)) -> int:
    return load_gazetteer(
        settings.database_url,
        file,
        fresh_for=fresh_for,
        progress=lambda _characters: None,
        guard=check_marked_doors,
    )


@asynccontextmanager
async def open_safety(
    database: Database, folder: Path, *, clock_ahead: timedelta = timedelta()
) -> AsyncGenerator[Safety]:
    """Start the service on ``database`` with the gazetteer loaded; stop it afterwards."""
    settings = settings_for(database, folder)
    load(settings, write_gazetteer(folder))
    app = create_app(settings, clock=lambda: utc_now() + clock_ahead)
    key = SharedKey.from_hex(SERVICE, settings.hop_key_file.read_text())
    async with called_as_the_gate_does(app, SERVICE, key) as service:
        yield Safety(service.by(a_warden()), app.state.chassis, settings, database)
