"""Labelled name pairs: the same seed makes the same pairs, and the labels hold."""

from collections import Counter

from ppit_synthetic.name_pairs import MAKERS, make_name_pairs


def test_a_seed_makes_its_own_pairs_half_of_them_of_one_name() -> None:
    pairs = make_name_pairs(7, 600)
    assert pairs == make_name_pairs(7, 600)
    assert pairs != make_name_pairs(8, 600)
    assert Counter(pair.same for pair in pairs) == {True: 300, False: 300}


def test_every_kind_and_change_occurs_and_two_sides_always_differ() -> None:
    pairs = make_name_pairs(7, 6_000)
    made = {(pair.kind, pair.same, pair.group) for pair in pairs}
    meant = {
        (kind, same, group)
        for kind, (_, slips, strangers, _) in MAKERS.items()
        for same, groups in ((True, slips), (False, strangers))
        for group in groups
    }
    assert meant - made <= {("Vessel", True, "doubled letter single")}
    assert all(pair.one.casefold() != pair.other.casefold() for pair in pairs)
