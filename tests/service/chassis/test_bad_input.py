"""What is wrong is named by place and rule; what was sent is never repeated."""

import json
from typing import cast

import pytest

from tests.support.calls import Served, ServiceCaller

NAME = "Ermintrude"
NONE: set[tuple[str, str]] = set()


def _errors(answer: Served) -> set[tuple[str, str]]:
    errors = cast("list[dict[str, str]]", answer.json.get("errors", []))
    return {(error["pointer"], error["code"]) for error in errors}


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"title": "a", "colour": NAME}, {("/colour", "UNKNOWN_FIELD")}),
        ({"title": "a", NAME: 1}, {("/*", "UNKNOWN_FIELD")}),
        ({}, {("/title", "MISSING")}),
        ({"title": 5}, {("/title", "STRING_TYPE")}),
        ({"title": NAME * 100}, {("/title", "TOO_LONG")}),
        ({"title": "a", "uprn": NAME}, {("/uprn", "PATTERN")}),
        ({"title": "a", "uprn": "1234567890123"}, {("/uprn", "PATTERN")}),
        ({"title": "a", "uprn": "\u0661\u0662"}, {("/uprn", "PATTERN")}),
        ({"title": "a", "born": "1975-02-30"}, {("/born", "IMPOSSIBLE_DATE")}),
        ({"title": "a", "born": "1975-13"}, {("/born", "IMPOSSIBLE_DATE")}),
        ({"title": "a", "born": "2/3/1975"}, {("/born", "PATTERN")}),
        ({"title": "a", "seen_at": "2026-05-03T14:05:00+01:00"}, {("/seen_at", "NOT_UTC")}),
        ({"title": "a", "seen_at": "2026-05-03T14:05:00"}, {("/seen_at", "TIMEZONE_AWARE")}),
        ({"title": "a", "allowed_purposes": [NAME]}, {("/allowed_purposes/0", "UNKNOWN_CODE")}),
        (
            {"title": "a", "name": {"given": ["x" * 101], "nickname": NAME}},
            {("/name/given/0", "TOO_LONG"), ("/name/nickname", "UNKNOWN_FIELD")},
        ),
        ([NAME], {("", "MODEL_ATTRIBUTES_TYPE")}),
    ],
)
async def test_a_field_that_breaks_a_rule_is_named_with_its_rule(
    notebook: ServiceCaller, body: object, errors: set[tuple[str, str]]
) -> None:
    answer = await notebook.post("/v1/notes", body)
    assert (answer.status, answer.content_type) == (422, "application/problem+json")
    assert answer.json["code"] == "INVALID_REQUEST"
    assert _errors(answer) == errors
    assert NAME.encode() not in answer.body


@pytest.mark.parametrize(
    ("raw", "code", "errors"),
    [
        (
            b'{"title": "a", "title": "Ermintrude"}',
            "DUPLICATE_KEY",
            {("/title", "DUPLICATE_KEY")},
        ),
        (
            b'{"title": "a", "name": {"full": "Ermintrude", "full": "b"}}',
            "DUPLICATE_KEY",
            {("/name/full", "DUPLICATE_KEY")},
        ),
        (b'{"title": NaN}', "MALFORMED_JSON", NONE),
        (b'{"title": -Infinity}', "MALFORMED_JSON", NONE),
        (b'{"title": 1e999}', "MALFORMED_JSON", NONE),
        (b'{"title": "Ermintrude', "MALFORMED_JSON", NONE),
        (b'{"title": "Ermintrude \xff"}', "MALFORMED_JSON", NONE),
        (b'{"title": "\\ud800"}', "MALFORMED_JSON", {("/title", "UNSTORABLE_TEXT")}),
        (b'{"title": "\\u0000"}', "MALFORMED_JSON", {("/title", "UNSTORABLE_TEXT")}),
        (b'{"title": ' + b"[" * 100_000, "MALFORMED_JSON", NONE),
    ],
)
async def test_json_that_two_readers_may_read_differently_is_refused(
    notebook: ServiceCaller, raw: bytes, code: str, errors: set[tuple[str, str]]
) -> None:
    answer = await notebook.raw("POST", "/v1/notes", raw)
    assert (answer.status, answer.json["code"]) == (400, code)
    assert _errors(answer) == errors
    assert NAME.encode() not in answer.body


async def test_nesting_is_allowed_to_32_and_no_further(notebook: ServiceCaller) -> None:
    deep = await notebook.raw("POST", "/v1/notes", b"[" * 32 + b"1" + b"]" * 32)
    deeper = await notebook.raw("POST", "/v1/notes", b"[" * 33 + b"1" + b"]" * 33)
    assert deep.status == 422
    assert (deeper.status, deeper.json["code"]) == (400, "MALFORMED_JSON")
    assert {code for _, code in _errors(deeper)} == {"TOO_DEEP"}


async def test_a_body_over_256_kib_is_refused(notebook: ServiceCaller) -> None:
    raw = json.dumps({"title": "x" * 256 * 1024}).encode()
    answer = await notebook.send(notebook.hop("POST", "/v1/notes", raw), raw)
    assert answer.status_code == 413
    assert answer.json()["code"] == "BODY_TOO_LARGE"


@pytest.mark.parametrize("kind", ["text/plain", "application/json; charset=latin-1", ""])
async def test_another_content_type_is_refused(notebook: ServiceCaller, kind: str) -> None:
    answer = await notebook.raw("POST", "/v1/notes", b'{"title": "a"}', content_type=kind)
    assert (answer.status, answer.json["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "NOT_FOUND"),
        ("GET", "/v1/notes/", 404, "NOT_FOUND"),
        ("DELETE", "/v1/notes", 405, "METHOD_NOT_ALLOWED"),
    ],
)
async def test_what_is_not_there_is_a_problem_too(
    notebook: ServiceCaller, method: str, path: str, status: int, code: str
) -> None:
    answer = await notebook.raw(method, path, b"")
    assert (answer.status, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"


async def test_a_405_says_what_is_allowed(notebook: ServiceCaller) -> None:
    answer = await notebook.raw("DELETE", "/v1/notes", b"")
    assert set(answer.headers["allow"].split(", ")) >= {"POST"}


async def test_a_problem_names_its_request(notebook: ServiceCaller) -> None:
    hop = notebook.hop("GET", "/v1/nothing", b"")
    answer = await notebook.send(hop, b"")
    assert str(hop.caller.request_id).encode() in answer.content
