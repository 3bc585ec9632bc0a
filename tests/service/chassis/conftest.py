"""The notebook on a real PostgreSQL, called as the gate calls it."""

import secrets
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI

from ppit_platform import migrate
from ppit_platform.answering_audit import audit_router
from ppit_platform.chassis import Chassis, chassis_of
from ppit_platform.house import HouseClient, open_house
from ppit_platform.service import ServiceSettings, create_service
from ppit_platform.tokens import SharedKey
from tests.service.chassis.notebook.routes import router
from tests.support.calls import ServiceCaller, called_as_the_gate_does
from tests.support.gate_inside import GateInside, gate_inside
from tests.support.postgres import Cluster, Database
from tests.support.service import told

NOTEBOOK_MIGRATIONS = Path(__file__).parent / "notebook" / "migrations"
ROLE = "ppit_officer_safety"


@pytest.fixture(scope="session")
def notebook_database(cluster: Cluster) -> Iterator[Database]:
    """Migrate one database for all of these tests; each writes titles of its own."""
    database = cluster.empty()
    migrate.upgrade(NOTEBOOK_MIGRATIONS, database.owner_url)
    yield database
    cluster.drop(database)


@pytest.fixture
def notebook_settings(notebook_database: Database, tmp_path: Path) -> ServiceSettings:
    return ServiceSettings.model_validate(told(notebook_database, ROLE, tmp_path))


@pytest.fixture
def notebook_app(notebook_settings: ServiceSettings) -> FastAPI:
    return create_service(
        "notebook",
        title="Notebook",
        version="1",
        routers=[router, audit_router("notebook", stays=())],
        settings=notebook_settings,
        keeps_answers=True,
    )


@pytest.fixture
async def notebook(
    notebook_app: FastAPI, notebook_settings: ServiceSettings
) -> AsyncGenerator[ServiceCaller]:
    key = SharedKey.from_hex("notebook", notebook_settings.hop_key_file.read_text())
    async with called_as_the_gate_does(notebook_app, "notebook", key) as caller:
        yield caller


@dataclass(frozen=True, slots=True)
class PostRoom:
    """The notebook, what stands in for the gate's inside, and the way between them."""

    notebook: ServiceCaller
    chassis: Chassis
    gate: GateInside
    house: HouseClient


@pytest.fixture
async def post(
    notebook: ServiceCaller, notebook_app: FastAPI, notebook_settings: ServiceSettings
) -> AsyncGenerator[PostRoom]:
    chassis = chassis_of({"app": notebook_app})
    async with (
        gate_inside(Path(notebook_settings.gate_socket), notebook.key) as gate,
        open_house(notebook_settings.gate_socket, chassis.hop_key) as house,
    ):
        yield PostRoom(notebook, chassis, gate, house)


@pytest.fixture
def title() -> str:
    """Give a title that no other test uses."""
    return f"note {secrets.token_hex(8)}"
