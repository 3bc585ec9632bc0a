"""A fact reaches the log at least once and is marked only when the log said that it has it."""

from typing import cast

import pytest

from ppit_platform.house import GateUnavailable
from ppit_platform.pushing import push_old_facts
from tests.service.chassis import register
from tests.service.chassis.conftest import PostRoom
from tests.support.calls import ServiceCaller
from tests.support.postgres import Database


async def _written_a_while_ago(notebook: ServiceCaller, database: Database, title: str) -> str:
    answer = await notebook.post("/v1/notes", {"title": title})
    fact_id = cast("str", answer.facts[0]["fact_id"])
    register.rows(
        database,
        "UPDATE audit_outbox SET created_at = now() - interval '6 seconds' WHERE fact_id = %s",
        fact_id,
    )
    return fact_id


def _is_marked(database: Database, fact_id: str) -> bool:
    (fact,) = register.facts(database, fact_id)
    return fact["logged_at"] is not None


async def test_a_fact_is_pushed_and_marked_when_acknowledged(
    post: PostRoom, notebook_database: Database, title: str
) -> None:
    fact_id = await _written_a_while_ago(post.notebook, notebook_database, title)
    await push_old_facts(post.chassis.engine, post.house)
    assert _is_marked(notebook_database, fact_id)
    pushed = post.gate.facts[fact_id]
    assert pushed["job_id"] is None
    assert cast("dict[str, object]", pushed["caller"])["case_reference"] == "CASE-1"
    assert str(pushed["created_at"]).endswith("Z")


async def test_a_fact_that_the_log_did_not_acknowledge_is_sent_again(
    post: PostRoom, notebook_database: Database, title: str
) -> None:
    fact_id = await _written_a_while_ago(post.notebook, notebook_database, title)
    post.gate.forgets = True
    assert await push_old_facts(post.chassis.engine, post.house) == 0
    assert not _is_marked(notebook_database, fact_id)
    post.gate.forgets = False
    assert await push_old_facts(post.chassis.engine, post.house) > 0
    assert _is_marked(notebook_database, fact_id)


async def test_without_the_gate_nothing_is_marked(
    post: PostRoom, notebook_database: Database, title: str
) -> None:
    fact_id = await _written_a_while_ago(post.notebook, notebook_database, title)
    post.gate.fails = True
    with pytest.raises(GateUnavailable):
        await push_old_facts(post.chassis.engine, post.house)
    assert not _is_marked(notebook_database, fact_id)


async def test_a_marked_fact_is_not_pushed_again(
    post: PostRoom, notebook_database: Database, title: str
) -> None:
    fact_id = await _written_a_while_ago(post.notebook, notebook_database, title)
    await push_old_facts(post.chassis.engine, post.house)
    post.gate.facts.clear()
    await push_old_facts(post.chassis.engine, post.house)
    assert fact_id not in post.gate.facts


async def test_a_fact_of_a_moment_ago_is_left_to_the_gate(post: PostRoom, title: str) -> None:
    answer = await post.notebook.post("/v1/notes", {"title": title})
    await push_old_facts(post.chassis.engine, post.house)
    assert answer.facts[0]["fact_id"] not in post.gate.facts


async def test_more_facts_than_a_batch_all_arrive(
    post: PostRoom, notebook_database: Database, title: str
) -> None:
    fact_id = await _written_a_while_ago(post.notebook, notebook_database, title)
    register.rows(
        notebook_database,
        "INSERT INTO audit_outbox (fact_id, request_id, fact, caller, created_at)"
        " SELECT gen, request_id, jsonb_set(fact, '{fact_id}', to_jsonb(gen)), caller, created_at"
        "   FROM audit_outbox, LATERAL (SELECT gen_random_uuid() AS gen"
        "   FROM generate_series(1, 250)) AS many WHERE fact_id = %s",
        fact_id,
    )
    pushed = await push_old_facts(post.chassis.engine, post.house)
    assert pushed >= 251
    assert len(post.gate.facts) == pushed
    assert post.gate.pushes >= 2


async def test_facts_that_no_log_takes_do_not_hold_up_those_behind_them(
    post: PostRoom, notebook_database: Database, title: str
) -> None:
    fact_id = await _written_a_while_ago(post.notebook, notebook_database, title)
    register.rows(
        notebook_database,
        "INSERT INTO audit_outbox (fact_id, request_id, fact, caller, created_at)"
        ' SELECT gen_random_uuid(), request_id, \'{"not": "a fact"}\', caller,'
        "        created_at - interval '1 hour'"
        "   FROM audit_outbox, generate_series(1, 450) WHERE fact_id = %s",
        fact_id,
    )
    await push_old_facts(post.chassis.engine, post.house)
    assert _is_marked(notebook_database, fact_id)
