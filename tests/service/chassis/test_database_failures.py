"""Without its records a service says 503 and nothing else, and is well again when they are."""

import time
from collections.abc import AsyncGenerator

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from ppit_platform.chassis import chassis_of
from ppit_platform.service import ServiceSettings, create_service
from ppit_platform.tokens import SharedKey
from tests.service.chassis import register
from tests.service.chassis.notebook.routes import router
from tests.support.calls import Served, ServiceCaller, called_as_the_gate_does
from tests.support.postgres import Cluster, Database


@pytest.fixture
async def hasty_notebook(notebook_settings: ServiceSettings) -> AsyncGenerator[ServiceCaller]:
    """Give a notebook that must answer within two seconds."""
    settings = notebook_settings.model_copy(update={"deadline_seconds": 2.0})
    app = create_service(
        "notebook", title="Notebook", version="1", routers=[router], settings=settings
    )
    key = SharedKey.from_hex("notebook", settings.hop_key_file.read_text())
    async with called_as_the_gate_does(app, "notebook", key) as caller:
        yield caller


def _unavailable(answer: Served) -> bool:
    return (answer.status, answer.json["code"], answer.facts) == (
        503,
        "DATABASE_UNAVAILABLE",
        (),
    ) and int(answer.headers["retry-after"]) > 0


async def test_a_stopped_database_is_503_and_its_return_is_enough(
    notebook: ServiceCaller, cluster: Cluster, title: str
) -> None:
    assert (await notebook.post("/v1/notes", {"title": title})).status == 201
    cluster.server.stop()
    try:
        stopped = await notebook.post("/v1/notes", {"title": f"{title} stopped"})
        ready = await notebook.http.get("/readyz")
        alive = await notebook.http.get("/livez")
    finally:
        cluster.server.start()
    assert _unavailable(stopped)
    assert title.encode() not in stopped.body
    assert (ready.status_code, alive.status_code) == (503, 200)
    assert (await notebook.post("/v1/notes", {"title": f"{title} back"})).status == 201
    assert (await notebook.http.get("/readyz")).status_code == 200


async def test_connections_that_died_between_requests_are_replaced_unnoticed(
    notebook: ServiceCaller, cluster: Cluster, title: str
) -> None:
    assert (await notebook.post("/v1/notes", {"title": title}, key=title)).status == 201
    cluster.server.stop()
    cluster.server.start()
    again = await notebook.post("/v1/notes", {"title": title}, key=title)
    assert (again.status, again.headers["idempotency-replayed"]) == (201, "true")


async def test_a_paused_database_is_503_within_the_deadline(
    hasty_notebook: ServiceCaller, cluster: Cluster, title: str
) -> None:
    assert (await hasty_notebook.post("/v1/notes", {"title": title})).status == 201
    cluster.server.pause()
    began = time.monotonic()
    try:
        paused = await hasty_notebook.post("/v1/notes", {"title": f"{title} paused"})
    finally:
        waited = time.monotonic() - began
        cluster.server.resume()
    assert (paused.status, paused.json["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert waited < 3
    assert (await hasty_notebook.post("/v1/notes", {"title": f"{title} back"})).status == 201


async def test_a_connection_cut_in_the_middle_is_503(notebook: ServiceCaller) -> None:
    assert _unavailable(await notebook.get("/v1/database-errors/cut"))


async def test_a_statement_that_takes_too_long_is_503(hasty_notebook: ServiceCaller) -> None:
    answer = await hasty_notebook.get("/v1/database-errors/slow")
    assert (answer.status, answer.json["code"]) == (503, "SERVICE_UNAVAILABLE")


async def test_a_wrong_statement_is_a_fault_without_words(notebook: ServiceCaller) -> None:
    answer = await notebook.get("/v1/database-errors/wrong")
    assert (answer.status, answer.json["code"]) == (500, "INTERNAL_ERROR")
    assert b"zero" not in answer.body


async def test_a_statement_is_given_up_after_five_seconds(notebook_app: FastAPI) -> None:
    async with notebook_app.router.lifespan_context(notebook_app):
        engine = chassis_of({"app": notebook_app}).engine
        async with engine.connect() as connection:
            shown = await connection.execute(text("SELECT current_setting('statement_timeout')"))
            assert shown.scalar_one() == "5s"


async def test_no_log_line_repeats_what_was_sent(
    notebook: ServiceCaller, title: str, caplog: pytest.LogCaptureFixture
) -> None:
    await notebook.post("/v1/notes/crashed", {"title": title})
    await notebook.post("/v1/notes", {"title": title})
    await notebook.post("/v1/notes", {"title": title})
    assert "request_failed" in caplog.text
    assert "ValueError" in caplog.text
    assert title not in caplog.text


async def test_the_roles_of_services_may_do_no_more_than_the_chassis_does(
    notebook_database: Database,
) -> None:
    refused = register.rows(
        notebook_database,
        "SELECT has_table_privilege('ppit_officer_safety', 'audit_outbox', 'UPDATE') AS may,"
        " has_schema_privilege('ppit_officer_safety', 'public', 'CREATE') AS make",
    )
    assert refused == [{"may": False, "make": False}]


async def test_an_unreachable_address_is_given_up_in_bounded_time(
    notebook_settings: ServiceSettings,
) -> None:
    url = "postgresql+psycopg://nobody:x@127.0.0.1:1/nothing"
    settings = notebook_settings.model_copy(update={"database_url": url})
    app = create_service("notebook", title="N", version="1", routers=[router], settings=settings)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://service") as http,
    ):
        answer = await http.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "DATABASE_UNAVAILABLE")
