"""What is read is what was sent, once and only one way."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppit_platform.strict_json import BodyTooLarge, MalformedJson, parse, pointer

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
_PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(_PLAIN)
def test_plain_json_reads_as_any_reader_reads_it(value: object) -> None:
    assert parse(json.dumps(value).encode()) == value


@given(st.binary(max_size=200))
def test_whatever_arrives_is_read_or_refused(raw: bytes) -> None:
    try:
        found = parse(raw)
    except MalformedJson:
        return
    assert found == json.loads(raw)


def test_the_size_is_counted_in_bytes() -> None:
    assert parse(b'"aa"', max_bytes=4) == "aa"
    with pytest.raises(BodyTooLarge):
        parse(b'"aaa"', max_bytes=4)


def test_a_pointer_shows_field_names_and_places_and_nothing_that_may_be_a_name() -> None:
    assert pointer(["people", 0, "date_of_birth"]) == "/people/0/date_of_birth"
    assert pointer(["Ermintrude Smith", "a/b"]) == "/*/*"
