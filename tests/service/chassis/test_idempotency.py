"""The same key is the same request, whatever happens in between."""

import asyncio
from collections.abc import Awaitable

import pytest

from tests.service.chassis import register
from tests.support.calls import Served, ServiceCaller, a_caller
from tests.support.postgres import Database


async def test_a_replay_is_the_same_answer_and_one_effect(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    first = await notebook.post("/v1/notes", {"title": title}, key=title)
    again = await notebook.post("/v1/notes", {"title": title}, key=title)
    assert (again.status, again.body, again.content_type) == (
        first.status,
        first.body,
        first.content_type,
    )
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert len(register.notes(notebook_database, title)) == 1


async def test_a_replay_is_a_disclosure_with_a_fact_of_its_own(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    first = await notebook.post("/v1/notes", {"title": title}, key=title)
    again = await notebook.post("/v1/notes", {"title": title}, key=title)
    assert again.facts[0]["fact_id"] != first.facts[0]["fact_id"]
    assert again.facts[0]["subjects_disclosed"] == first.facts[0]["subjects_disclosed"]
    assert again.facts[0]["counts"] == {"notes": 1, "replayed": 1}
    assert len(register.facts(notebook_database, again.facts[0]["fact_id"])) == 1


async def test_a_key_used_for_another_request_is_refused(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    await notebook.post("/v1/notes", {"title": title}, key=title)
    other = await notebook.post("/v1/notes", {"title": f"{title} other"}, key=title)
    assert (other.status, other.json["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert register.notes(notebook_database, f"{title} other") == []


async def test_organisations_do_not_share_keys(notebook: ServiceCaller, title: str) -> None:
    await notebook.post("/v1/notes", {"title": title}, key=title)
    medway = notebook.by(a_caller(org_id="medway"))
    answer = await medway.post("/v1/notes", {"title": f"{title} medway"}, key=title)
    assert answer.status == 201
    assert "idempotency-replayed" not in answer.headers


async def test_ten_at_once_have_one_effect(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    async def ask() -> Served:
        return await notebook.post("/v1/notes/slow", {"title": title}, key=title)

    answers = await _all([ask() for _ in range(10)])
    done = [answer for answer in answers if answer.status == 201]
    waiting = [answer for answer in answers if answer.status == 409]
    assert len(done) + len(waiting) == 10
    assert sum("idempotency-replayed" not in answer.headers for answer in done) == 1
    assert {answer.json["code"] for answer in waiting} == {"IDEMPOTENCY_KEY_IN_FLIGHT"}
    assert {answer.headers["retry-after"] for answer in waiting} == {"1"}
    assert len(register.notes(notebook_database, title)) == 1


async def _all(asked: list[Awaitable[Served]]) -> list[Served]:
    return list(await asyncio.gather(*asked))


async def test_a_refusal_is_not_kept_so_that_the_same_key_may_succeed_later(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    refused = await notebook.post("/v1/notes/refused", {"title": title}, key=title)
    again = await notebook.post("/v1/notes/refused", {"title": title}, key=title)
    assert (refused.status, again.status) == (409, 409)
    assert "idempotency-replayed" not in again.headers
    kept = register.rows(notebook_database, "SELECT * FROM idempotency_key WHERE key = %s", title)
    assert kept == []


async def test_a_kept_answer_cannot_be_read_in_the_database(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    await notebook.post("/v1/notes/slow", {"title": title}, key=f"key of {title}")
    (kept,) = register.rows(
        notebook_database,
        "SELECT sealed FROM idempotency_key WHERE key = %s",
        f"key of {title}",
    )
    assert title.encode() not in kept["sealed"]


async def test_a_key_is_forgotten_after_a_day(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    await notebook.post("/v1/notes", {"title": title}, key=title)
    register.rows(
        notebook_database,
        "UPDATE idempotency_key SET created_at = now() - interval '25 hours' WHERE key = %s",
        title,
    )
    later = await notebook.post("/v1/notes", {"title": f"{title} later"}, key=title)
    again = await notebook.post("/v1/notes", {"title": f"{title} later"}, key=title)
    assert later.status == 201
    assert again.body == later.body
    assert again.headers["idempotency-replayed"] == "true"


async def _under_way(database: Database) -> None:
    """Wait until a request holds the lock of its key: from then on it has looked."""
    held = """SELECT 1 FROM pg_locks JOIN pg_database AS d ON d.oid = pg_locks.database
               WHERE locktype = 'advisory' AND d.datname = current_database()"""
    for _ in range(500):
        if register.rows(database, held):
            return
        await asyncio.sleep(0.01)
    pytest.fail("no request took the lock of its key")


async def test_who_comes_second_is_told_at_once_and_does_not_wait_for_the_first(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    first = asyncio.create_task(notebook.post("/v1/notes/slow", {"title": title}, key=title))
    await _under_way(notebook_database)
    second = await notebook.post("/v1/notes/slow", {"title": title}, key=title)
    assert not first.done()
    assert (second.status, second.json["code"]) == (409, "IDEMPOTENCY_KEY_IN_FLIGHT")
    assert (await first).status == 201


async def test_an_answer_kept_by_another_in_the_meantime_undoes_this_effect(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    asked = asyncio.create_task(notebook.post("/v1/notes/slow", {"title": title}, key=title))
    await _under_way(notebook_database)
    register.rows(
        notebook_database,
        "INSERT INTO idempotency_key (org_id, key, fingerprint, sealed)"
        " VALUES ('kcc', %s, 'of another', 'x')",
        title,
    )
    answer = await asked
    assert (answer.status, answer.facts) == (409, ())
    assert register.notes(notebook_database, title) == []
