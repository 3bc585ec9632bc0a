"""The vetting service on a test database, its lists loaded from files, and applications to it."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import cast
from uuid import UUID

from ppit_platform.caller import Actor, Caller
from ppit_platform.codes import PurposeCode, Role
from ppit_platform.people import utc_now
from ppit_synthetic.borough import Sheet
from ppit_vetting.app import SERVICE, add_work, create_app
from ppit_vetting.settings import Settings
from ppit_vetting.storage.load_people import AWARDS, DEBTS, INSOLVENCIES
from ppit_vetting.storage.load_registers import load_companies, load_officers, load_sanctions
from tests.support.calls import a_caller
from tests.support.postgres import Database
from tests.support.service import Running, Service, running, told

ROLE = "ppit_vetting"
SCOPES = frozenset({"vetting:request", "vetting:read"})
DECIDES = SCOPES | {"vetting:decide"}
A_YEAR = timedelta(days=365)
LOADERS = {
    "companies": load_companies,
    "officers": load_officers,
    "sanctions": load_sanctions,
    "insolvencies": INSOLVENCIES.load,
    "awards": AWARDS.load,
    "debts": DEBTS.load,
}


def a_case_officer(
    org_id: str = "kcc-grants", purpose: PurposeCode = PurposeCode.VET_GRANT
) -> Caller:
    caller = a_caller(org_id=org_id, purpose=purpose, scopes=SCOPES, user_id=None)
    return replace(caller, people_limit=51)


def an_analyst(user_id: str = "ana-1", purpose: PurposeCode = PurposeCode.VET_GRANT) -> Caller:
    caller = a_caller(org_id="ppit", purpose=purpose, scopes=DECIDES, user_id=user_id)
    return replace(caller, people_limit=51, actor=Actor(user_id, Role.ANALYST, "VOUCHED"))


@asynccontextmanager
async def open_vetting(
    database: Database, folder: Path, *, clock_ahead: timedelta = timedelta()
) -> AsyncGenerator[Running]:
    """Start the service and its worker with no list loaded; stop them afterwards."""
    settings = Settings.model_validate(told(database, ROLE, folder))

    def clock() -> object:
        return utc_now() + clock_ahead

    app = create_app(settings, clock=clock)
    service = Service(SERVICE, app, settings, partial(add_work, settings, now=clock))
    async with running(service, database, a_case_officer()) as vetting:
        yield vetting


def load(vetting: Running, name: str, file: Path, *, fresh_for: timedelta = A_YEAR) -> int:
    return LOADERS[name](
        vetting.database.url(ROLE), file, fresh_for=fresh_for, progress=lambda _size: None
    )


def load_sheet(vetting: Running, name: str, sheet: Sheet, folder: Path) -> int:
    file = folder / sheet.file_name
    file.write_bytes(sheet.to_bytes())
    return load(vetting, name, file)
