"""A service as its tests run it: asked as by the gate, its jobs done here, others scripted."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import cast
from uuid import uuid4

import pytest

from ppit_platform.house import GateUnavailable
from ppit_platform.jobs import add_task
from ppit_platform.service import ServiceSettings, create_service
from ppit_platform.service_worker import WorkBench
from tests.service.chassis.notebook import asking, routes
from tests.service.chassis.notebook.jobs import WRITE_BATCH, write_batch
from tests.support.calls import a_caller
from tests.support.postgres import Database
from tests.support.service import Running, Service, running, told

ROLE = "ppit_officer_safety"
AT = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


def add_work(bench: WorkBench) -> None:
    add_task(bench.jobs, WRITE_BATCH, partial(write_batch, bench.chassis, bench.house))


@pytest.fixture
async def notebook(notebook_database: Database, tmp_path: Path) -> AsyncIterator[Running]:
    settings = ServiceSettings.model_validate(told(notebook_database, ROLE, tmp_path))
    app = create_service(
        "notebook",
        title="Notebook",
        version="1",
        routers=[routes.router, asking.router],
        settings=settings,
        calls_house=True,
        clock=lambda: AT,
    )
    service = Service("notebook", app, settings, add_work)
    async with running(service, notebook_database, a_caller()) as notebook:
        notebook.rows("DELETE FROM procrastinate_jobs")
        yield notebook


async def _start(notebook: Running) -> str:
    batch = str(uuid4())
    answer = await notebook.post("/v1/batches", {"batch": batch, "pause": 0})
    assert answer.status == 202
    return batch


def _titles(notebook: Running, batch: str) -> list[str]:
    found = notebook.rows("SELECT title FROM note WHERE title LIKE %s ORDER BY title", f"{batch} %")
    return [cast("str", row["title"]) for row in found]


async def test_the_work_is_done_when_no_job_is_left(notebook: Running) -> None:
    batches = [await _start(notebook), await _start(notebook)]
    assert notebook.work.left() == 2
    await notebook.work_until_done()
    assert notebook.work.left() == 0
    assert [len(_titles(notebook, batch)) for batch in batches] == [3, 3]
    assert len(notebook.gate.facts) == 6


async def test_what_fails_waits_and_is_done_when_it_can_be(notebook: Running) -> None:
    batch = await _start(notebook)
    notebook.gate.fails = True
    await notebook.work.once()
    assert (notebook.work.left(), _titles(notebook, batch)) == (1, [])
    notebook.gate.fails = False
    await notebook.work_until_done()
    assert len(_titles(notebook, batch)) == 3


async def test_what_never_succeeds_is_raised_with_its_words(notebook: Running) -> None:
    await _start(notebook)
    notebook.gate.fails = True
    with pytest.raises(GateUnavailable, match="it answered 503"):
        await notebook.work_until_done()


async def test_mandates_that_ended_stop_the_jobs_they_started(notebook: Running) -> None:
    batch = await _start(notebook)
    notebook.end_mandates("DSA_EXPIRED")
    later = await _start(notebook)
    await notebook.work_until_done()
    assert (len(_titles(notebook, batch)), len(_titles(notebook, later))) == (0, 3)


async def test_another_service_is_asked_for_whoever_asks_this_one(notebook: Running) -> None:
    notebook.gate.replies["/another/v1/questions"] = (200, {"answer": "!"})
    asker = notebook.by(replace(notebook.caller, org_id="dover"))
    answer = await asker.post("/v1/questions")
    assert answer.json == {"status": 200, "said": {"answer": "!"}, "at": AT.isoformat()}
    (asked,) = notebook.gate.asked
    assert asked.body == {"question": "?"}
    assert asked.caller is not None
    assert asked.caller.org_id == "dover"


async def test_a_list_is_read_page_by_page_to_its_end(notebook: Running) -> None:
    await _start(notebook)
    await notebook.work_until_done()
    seen: list[str] = []
    path: str | None = "/v1/titles?limit=2"
    while path is not None:
        answer = await notebook.get(path)
        items = cast("list[str]", answer.json["items"])
        assert 0 < len(items) <= 2
        seen += items
        link = answer.headers.get("link")
        assert link is None or link.startswith("</v1/titles?limit=2&cursor=")
        path = None if link is None else link.partition(">")[0].removeprefix("<")
    held = notebook.rows("SELECT title FROM note WHERE source_ref = 'batch'")
    assert sorted(seen) == sorted(cast("str", row["title"]) for row in held)
    assert len(seen) == len(set(seen)) >= 3


async def test_a_page_of_another_organisation_is_refused(notebook: Running) -> None:
    await _start(notebook)
    await notebook.work_until_done()
    answer = await notebook.get("/v1/titles")
    path = answer.headers["link"].partition(">")[0].removeprefix("<")
    other = await notebook.by(replace(notebook.caller, org_id="dover")).get(path)
    assert (other.status, other.json["code"]) == (400, "CURSOR_INVALID")
