"""How the demo judges links between victims: it must be able to say that one was wrong."""

from collections.abc import Collection, Mapping

import pytest

from ppit_ops.demo.figures_victims import Linkage, RowKey, linkage
from ppit_synthetic.borough import VictimList, VictimRow

_HUB, _POLICE, _BANK = VictimList.TRADING_STANDARDS_HUB, VictimList.POLICE, VictimList.BANK_PROTOCOL


def _row(victim_list: VictimList, row: int, *people: str) -> VictimRow:
    return VictimRow(victim_list, row, people, f"S{row}", ())


_ADA_TWICE = (_row(_HUB, 1, "ada"), _row(_POLICE, 1, "ada"))
_ADA_AND_BOB = (*_ADA_TWICE, _row(_POLICE, 2, "bob"))


@pytest.mark.parametrize(
    ("placed", "right", "wrong", "missed"),
    [
        ({(_HUB, 1): ["v1"], (_POLICE, 1): ["v1"], (_POLICE, 2): ["v2"]}, 1, 0, 0),
        ({(_HUB, 1): ["v1"], (_POLICE, 1): ["v2"], (_POLICE, 2): ["v2"]}, 0, 1, 1),
        ({(_HUB, 1): ["v1"], (_POLICE, 1): ["v1"], (_POLICE, 2): ["v1"]}, 1, 2, 0),
        ({(_HUB, 1): ["v1"], (_POLICE, 1): ["v2"], (_POLICE, 2): ["v3"]}, 0, 0, 1),
    ],
)
def test_two_rows_on_one_victim_are_right_if_they_are_of_one_person(
    placed: Mapping[RowKey, Collection[str]], right: int, wrong: int, missed: int
) -> None:
    assert linkage(_ADA_AND_BOB, placed) == Linkage(right, wrong, missed, 0, 0)


def test_a_row_about_a_couple_belongs_to_both_of_them() -> None:
    rows = (_row(_HUB, 1, "ada", "bob"), _row(_POLICE, 1, "ada"), _row(_POLICE, 2, "bob"))
    placed = {(_HUB, 1): ["v1", "v2"], (_POLICE, 1): ["v1"], (_POLICE, 2): ["v2"]}
    assert linkage(rows, placed) == Linkage(right=2, wrong=0, missed=0, waiting=0, lost=0)


def test_two_rows_that_share_both_people_are_one_pair() -> None:
    rows = (_row(_HUB, 1, "ada", "bob"), _row(_BANK, 1, "ada", "bob"))
    both = {(_HUB, 1): ["v1", "v2"], (_BANK, 1): ["v1", "v2"]}
    assert linkage(rows, both).right == 1


def test_a_pair_that_waits_for_a_human_is_neither_right_nor_missed() -> None:
    found = linkage(_ADA_TWICE, {(_HUB, 1): ["v1"]}, waiting=[(_POLICE, 1)])
    assert found == Linkage(right=0, wrong=0, missed=0, waiting=1, lost=0)
    assert found.recall == 0


def test_a_rejected_row_misses_its_pairs() -> None:
    found = linkage(_ADA_TWICE, {(_HUB, 1): ["v1"]}, rejected=[(_POLICE, 1)])
    assert found == Linkage(right=0, wrong=0, missed=1, waiting=0, lost=0)


def test_rows_of_which_nobody_says_where_they_went_are_lost() -> None:
    assert linkage(_ADA_TWICE, {(_HUB, 1): ["v1"], (_POLICE, 1): []}).lost == 1


def test_precision_and_recall_are_shares_of_pairs() -> None:
    found = Linkage(right=6, wrong=2, missed=3, waiting=1, lost=0)
    assert (found.precision, found.recall, found.reachable) == (0.75, 0.6, 0.7)


def test_nothing_linked_is_nothing_wrong() -> None:
    assert (linkage((), {}).precision, linkage((), {}).recall) == (1.0, 1.0)
