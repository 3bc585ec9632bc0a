"""One spelling for one content."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppit_gateway.log.canonical import DEEPEST, NotCanonical, canonical

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_reads_back_as_the_same_value(value: object) -> None:
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 9)))
def test_the_order_in_which_members_came_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_members_stand_in_the_order_of_the_standards_own_example() -> None:
    # RFC 8785 section 3.2.3: by UTF-16 code unit, so U+1F600 comes before U+FB33.
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = json.loads(canonical(dict.fromkeys(names, 0)))
    assert list(written) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_text_is_escaped_as_the_standard_says() -> None:
    # RFC 8785 section 3.2.2.2
    assert (
        canonical('\u20ac$\x0f\nA\'B"\\\\"/\x7f')
        == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'.encode()
    )


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        "\ud800",
        b"bytes",
        {1: "a"},
        {"\udfff": 1},
        object(),
        {1, 2},
    ],
)
def test_what_has_no_single_spelling_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(["inside", {"a": value}])


def test_nesting_without_end_is_refused() -> None:
    value: object = "deep"
    for _ in range(DEEPEST + 1):
        value = [value]
    with pytest.raises(NotCanonical):
        canonical(value)
