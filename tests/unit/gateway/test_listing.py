"""A list as CSV or as lines of JSON: published order, nothing lost, nothing that reckons."""

import csv
import io
import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppit_gateway.domain.fields import Shape
from ppit_gateway.domain.filtering import filtered
from ppit_gateway.domain.listing import Form, as_list, form_asked, item_of
from ppit_gateway.domain.operations import Operation, read_operations
from tests.support.behind import SERVICE, published

EVERY_FIELD = frozenset({"*"})
OPERATIONS = {one.template: one for one in read_operations(SERVICE, published())}
HEADER = ["name", "pence", "held", "address", "address.graded", "address.how", "tags", "parts"]


def rows_shape() -> Shape:
    shape = item_of(OPERATIONS["/v1/rows"], 200)
    assert shape is not None
    return shape


def written(*items: Mapping[str, object], allowed: frozenset[str] = EVERY_FIELD) -> list[list[str]]:
    """Filter and write a list as CSV, and read it as a spreadsheet would."""
    answer = filtered({"items": list(items)}, OPERATIONS["/v1/rows"].answers[200], allowed)
    raw = as_list(answer.value, rows_shape(), allowed, Form.CSV)
    assert raw.endswith(b"\r\n")
    assert not raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode(), newline="")))


def row(*items: Mapping[str, object]) -> dict[str, str]:
    header, only = written(*items)
    return dict(zip(header, only, strict=True))


def test_the_header_is_there_without_a_row_and_stands_in_published_order() -> None:
    assert written() == [[*HEADER, "counts"]]


def test_each_kind_of_value_has_its_way_of_being_written() -> None:
    cells = row(
        {
            "name": 'Smith, "Jo"\nthe second',
            "pence": -500,
            "held": False,
            "address": {"graded": "A1", "how": "seen"},
            "tags": ["a", "b; c"],
            "parts": [{"graded": None, "how": "é"}],
            "counts": {"x": 1},
        }
    )
    assert cells == {
        "name": 'Smith, "Jo"\nthe second',
        "pence": "-500",
        "held": "false",
        "address": "",
        "address.graded": "A1",
        "address.how": "seen",
        "tags": "a; b; c",
        "parts": '[{"graded":null,"how":"é"}]',
        "counts": '{"x":1}',
    }


def test_what_is_plain_or_an_object_has_a_column_for_each() -> None:
    cells = row({"name": "a", "address": "1 High Street"})
    assert (cells["address"], cells["address.how"]) == ("1 High Street", "")
    assert row({"name": "a", "address": None})["address"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_that_a_spreadsheet_would_reckon_with_is_text(start: str) -> None:
    assert row({"name": f"{start}1+1"})["name"] == f"'{start}1+1"
    assert row({"name": "a", "tags": [f"{start}1", "b"]})["tags"] == f"'{start}1; b"
    assert row({"name": f"a{start}1"})["name"] == f"a{start}1"


@given(
    name=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    tags=st.lists(st.text("=+-@;, \r\n\t\"'a", max_size=5), max_size=3),
)
def test_whatever_is_written_is_one_row_and_no_formula(name: str, tags: list[str]) -> None:
    header, *rows = written({"name": name, "tags": tags}, {"name": "second"})
    assert [len(one) for one in rows] == [len(header), len(header)]
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r", "\n")) for cell in rows[0])
    assert rows[0][0].removeprefix("'") == name.removeprefix("'")


def test_a_column_that_the_agreement_withholds_is_not_there() -> None:
    allowed = frozenset({"items.name", "items.address.how"})
    header, only = written(
        {"name": "a", "pence": 5, "address": {"graded": "A1", "how": "seen"}}, allowed=allowed
    )
    assert header == ["name", "address", "address.how"]
    assert only == ["a", "", "seen"]


def test_lines_of_json_are_the_items_and_nothing_else() -> None:
    answer = {"items": [{"name": "=1\n2"}, {"name": "b"}], "note": "x"}
    raw = as_list(answer, rows_shape(), EVERY_FIELD, Form.LINES)
    assert [json.loads(line) for line in raw.split(b"\n")[:-1]] == answer["items"]
    assert as_list({"items": []}, rows_shape(), EVERY_FIELD, Form.LINES) == b""


@pytest.mark.parametrize("answer", [None, [], {}, {"items": None}, {"items": {}}, "items"])
def test_what_is_no_list_is_not_written_as_an_empty_one(answer: object) -> None:
    for form in (Form.CSV, Form.LINES):
        with pytest.raises(ValueError, match="no items"):
            as_list(answer, rows_shape(), EVERY_FIELD, form)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, Form.JSON),
        ("*/*", Form.JSON),
        ("text/csv", Form.CSV),
        ("Text/CSV; charset=utf-8", Form.CSV),
        ("application/x-ndjson", Form.LINES),
        ("application/json, text/csv", Form.JSON),
        ("text/csv, application/json", Form.JSON),
        ("text/csvx", Form.JSON),
    ],
)
def test_one_of_two_other_forms_is_asked_for_by_its_name(accept: str | None, form: Form) -> None:
    assert form_asked(accept) is form


@pytest.mark.parametrize(
    "template",
    ["/v1/screenings", "/v1/lists", "/v1/rows/or-not", "/v1/markers/{marker_id}/approval"],
)
def test_only_a_list_that_misleads_nobody_alone_is_one(template: str) -> None:
    operation: Operation = OPERATIONS[template]
    (status,) = operation.answers
    assert item_of(operation, status) is None
