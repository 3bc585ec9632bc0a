"""What a client reads from an answer, and what it raises instead."""

import pytest

from ppit_client import (
    FieldProblem,
    InConflict,
    Limit,
    LimitReached,
    NotAuthenticated,
    NotAvailable,
    NotPermitted,
    NotThere,
    Problem,
    Receipt,
    RequestWrong,
)
from ppit_client.answers import Answer, answer_of
from ppit_client.problems import problem_of
from ppit_client.questions import Place

LEAF = "ab" * 32


def answered(status: int = 200, content: bytes = b"{}", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer_of(status, {"content-type": "application/json", **named}, content)


def test_i6_a_receipt_is_read_and_kept_whole() -> None:
    text = f'index=17, leaf="{LEAF}", promise="abc"'
    assert answered(audit_receipt=text).receipt == Receipt(17, LEAF, text)


@pytest.mark.parametrize("text", ["", "index=x, leaf=y", "index=1", 'leaf="ab"'])
def test_i6_half_a_receipt_is_none(text: str) -> None:
    assert answered(audit_receipt=text).receipt is None


def test_c_what_is_left_of_each_limit_is_read() -> None:
    answer = answered(ratelimit='"burst";r=19;t=1, "minute";r=599;t=60')
    assert answer.limits == (Limit("burst", 19, 1), Limit("minute", 599, 60))
    assert answered().limits == ()
    assert answered(ratelimit='"burst";t=1').limits == ()


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ('</v/rows?cursor=2>; rel="next"', "/v/rows?cursor=2"),
        ("</v/rows>; rel=next", "/v/rows"),
        ('</v/old>; rel="prev", </v/rows?cursor=3>; rel="next"', "/v/rows?cursor=3"),
        ('<https://elsewhere.example/v/rows>; rel="next"', None),
        ('<//elsewhere.example/v/rows>; rel="next"', None),
        ('</v/rows>; rel="prev"', None),
        ("", None),
    ],
)
def test_e_the_next_page_is_a_path_of_this_gate(link: str, path: str | None) -> None:
    assert answered(link=link).next_path == path


def test_d_a_replay_says_so() -> None:
    assert answered(idempotency_replayed="true").replayed
    assert not answered().replayed


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"])
def test_a_body_that_is_no_json_has_no_json(content: bytes) -> None:
    assert answered(content=content).json is None


def test_items_are_those_of_a_list_and_of_nothing_else() -> None:
    assert answered(content=b'{"items": [{"a": 1}, 2]}').items == [{"a": 1}]
    assert answered(content=b'{"items": 3}').items == []
    assert answered(content=b"[]").items == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, NotAuthenticated),
        (403, NotPermitted),
        (404, NotThere),
        (409, InConflict),
        (400, RequestWrong),
        (422, RequestWrong),
        (429, LimitReached),
        (500, NotAvailable),
        (503, NotAvailable),
    ],
)
def test_a_status_has_one_kind_of_problem(status: int, kind: type[Problem]) -> None:
    problem = problem_of(answered(status, b"<html>"))
    assert type(problem) is kind
    assert (problem.code, problem.errors) == (f"HTTP_{status}", ())


def test_a_problem_names_the_fields_that_are_wrong() -> None:
    content = b"""{"code": "INVALID_REQUEST", "title": "t", "detail": "d", "type": "/problems/x",
        "errors": [{"pointer": "/postcode", "code": "PATTERN", "detail": "the pattern"}]}"""
    problem = problem_of(answered(422, content, x_request_id="r-1", retry_after="5"))
    assert problem.errors == (FieldProblem("/postcode", "PATTERN", "the pattern"),)
    assert (problem.code, problem.type, problem.request_id) == (
        "INVALID_REQUEST",
        "/problems/x",
        "r-1",
    )
    assert problem.retry_after == 5
    assert str(problem) == "422 INVALID_REQUEST: t (d)"


def test_names_of_a_path_cannot_become_another_path() -> None:
    place = Place(path={"case_id": "../x?y"}, query={"cursor": "a&b"})
    assert place.of("/v/cases/{case_id}") == "/v/cases/..%2Fx%3Fy?cursor=a%26b"
