"""Which fields may leave: published, and of those what the agreement names."""

import pytest

from ppit_gateway.domain.fields import PROBLEM, SchemaUnreadable, Shape, read_shape
from ppit_gateway.domain.filtering import filtered

TEXT = {"type": "string"}
COMPONENTS: dict[str, object] = {
    "Name": {"type": "object", "properties": {"family": TEXT, "given": TEXT}},
    "Loop": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Loop"}}},
}
NAME = {"$ref": "#/components/schemas/Name"}


def shape(**properties: object) -> Shape:
    return read_shape({"type": "object", "properties": properties}, COMPONENTS)


EVERYTHING = frozenset({"*"})


def test_what_is_published_and_allowed_passes_unchanged() -> None:
    published = shape(
        result=TEXT,
        age={"anyOf": [{"type": "integer"}, {"type": "null"}]},
        people={"type": "array", "items": NAME},
        counts={"type": "object", "additionalProperties": {"type": "integer"}},
        either={"oneOf": [NAME, {"type": "object", "properties": {"code": TEXT}}]},
        kind={"const": "A"},
        named={"type": "object", "patternProperties": {"^[a-z]+$": TEXT}},
    )
    value = {
        "result": "x",
        "age": None,
        "people": [{"family": "Q", "given": "B"}],
        "counts": {"A": 1},
        "either": {"code": "x", "family": "Q"},
        "kind": "A",
        "named": {"b": "x"},
    }
    found = filtered(value, published, EVERYTHING)
    assert found.value == value
    assert not found.withheld | found.unpublished
    assert {"result", "people.family", "counts.*", "either.code", "kind", "named.*"} <= found.passed


@pytest.mark.parametrize(
    ("value", "kept", "named"),
    [
        ({"result": "x", "secret": 1}, {"result": "x"}, {"secret"}),
        ({"person": {"family": "Q", "dob": "1"}}, {"person": {"family": "Q"}}, {"person.dob"}),
        ({"result": {"name": "Q"}}, {"result": {}}, {"result.name"}),
        ({"result": ["Q"]}, {"result": []}, {"result"}),
        ({"person": "Q"}, {"person": None}, {"person"}),
        ({"John Smith": 1}, {}, {"*"}),
        (["Q"], [], {""}),
    ],
)
def test_what_is_not_published_never_passes_and_is_named_without_its_value(
    value: object, kept: object, named: set[str]
) -> None:
    found = filtered(value, shape(result=TEXT, person=NAME), EVERYTHING)
    assert found.value == kept
    assert found.unpublished == named


def test_an_agreement_names_fields_with_all_below_them() -> None:
    published = shape(
        result=TEXT, person=NAME, people={"type": "array", "items": NAME}, resulting=TEXT
    )
    value = {
        "result": "x",
        "resulting": "y",
        "person": {"family": "Q", "given": "B"},
        "people": [{"family": "Q", "given": "B"}],
    }
    found = filtered(value, published, frozenset({"result", "person.given", "people"}))
    assert found.value == {
        "result": "x",
        "person": {"given": "B"},
        "people": [{"family": "Q", "given": "B"}],
    }
    assert found.withheld == {"resulting", "person.family"}


def test_an_agreement_that_names_nothing_lets_nothing_pass() -> None:
    found = filtered({"result": "x"}, shape(result=TEXT), frozenset())
    assert found.value == {}
    assert found.withheld == {"result"}


@pytest.mark.parametrize(
    "schema", [None, True, {"$ref": "#/components/schemas/Loop"}, {"$ref": "x"}]
)
def test_a_schema_that_publishes_nothing_in_particular_is_unreadable(schema: object) -> None:
    with pytest.raises(SchemaUnreadable):
        read_shape(schema, COMPONENTS)


def test_a_problem_has_the_members_of_a_problem_only() -> None:
    problem = {
        "code": "X",
        "errors": [{"pointer": "/a", "code": "MISSING", "detail": "d", "input": "Q"}],
        "input": "Q",
    }
    assert filtered(problem, PROBLEM, EVERYTHING).value == {
        "code": "X",
        "errors": [{"pointer": "/a", "code": "MISSING", "detail": "d"}],
    }
