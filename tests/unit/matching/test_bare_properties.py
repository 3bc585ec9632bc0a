"""What holds for any two names at all."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from ppit_matching.bare.match import match_names
from ppit_matching.names.agreement import THRESHOLD, NameKind
from ppit_matching.organisations.normalise import normalise_organisation
from ppit_matching.text.assignment import cheapest_pairs

PIECES = """
john jon joan daniel danielle smith smyth o'brien mc donald kaur singh mohammed muhammad ali al bin
van der dr mr jr senior j m x7 star trading roofing ltd holdings bank of & and 2 ii unit nee , .
\u0438\u0432\u0430\u043d \u062d\u0633\u064a\u0646 \u738b\u660e \u0142ukasz
"""
NAMES = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(PIECES.split()), max_size=7).map(" ".join),
)
KINDS = st.sampled_from(NameKind)
OWN_WORDS = st.lists(
    st.sampled_from(
        [
            "varnel",
            "karnum",
            "zorrel",
            "star",
            "roofing",
            "foods",
            "trading",
            "group",
            "2",
            "brothers",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
LEGAL = st.sampled_from(["Ltd", "Limited", "LLC", "S.A.", "GmbH", "plc", "Corp."])


@given(NAMES, NAMES, KINDS)
@settings(max_examples=400, deadline=None)
def test_a_decision_is_the_same_from_both_sides_and_follows_the_score(
    one: str, other: str, kind: NameKind
) -> None:
    found = match_names(one, other, kind)
    assert found == match_names(other, one, kind)
    assert 0.0 <= found.score <= 1.0
    assert found.agrees == (found.score >= THRESHOLD)
    assert found.reasons


@given(NAMES, KINDS)
@settings(max_examples=200, deadline=None)
def test_a_name_agrees_fully_with_itself_unless_it_is_none(name: str, kind: NameKind) -> None:
    assert match_names(name, name, kind).score in {0.0, 1.0}
    if any(letter in "abcdefghijklmnopqrstuvwxyz" for letter in name):
        assert match_names(name, name.upper(), kind).agrees


@given(OWN_WORDS, OWN_WORDS, LEGAL)
@settings(max_examples=300, deadline=None)
def test_a_legal_form_never_turns_a_decision(one: str, other: str, form: str) -> None:
    plain = match_names(one, other, NameKind.ORGANISATION)
    formed = match_names(f"{one} {form}", other, NameKind.ORGANISATION)
    assert plain.agrees == formed.agrees
    assert normalise_organisation(f"{one} {form}").words == normalise_organisation(one).words


@given(st.integers(1, 4), st.integers(0, 2), st.data())
@settings(max_examples=100, deadline=None)
def test_words_are_paired_at_the_least_cost(rows: int, more: int, data: st.DataObject) -> None:
    costs = data.draw(
        st.lists(
            st.lists(st.integers(0, 9), min_size=rows + more, max_size=rows + more),
            min_size=rows,
            max_size=rows,
        )
    )
    pairs = cheapest_pairs(costs)
    least = min(
        sum(costs[row][column] for row, column in enumerate(columns))
        for columns in permutations(range(rows + more), rows)
    )
    assert [row for row, _ in pairs] == list(range(rows))
    assert len({column for _, column in pairs}) == rows
    assert sum(costs[row][column] for row, column in pairs) == least


def test_nothing_is_paired_with_nothing() -> None:
    assert cheapest_pairs([]) == ()
