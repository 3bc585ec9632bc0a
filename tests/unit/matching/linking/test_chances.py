"""How often two records agree by chance, counted by hand for lists of a few people."""

import numpy as np
import pytest

from ppit_matching.linking.arrays import Ints
from ppit_matching.linking.columns import read_columns
from ppit_matching.linking.fields import fields_of, random_pairs, random_shares
from ppit_matching.linking.levels import levels_of, prepare
from ppit_matching.linking.pair_features import features_of
from ppit_matching.linking.texts import PeopleTexts
from ppit_matching.scoring.default import MODEL

ONE, OTHER = "07700 900123", "07700 900124"
PHONES = [ONE, ONE, OTHER, ONE, OTHER, OTHER]
PEOPLE = PeopleTexts(
    6,
    full=["Ann Hill", "Ben Okafor", "Cora Shaw", "Dan Reid", "Eve Marsh", "Fay Holt"],
    date_of_birth=["1961-02-03", "1972-04-05", None, "1983-06-07", "1983-06-07", None],
    phone=PHONES,
    source=["a", "a", "a", "b", "b", "b"],
)
AGREE = 1


def _shares(source: Ints | None) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    prepared = prepare(read_columns(PEOPLE))
    pairs = random_pairs(PEOPLE.records, 200, source)
    return random_shares(prepared, levels_of(prepared, *pairs), source)


def test_the_chance_of_one_phone_is_counted_over_all_pairs_of_a_list() -> None:
    assert _shares(None)["phone"][AGREE] == pytest.approx(6 / 15)


def test_between_two_lists_only_pairs_across_are_counted() -> None:
    source = read_columns(PEOPLE).source
    assert _shares(source)["phone"][AGREE] == pytest.approx(4 / 9)


def test_shares_are_of_pairs_that_know_both_values() -> None:
    shares = _shares(None)
    missing = {name: float(found[0]) for name, found in shares.items()}
    assert missing == dict.fromkeys(shares, 0.0)
    assert {name: float(found.sum()) for name, found in shares.items()} == pytest.approx(
        dict.fromkeys(shares, 1.0)
    )


def test_a_learner_is_told_how_many_fields_both_records_know() -> None:
    prepared = prepare(read_columns(PEOPLE))
    left, right = np.array([0, 0, 2]), np.array([1, 2, 5])
    fields = fields_of(levels_of(prepared, left, right))
    table = features_of(prepared, MODEL, left, right)
    known = [sum(int(codes[pair] > 0) for codes in fields.values()) for pair in range(3)]
    assert table[:, len(fields)].tolist() == known
    assert known[0] == known[1] + 1  # the second pair lacks a birthday
