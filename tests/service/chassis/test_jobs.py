"""Jobs are durable, carry a mandate, and show nothing that the log does not have."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast
from uuid import uuid4

import pytest

from ppit_platform import outbox
from ppit_platform.service import ServiceSettings
from ppit_platform.workers import run_workers
from tests.service.chassis import register
from tests.service.chassis.conftest import PostRoom
from tests.service.chassis.notebook.jobs import notebook_jobs
from tests.support.postgres import Cluster, Database

MANDATE = "sealed-mandate"
PATIENCE = 30.0


@asynccontextmanager
async def _worker(post: PostRoom, settings: ServiceSettings) -> AsyncGenerator[None]:
    stop = asyncio.Event()
    app = notebook_jobs(settings.database_url, post.chassis, post.house)
    working = asyncio.create_task(run_workers(app, stop))
    try:
        yield
    finally:
        stop.set()
        await working


async def _until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not done():  # noqa: ASYNC110  # it happens in PostgreSQL: there is no event
            await asyncio.sleep(0.05)


async def _start(post: PostRoom, batch: str, *, pause: int = 0) -> int:
    body = {"batch": batch, "pause": pause}
    answer = await post.notebook.post("/v1/batches", body, key=batch, mandate=MANDATE)
    assert answer.status == 202
    return cast("int", answer.json["job"])


def _titles(database: Database, batch: str) -> list[str]:
    found = register.rows(
        database, "SELECT title FROM note WHERE title LIKE %s ORDER BY title", f"{batch} %"
    )
    return [cast("str", row["title"]) for row in found]


def _status(database: Database, job: int) -> str | None:
    found = register.rows(
        database, "SELECT status::text FROM procrastinate_jobs WHERE id = %s", job
    )
    return cast("str", found[0]["status"]) if found else None


async def _worker_process(settings_file: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.service.chassis.notebook.worker", str(settings_file)
    )


async def test_a_job_does_its_chunks_and_hands_each_fact_to_the_log(
    post: PostRoom, notebook_settings: ServiceSettings, notebook_database: Database
) -> None:
    batch = str(uuid4())
    job = await _start(post, batch)
    async with _worker(post, notebook_settings):
        await _until(lambda: _status(notebook_database, job) is None)
    assert _titles(notebook_database, batch) == [f"{batch} {chunk}" for chunk in range(3)]
    facts = [fact for fact in post.gate.facts.values() if fact["job_id"] == str(job)]
    assert len(facts) == 3
    assert post.gate.checks == 3


async def test_a_job_names_ids_only(post: PostRoom, notebook_database: Database) -> None:
    batch = str(uuid4())
    job = await _start(post, batch)
    (row,) = register.rows(
        notebook_database, "SELECT args FROM procrastinate_jobs WHERE id = %s", job
    )
    assert set(row["args"]) == {"mandate", "batch", "pause"}
    assert MANDATE not in str(row["args"])


async def test_a_job_exists_only_if_its_request_did(
    post: PostRoom, notebook_database: Database
) -> None:
    batch = str(uuid4())
    answer = await post.notebook.post("/v1/batches", {"batch": batch}, key=batch)
    assert (answer.status, answer.json["code"]) == (500, "MANDATE_MISSING")
    found = register.rows(
        notebook_database, "SELECT 1 FROM procrastinate_jobs WHERE args->>'batch' = %s", batch
    )
    assert found == []


async def test_a_job_whose_mandate_ended_stops_before_its_next_chunk(
    post: PostRoom, notebook_settings: ServiceSettings, notebook_database: Database
) -> None:
    batch = str(uuid4())
    job = await _start(post, batch, pause=1)
    async with _worker(post, notebook_settings):
        await _until(lambda: len(_titles(notebook_database, batch)) == 1)
        post.gate.ended[MANDATE] = "DSA_EXPIRED"
        await _until(lambda: _status(notebook_database, job) is None)
    assert len(_titles(notebook_database, batch)) == 1
    (mandate,) = register.rows(
        notebook_database,
        "SELECT ended_code FROM job_mandate WHERE ended_at IS NOT NULL"
        " ORDER BY created_at DESC LIMIT 1",
    )
    assert mandate["ended_code"] == "DSA_EXPIRED"


async def test_no_result_may_be_read_before_the_log_has_its_fact(
    post: PostRoom, notebook_settings: ServiceSettings, notebook_database: Database
) -> None:
    batch = str(uuid4())
    post.gate.forgets = True
    job = await _start(post, batch)
    async with _worker(post, notebook_settings):
        # Its status says nothing here: whoever looks sees it waiting to be tried again.
        await _until(lambda: len(_titles(notebook_database, batch)) >= 1)
        await _until(lambda: post.gate.pushes > 0)
        async with post.chassis.engine.connect() as connection:
            assert await outbox.logged_of_job(connection, job) == frozenset()
        assert len(_titles(notebook_database, batch)) == 1
        post.gate.forgets = False
        await _until(lambda: _status(notebook_database, job) is None)
        async with post.chassis.engine.connect() as connection:
            assert len(await outbox.logged_of_job(connection, job)) == 3


async def test_a_worker_killed_in_the_middle_leaves_its_job_to_the_next(
    post: PostRoom,
    notebook_settings: ServiceSettings,
    notebook_database: Database,
    tmp_path: Path,
) -> None:
    batch = str(uuid4())
    file = tmp_path / "settings.json"
    file.write_text(notebook_settings.model_dump_json())
    process = await _worker_process(file)
    job = await _start(post, batch, pause=2)
    await _until(lambda: len(_titles(notebook_database, batch)) == 1)
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    assert _status(notebook_database, job) == "doing"
    register.rows(
        notebook_database,
        "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'",
    )
    async with _worker(post, notebook_settings):
        await _until(lambda: _status(notebook_database, job) is None)
    assert _titles(notebook_database, batch) == [f"{batch} {chunk}" for chunk in range(3)]
    facts = [fact for fact in post.gate.facts.values() if fact["job_id"] == str(job)]
    assert len(facts) == 3


async def test_a_failing_job_is_reported_without_its_words(
    post: PostRoom,
    notebook_settings: ServiceSettings,
    notebook_database: Database,
    caplog: pytest.LogCaptureFixture,
) -> None:
    batch = str(uuid4())
    caplog.set_level(logging.INFO)
    post.gate.fails = True
    await _start(post, batch)
    async with _worker(post, notebook_settings):
        await _until(lambda: "GateUnavailable" in caplog.text)
    assert "it answered 503" not in caplog.text
    assert _titles(notebook_database, batch) == []


async def test_a_worker_told_to_stop_finishes_its_chunk_and_leaves_in_good_order(
    post: PostRoom,
    notebook_settings: ServiceSettings,
    notebook_database: Database,
    tmp_path: Path,
) -> None:
    batch = str(uuid4())
    file = tmp_path / "settings.json"
    file.write_text(notebook_settings.model_dump_json())
    process = await _worker_process(file)
    job = await _start(post, batch, pause=1)
    await _until(lambda: len(_titles(notebook_database, batch)) == 1)
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(PATIENCE):
        assert await process.wait() == 0
    assert _status(notebook_database, job) is None
    assert len(_titles(notebook_database, batch)) == 3


async def test_a_worker_outlives_a_restart_of_the_database(
    post: PostRoom,
    notebook_settings: ServiceSettings,
    notebook_database: Database,
    cluster: Cluster,
) -> None:
    async with _worker(post, notebook_settings):
        first = await _start(post, str(uuid4()))
        await _until(lambda: _status(notebook_database, first) is None)
        cluster.server.stop()
        await asyncio.sleep(0.5)
        cluster.server.start()
        second = await _start(post, str(uuid4()))
        await _until(lambda: _status(notebook_database, second) is None)
