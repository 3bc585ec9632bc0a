"""What was answered about people is there to be shown, word for word, until its time is over.

DPA 2018 s.66(2)(b); UK GDPR Art 5(1)(e), Art 17.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast
from uuid import UUID

from fastapi import FastAPI

from ppit_platform.chassis import chassis_of
from ppit_platform.chores import erase_answers
from ppit_platform.clock import london_today
from ppit_platform.codes import PurposeCode
from ppit_platform.ids import new_id
from ppit_platform.sealing import Seal
from tests.service.chassis import register
from tests.service.chassis.conftest import PostRoom
from tests.support.calls import ServiceCaller, a_caller, opened
from tests.support.postgres import Database

AUDITOR = a_caller(
    org_id="ppit",
    purpose=PurposeCode.AUDIT_LAWFULNESS,
    scopes=frozenset({"notebook:audit"}),
    user_id="dpo-1",
)
NOTES = "/v1/notes"


@dataclass(frozen=True, slots=True)
class Asked:
    request_id: UUID
    body: str


async def asked(notebook: ServiceCaller, title: str, path: str = NOTES) -> Asked:
    """Have the notebook answer about somebody; return the request and what was answered."""
    body = b'{"title": "%s"}' % title.encode()
    hop = notebook.hop("POST", path, body, key=str(new_id()))
    served = opened(await notebook.send(hop, body))
    assert served.status == 201, served.body
    return Asked(hop.caller.request_id, served.body.decode())


async def kept(notebook: ServiceCaller, request_id: UUID) -> dict[str, object]:
    asked = {"request_id": str(request_id), "operation": f"POST {NOTES}"}
    served = await notebook.by(AUDITOR).post("/v1/audit/answers", asked)
    assert [fact["operation"] for fact in served.facts] == ["AUDIT_VIEWED"]
    return served.json


async def test_what_was_answered_about_somebody_is_shown_as_it_was_given(
    notebook: ServiceCaller, title: str
) -> None:
    told = await asked(notebook, title)
    assert await kept(notebook, told.request_id) == {"answer": told.body, "erased_at": None}


async def test_an_answer_that_is_given_again_is_kept_for_the_second_request_too(
    notebook: ServiceCaller, title: str
) -> None:
    key, body = str(new_id()), b'{"title": "%s"}' % title.encode()
    hops = [notebook.hop("POST", NOTES, body, key=key) for _ in range(2)]
    served = [opened(await notebook.send(hop, body)) for hop in hops]
    assert served[1].headers["idempotency-replayed"] == "true"
    shown = [(await kept(notebook, hop.caller.request_id))["answer"] for hop in hops]
    assert shown == [one.body.decode() for one in served]


async def test_an_answer_about_nobody_is_not_kept(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    told = await asked(notebook, title, f"{NOTES}/slow")
    assert await kept(notebook, told.request_id) == {"answer": None, "erased_at": None}
    assert rows_of(notebook_database, told) == []


async def test_a_copy_of_the_database_does_not_say_what_was_answered(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    told = await asked(notebook, title)
    (row,) = rows_of(notebook_database, told)
    note_id = told.body.split('"')[3]
    assert note_id.encode() not in cast("bytes", row["sealed"])


async def test_an_answer_under_a_key_that_was_lost_is_a_fault_and_never_none_kept(
    notebook: ServiceCaller, notebook_app: FastAPI, title: str
) -> None:
    told = await asked(notebook, title)
    notebook_app.state.chassis = replace(chassis_of({"app": notebook_app}), seal=Seal(bytes(32)))
    ask = {"request_id": str(told.request_id), "operation": f"POST {NOTES}"}
    served = await notebook.by(AUDITOR).post("/v1/audit/answers", ask)
    assert (served.status, served.json["code"]) == (500, "KEPT_ANSWER_UNREADABLE")


async def test_an_answer_is_kept_for_as_long_as_the_agreement_lets_it_be_held(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    told = await asked(replace(notebook, retention_days=30), title)
    unsaid = await asked(notebook, f"{title} unsaid")
    (row,), (other,) = rows_of(notebook_database, told), rows_of(notebook_database, unsaid)
    assert row["keep_until"] == london_today() + timedelta(days=30)
    assert other["keep_until"] == london_today() + timedelta(days=7 * 365 + 2)


async def test_when_its_time_is_over_it_is_erased_and_the_log_is_told(
    post: PostRoom, notebook_database: Database, title: str
) -> None:
    told = await asked(post.notebook, title)
    other = await asked(post.notebook, f"{title} other")
    register.rows(
        notebook_database,
        "UPDATE kept_answer SET keep_until = %s WHERE request_id = %s",
        london_today() - timedelta(days=1),
        told.request_id,
    )
    assert await erase_answers(post.chassis) == 1
    shown = await kept(post.notebook, told.request_id)
    assert shown["answer"] is None
    assert shown["erased_at"] is not None
    assert (await kept(post.notebook, other.request_id))["answer"] == other.body
    said = register.rows(
        notebook_database,
        "SELECT fact FROM audit_outbox WHERE fact ->> 'operation' = 'ERASURE'"
        " AND caller ->> 'case_reference' = 'ANSWERS-RETENTION'",
    )
    assert [fact["fact"]["counts"] for fact in said] == [{"answers": 1}]
    assert await erase_answers(post.chassis) == 0


async def test_what_somebody_has_a_right_to_see_gone_is_gone_at_once(
    notebook: ServiceCaller, notebook_database: Database, title: str
) -> None:
    told = await asked(notebook, title)
    ask = {"request_ids": [str(told.request_id), str(new_id())]}
    first = await notebook.by(AUDITOR).post("/v1/audit/erasures", ask)
    again = await notebook.by(AUDITOR).post("/v1/audit/erasures", ask)
    assert [one.json["erased"] for one in (first, again)] == [1, 0]
    assert [fact["operation"] for fact in first.facts] == ["ERASURE"]
    (row,) = rows_of(notebook_database, told)
    assert (row["sealed"], row["erased_at"] is None) == (None, False)


def rows_of(database: Database, told: Asked) -> list[dict[str, object]]:
    return register.rows(
        database, "SELECT * FROM kept_answer WHERE request_id = %s", told.request_id
    )
