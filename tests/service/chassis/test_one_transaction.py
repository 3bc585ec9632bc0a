"""The effect, its fact and its answer stand or fall together, before the first byte."""

from fastapi import FastAPI
from sqlalchemy import text

from ppit_platform.chassis import chassis_of
from tests.service.chassis import register
from tests.support.calls import ServiceCaller, a_caller
from tests.support.postgres import Database
from tests.support.statements import counted_statements


async def test_an_answer_comes_in_a_whole_envelope_with_its_fact(
    notebook: ServiceCaller, title: str
) -> None:
    answer = await notebook.post("/v1/notes", {"title": title})
    assert (answer.status, answer.content_type) == (201, "application/json")
    assert len(answer.facts) == 1
    assert answer.facts[0]["operation"] == "COLLECTION"
    assert "id" in answer.json


async def test_effect_and_fact_are_committed_when_the_answer_arrives(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    answer = await notebook.post("/v1/notes", {"title": title})
    assert len(register.notes(notebook_database, title)) == 1
    (kept,) = register.facts(notebook_database, answer.facts[0]["fact_id"])
    assert kept["fact"] == answer.facts[0]
    assert kept["caller"]["org_id"] == "kcc"
    assert kept["logged_at"] is None


async def test_effect_and_fact_are_one_transaction_of_postgresql(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    answer = await notebook.post("/v1/notes", {"title": title})
    (same,) = register.rows(
        notebook_database,
        "SELECT n.xmin::text = f.xmin::text AS same FROM note n, audit_outbox f"
        " WHERE n.title = %s AND f.fact_id = %s",
        title,
        answer.facts[0]["fact_id"],
    )
    assert same["same"]


async def test_a_commit_that_fails_is_not_a_success(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    await notebook.post("/v1/notes", {"title": title})
    before = register.fact_count(notebook_database)
    answer = await notebook.post("/v1/notes", {"title": title})
    assert (answer.status, answer.json["code"]) == (409, "CONFLICT")
    assert answer.facts == ()
    assert title.encode() not in answer.body
    assert len(register.notes(notebook_database, title)) == 1
    assert register.fact_count(notebook_database) == before


async def test_an_answer_without_a_fact_is_held_back_and_leaves_no_effect(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    answer = await notebook.post("/v1/notes/unrecorded", {"title": title})
    assert (answer.status, answer.json["code"]) == (500, "AUDIT_FACT_MISSING")
    assert title.encode() not in answer.body
    assert register.notes(notebook_database, title) == []


async def test_a_refusal_leaves_neither_effect_nor_fact(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    before = register.fact_count(notebook_database)
    answer = await notebook.post("/v1/notes/refused", {"title": title})
    assert (answer.status, answer.facts) == (409, ())
    assert register.notes(notebook_database, title) == []
    assert register.fact_count(notebook_database) == before


async def test_a_crash_says_nothing_of_what_was_sent(notebook: ServiceCaller, title: str) -> None:
    answer = await notebook.post("/v1/notes/crashed", {"title": title})
    assert (answer.status, answer.json["code"]) == (500, "INTERNAL_ERROR")
    assert title.encode() not in answer.body


async def test_an_action_whose_register_failed_starts_over_and_still_answers(
    notebook: ServiceCaller, notebook_database: Database
) -> None:
    answer = await notebook.by(a_caller(org_id="medway")).get("/v1/unreadable")
    assert answer.json == {"result": "UNABLE_TO_SCREEN", "org_id": "medway"}
    assert len(register.facts(notebook_database, answer.facts[0]["fact_id"])) == 1


async def test_the_database_sees_who_asks_inside_the_transaction_and_nobody_after_it(
    notebook: ServiceCaller, notebook_app: FastAPI
) -> None:
    answer = await notebook.get("/v1/context")
    assert answer.json == {
        "org_id": "kcc",
        "purpose": "OFFICER_SAFETY_VISIT",
        "areas": "E07000105,E07000106",
        "regime": "UK_GDPR",
        "acting": "kcc/w-017",
    }
    engine = chassis_of({"app": notebook_app}).engine
    async with engine.connect() as same_connection:
        left = await same_connection.execute(text("SELECT current_setting('ppit.org_id', true)"))
        assert left.scalar_one() == ""


async def test_the_chassis_takes_two_statements_and_leaves_two(
    notebook: ServiceCaller, notebook_app: FastAPI, title: str
) -> None:
    with counted_statements(chassis_of({"app": notebook_app}).engine) as sent:
        answer = await notebook.post("/v1/notes", {"title": title}, key=f"key-{title}")
    assert answer.status == 201
    assert len(sent) == 3, sent.statements
