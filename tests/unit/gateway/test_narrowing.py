"""H: which fields are asked for by name, read from the query that a partner sent."""

import pytest

from ppit_gateway.domain.narrowing import narrowed_to, read_fields
from ppit_gateway.errors import BadRequest


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ("", None)),
        ("limit=5", ("limit=5", None)),
        ("other_fields=x", ("other_fields=x", None)),
        ("fields=result", ("", frozenset({"result"}))),
        ("limit=5&fields=a,b.c&cursor=x%2F", ("limit=5&cursor=x%2F", frozenset({"a", "b.c"}))),
        ("fields=a%2Cb", ("", frozenset({"a", "b"}))),
    ],
)
def test_h_a_list_of_fields_is_taken_out_and_the_rest_stays_as_it_is(
    query: str, expected: tuple[str, frozenset[str] | None]
) -> None:
    assert read_fields(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "fields=",
        "fields=*",
        "fields=a,,b",
        "fields=A",
        "fields=a&fields=b",
        "fields=a.",
        "fields=a b",
        "fields=%00",
        "fields=%ff",
        "fields=" + ",".join(f"f{number}" for number in range(51)),
    ],
)
def test_h_what_is_no_list_of_fields_is_refused(query: str) -> None:
    with pytest.raises(BadRequest):
        read_fields(query)


def test_h_of_two_paths_the_longer_counts() -> None:
    allowed = frozenset({"result", "items.person"})
    assert narrowed_to(["items"], allowed) == ({"items.person"}, frozenset())
    assert narrowed_to(["items.person.name"], allowed) == ({"items.person.name"}, frozenset())
    assert narrowed_to(["items.personal"], allowed) == (frozenset(), {"items.personal"})
    assert narrowed_to(["a.b"], frozenset({"*"})) == ({"a.b"}, frozenset())
