"""The vetting service on a test database, and applications to it."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import LiteralString, cast

from psycopg.rows import DictRow

from ppit_platform.caller import Actor, Caller
from ppit_platform.codes import PurposeCode, Role
from ppit_platform.people import utc_now
from ppit_vetting.app import SERVICE, add_work, create_app
from ppit_vetting.settings import Settings
from ppit_vetting.storage.load_people import AWARDS, DEBTS, INSOLVENCIES
from ppit_vetting.storage.load_registers import load_companies, load_officers, load_sanctions
from tests.support.calls import Served, a_caller
from tests.support.postgres import Database
from tests.support.service import Running, Service, running, told
from tests.support.vetting_cases import Answer
from tests.support.vetting_lists import LISTS, Row, list_file
from tests.support.working import owner_rows

ROLE = "ppit_vetting"
REQUESTS = frozenset({"vetting:request", "vetting:read"})
DECIDES = REQUESTS | {"vetting:decide"}
A_YEAR = timedelta(days=365)
LOADERS = {
    "companies": load_companies,
    "officers": load_officers,
    "sanctions": load_sanctions,
    "insolvencies": INSOLVENCIES.load,
    "awards": AWARDS.load,
    "debts": DEBTS.load,
}


def grants_system(
    org_id: str = "kcc-grants", purpose: PurposeCode = PurposeCode.VET_GRANT
) -> Caller:
    return a_caller(org_id=org_id, purpose=purpose, scopes=REQUESTS, user_id=None)


def an_analyst(user_id: str = "ana-1", purpose: PurposeCode = PurposeCode.VET_GRANT) -> Caller:
    caller = a_caller(org_id="ppit", purpose=purpose, scopes=DECIDES)
    return replace(caller, people_limit=51, actor=Actor(user_id, Role.ANALYST, "VOUCHED"))


@dataclass(frozen=True, slots=True)
class Lists:
    """What vetting looks in. ``folder`` holds the files that tests load."""

    database: Database
    folder: Path

    def load(
        self, name: str, rows: list[Row] | None = None, *, fresh_for: timedelta = A_YEAR
    ) -> int:
        return self.load_file(name, list_file(self.folder, name, rows), fresh_for=fresh_for)

    def load_file(self, name: str, file: Path, *, fresh_for: timedelta = A_YEAR) -> int:
        url = self.database.url(ROLE)
        return LOADERS[name](url, file, fresh_for=fresh_for, progress=lambda _size: None)

    def load_all(self) -> None:
        """Load one small list of each kind: nobody in them applies unless a test says so."""
        for name in LISTS:
            self.load(name)

    def rows(self, sql: LiteralString, *values: object) -> list[DictRow]:
        """Look, or arrange, past row-level security: as the owner of the tables."""
        return owner_rows(self.database, sql, *values)


@dataclass(frozen=True, slots=True)
class Vetting:
    """The running service and its lists."""

    running: Running
    lists: Lists

    def by(self, caller: Caller) -> "Vetting":
        return replace(self, running=self.running.by(caller))

    async def submit(self, application: Mapping[str, object]) -> str:
        served = await self.running.post("/v1/cases", application)
        assert served.status == 202, served.body
        assert served.json["state"] == "QUEUED"
        return cast("str", served.json["case_id"])

    async def vet(self, application: Mapping[str, object]) -> Answer:
        """Submit, work, and return the case as its organisation sees it."""
        case_id = await self.submit(application)
        await self.running.work_until_done()
        return await self.case(case_id)

    async def case(self, case_id: object) -> Answer:
        served = await self.running.get(f"/v1/cases/{case_id}")
        assert served.status == 200, served.body
        return served.json

    async def report(self, case_id: object) -> Answer:
        served = await self.by(an_analyst()).running.get(f"/v1/cases/{case_id}/report")
        assert served.status == 200, served.body
        return served.json

    async def decide(self, case_id: object, user_id: str = "ana-1", /, **told: object) -> Served:
        body = {"decision": "APPROVED", "reasons": "Looked at it.", **told}
        analyst = self.by(an_analyst(user_id)).running
        return await analyst.post(f"/v1/cases/{case_id}/decision", body)

    async def sign(self, case_id: object, user_id: str = "ana-2", /, **told: object) -> Served:
        analyst = self.by(an_analyst(user_id)).running
        return await analyst.post(f"/v1/cases/{case_id}/second-signature", {"agrees": True, **told})


@asynccontextmanager
async def open_vetting(
    database: Database, folder: Path, *, clock_ahead: timedelta = timedelta()
) -> AsyncGenerator[Vetting]:
    """Start the service and its worker with no list loaded; stop them afterwards."""
    settings = Settings.model_validate(told(database, ROLE, folder))

    def clock() -> datetime:
        return utc_now() + clock_ahead

    service = Service(
        SERVICE,
        create_app(settings, clock=clock),
        settings,
        lambda bench: add_work(settings, bench, clock),
    )
    async with running(service, database, grants_system()) as vetting:
        yield Vetting(vetting, Lists(database, folder))
