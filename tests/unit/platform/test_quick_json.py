"""JSON as fast as it comes, and no laxer than Python's own (RFC 8259)."""

import json
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ppit_platform import quick_json

NUMBERS = some.integers(-(10**40), 10**40) | some.floats(allow_nan=False, allow_infinity=False)
TEXT = some.text(some.characters(exclude_categories=["Cs"]))
VALUES = some.recursive(
    some.none() | some.booleans() | NUMBERS | TEXT,
    lambda inner: some.lists(inner) | some.dictionaries(TEXT, inner),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_written_is_read_back_and_means_to_pythons_reader_what_it_meant(
    value: object,
) -> None:
    written = quick_json.write(value)
    assert quick_json.read(written) == value
    assert json.loads(written) == value


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), [float("-inf")], "\ud800", {"a": object()}, {"\udfff": 1}]
)
def test_what_is_no_json_is_not_written(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # any of its kinds
        quick_json.write(value)


def test_a_word_is_not_taken_for_the_number_it_names() -> None:
    assert quick_json.write(["NaN", {"Infinity": "é"}]) == '["NaN",{"Infinity":"é"}]'.encode()
    assert quick_json.write(MappingProxyType({"a": (1, 2)})) == b'{"a":[1,2]}'


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"1 2", b"NaN", b"-Infinity", b'"\\ud800"', b'"\xff"', b"01", b"[" * 5000, b"'a'"],
)
def test_what_is_no_json_is_not_read(text: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the reader's own
        quick_json.read(text)
