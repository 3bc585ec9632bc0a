"""A list leaves in the form that was asked for, filtered and logged as those very bytes."""

import hashlib
import json
from collections.abc import Mapping

import pytest

from tests.support.behind import SECRET, Script, a_fact
from tests.support.gate import APPROVE, SCREEN, GateHouse, an_agreement, body_of, refused

ROWS = "/officer-safety/v1/rows"
OR_NOT = f"{ROWS}/or-not"
CSV = "text/csv"
LINES = "application/x-ndjson"
ITEMS = [
    {
        "name": "=HYPERLINK(1)",
        "pence": 5,
        "tags": ["a", "b"],
        "address": {"graded": None, "how": "x"},
    },
    {"name": "Jo, junior", "pence": None, "nickname": SECRET},
]
NARROW = ["items.name", "items.pence", "items.address.how", "note"]


async def narrowed(house: GateHouse) -> None:
    """Let the agreement say which columns may leave."""
    fields: Mapping[str, object] = {
        APPROVE: ["*"],
        SCREEN: [*NARROW, "result", "list_id"],
    }
    await house.load(house.the_register(an_agreement(version=2, fields=fields)))


async def test_a_list_is_csv_where_it_is_asked_for_and_logged_as_it_was_sent(
    house: GateHouse,
) -> None:
    await narrowed(house)
    link = '</v1/rows?cursor=abc>; rel="next"'
    house.behind.script = Script(body={"items": ITEMS, "note": "n"}, headers={"link": link})
    async with house.client() as clerk:
        answer = await clerk.get(ROWS, case_reference="L/1", accept=CSV)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.text == (
        'name,pence,address,address.how\r\n\'=HYPERLINK(1),5,,x\r\n"Jo, junior",,,\r\n'
    )
    assert answer.json is None
    assert answer.headers["link"] == '</officer-safety/v1/rows?cursor=abc>; rel="next"'
    (outcome,) = house.entries("outcome")
    assert outcome.body["response_sha256"] == hashlib.sha256(answer.text.encode()).hexdigest()
    assert outcome.body["fields"] == ["items.address.how", "items.name", "items.pence"]
    assert "items.tags" in str(outcome.body["fields_withheld"])


async def test_a_list_is_lines_of_json_where_it_is_asked_for(house: GateHouse) -> None:
    await narrowed(house)
    house.behind.script = Script(body={"items": ITEMS, "note": "n"})
    async with house.client() as clerk:
        answer = await clerk.get(ROWS, case_reference="L/1", accept=LINES)
        plain = await clerk.get(ROWS, case_reference="L/1")
    assert answer.headers["content-type"] == LINES
    assert [json.loads(line) for line in answer.text.splitlines()] == body_of(plain)["items"]
    assert SECRET not in answer.text
    one, other = house.entries("outcome")
    assert one.body["response_sha256"] == hashlib.sha256(answer.text.encode()).hexdigest()
    assert other.body["response_sha256"] == hashlib.sha256(plain.text.encode()).hexdigest()
    assert "note" not in str(one.body["fields"])
    assert "note" in str(other.body["fields"])


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "text/html", "text/csv, */*"])
async def test_anything_else_that_is_asked_for_is_json(
    scripted: GateHouse, accept: str | None
) -> None:
    scripted.behind.script = Script(body={"items": ITEMS[:1]})
    async with scripted.client() as clerk:
        answer = await clerk.get(ROWS, case_reference="L/1", accept=accept)
    assert answer.headers["content-type"] == "application/json"
    assert body_of(answer)["items"]


@pytest.mark.parametrize("accept", [CSV, LINES])
async def test_a_list_that_could_not_be_made_is_not_shown_as_an_empty_one(
    scripted: GateHouse, accept: str
) -> None:
    scripted.behind.script = Script(body={"items": [], "unable_reason": "SOURCE_STALE"}, facts=None)
    async with scripted.client("a-001") as clerk:
        answer = await clerk.get(OR_NOT, case_reference="L/1", accept=accept)
    assert answer.headers["content-type"] == "application/json"
    assert body_of(answer)["unable_reason"] == "SOURCE_STALE"


@pytest.mark.parametrize("accept", [CSV, LINES])
@pytest.mark.parametrize(
    ("script", "said"),
    [
        (
            Script(
                body={"code": "NOT_FOUND"},
                status=404,
                content_type="application/problem+json",
                facts=(),
            ),
            (404, "NOT_FOUND"),
        ),
        (Script(body={"items": [{"name": SECRET}]}, cut=4), (502, "BAD_UPSTREAM")),
        (Script(body={"note": SECRET}), (502, "BAD_UPSTREAM")),
        (Script(body=[SECRET]), (502, "BAD_UPSTREAM")),
        (
            Script(body={"items": [{"name": SECRET}]}, facts=(a_fact("a", "b"),)),
            (502, "BAD_UPSTREAM"),
        ),
        (Script(raw=b"\xff"), (502, "BAD_UPSTREAM")),
    ],
)
async def test_a_problem_is_json_whatever_was_asked_for(
    scripted: GateHouse, accept: str, script: Script, said: tuple[int, str]
) -> None:
    scripted.behind.script = script
    async with scripted.client() as clerk:
        answer = await clerk.get(ROWS, case_reference="L/1", accept=accept)
    assert refused(answer) == said
    assert answer.headers["content-type"] == "application/problem+json"
    assert SECRET not in answer.text


async def test_what_is_no_list_is_json(scripted: GateHouse) -> None:
    async with scripted.client() as clerk:
        answer = await clerk.get(
            "/officer-safety/v1/screenings/abc", case_reference="L/1", accept=CSV
        )
    assert answer.headers["content-type"] == "application/json"
    assert body_of(answer)["result"] == "MARKERS_HELD"


async def test_the_document_says_which_lists_there_are_in_which_forms(
    standing: GateHouse,
) -> None:
    async with standing.http() as anybody:
        paths = (await anybody.get("/openapi.json")).json()["paths"]
    offered = {
        path: set(operation["responses"]["200"]["content"])
        for path, methods in paths.items()
        for method, operation in methods.items()
        if method == "get"
    }
    assert offered[ROWS] == {"application/json", CSV, LINES}
    assert offered[OR_NOT] == {"application/json"}
    assert offered["/officer-safety/v1/screenings/{screening_id}"] == {"application/json"}
