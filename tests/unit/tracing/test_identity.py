"""Whose files they are: the name and a birthday at a door, or name, door and day, alone there."""

from ppit_tracing.domain.codes import RuledOut
from tests.unit.tracing.builders import (
    ALICE,
    BUREAU_A,
    BUREAU_B,
    COUNCIL,
    ELECTORAL,
    NEW,
    OLD,
    THIRD,
    UTILITY,
    Life,
    a_debtor,
    identified,
    moved,
)

SON = Life(born="2004-01-09", ref="S")
STRANGER = Life(ref="X")
"""The same name and the same birthday: somebody else all the same."""


def test_a_file_with_name_and_birthday_at_the_door_of_the_debt_is_the_debtors() -> None:
    seen = (ALICE.seen(BUREAU_A, OLD, 3000, 400), ALICE.seen(BUREAU_A, NEW, 400))
    found = identified(seen, a_debtor(born=ALICE.born, owed=None))
    assert [file.key for file in found.confirmed] == [(BUREAU_A, "A")]


def test_without_a_birthday_name_door_and_day_do_where_nobody_else_bears_the_name() -> None:
    seen = (ALICE.seen(ELECTORAL, OLD, 3000, 400, dated=False),)
    assert len(identified(seen).confirmed) == 1
    too_early = a_debtor(owed=4000)
    assert identified(seen, too_early).confirmed == ()


def test_a_father_and_a_son_of_one_name_at_one_door_are_not_told_apart_without_a_birthday() -> None:
    seen = (
        ALICE.seen(BUREAU_A, OLD, 3000, 400),
        SON.seen(COUNCIL, OLD, 3000, 400),
        ALICE.seen(BUREAU_A, NEW, 400),
    )
    assert identified(seen).confirmed == ()
    named = identified(seen, a_debtor(born=ALICE.born))
    assert [file.key for file in named.confirmed] == [(BUREAU_A, "A")]
    assert named.ruled_out == {RuledOut.OTHER_BIRTHDAY: 1}


def test_an_undated_entry_at_a_contested_door_is_nobodys() -> None:
    seen = (
        ALICE.seen(BUREAU_A, OLD, 3000),
        SON.seen(COUNCIL, OLD, 3000),
        ALICE.seen(ELECTORAL, OLD, 3000, dated=False),
    )
    found = identified(seen, a_debtor(born=ALICE.born))
    assert [file.key for file in found.confirmed] == [(BUREAU_A, "A")]
    assert found.namesake_doors == {OLD}


def test_a_stranger_of_the_same_name_and_birthday_elsewhere_is_not_the_debtor() -> None:
    seen = (*moved(), STRANGER.seen(COUNCIL, THIRD, 3000))
    found = identified(seen, a_debtor(born=ALICE.born))
    assert (COUNCIL, "X") not in [file.key for file in found.confirmed]
    assert [file.key for file in found.near] == [(COUNCIL, "X")]


def test_a_file_into_which_a_namesakes_account_was_put_counts_for_nobody() -> None:
    misfiled = STRANGER.seen(BUREAU_B, OLD, 3000, 10, lineage="account of Alice")
    own = ALICE.seen(BUREAU_B, OLD, 3000, 10, lineage="account of Alice")
    seen = (
        own,
        misfiled,
        STRANGER.seen(BUREAU_B, THIRD, 2000, 5),
        STRANGER.seen(COUNCIL, THIRD, 2000),
        STRANGER.seen(ELECTORAL, THIRD, 2000, dated=False),
    )
    found = identified(seen, a_debtor(born=ALICE.born))
    assert found.confirmed == ()
    assert found.ruled_out[RuledOut.ACCOUNT_IN_TWO_FILES] == 2


def test_a_file_joins_another_at_a_door_by_the_birthday() -> None:
    other = Life(ref="B")
    seen = (*moved(), other.seen(COUNCIL, NEW, 390))
    assert (COUNCIL, "B") in [file.key for file in identified(seen).confirmed]


def test_files_that_were_at_a_door_at_different_times_do_not_join() -> None:
    other = Life(ref="B")
    seen = (*moved(), other.seen(UTILITY, NEW, 2000, 900, dated=False))
    assert (UTILITY, "B") not in [file.key for file in identified(seen).confirmed]


def test_an_initial_confirms_nobody() -> None:
    seen = (ALICE.seen(UTILITY, OLD, 3000, written="A Fernhurst"),)
    found = identified(seen, a_debtor(born=ALICE.born))
    assert found.confirmed == ()
    assert found.ruled_out == {RuledOut.INITIAL_ONLY: 1}


def test_a_file_that_writes_the_name_out_once_means_the_same_person_by_an_initial() -> None:
    seen = (
        ALICE.seen(ELECTORAL, OLD, 3000, 400, written="A Fernhurst", dated=False),
        ALICE.seen(ELECTORAL, NEW, 400, dated=False),
    )
    assert [file.key for file in identified(seen).confirmed] == [(ELECTORAL, "A")]


def test_files_that_disagree_on_the_birthday_are_torn() -> None:
    slip = Life(born="1980-04-13", ref="B")
    seen = (ALICE.seen(BUREAU_A, OLD, 3000), slip.seen(BUREAU_B, OLD, 3000))
    found = identified(seen, a_debtor(born=ALICE.born))
    assert found.torn


def test_the_debtors_own_files_teach_the_birthday() -> None:
    assert identified(moved()).born.iso == ALICE.born


def test_a_joint_name_is_nobody_for_certain() -> None:
    assert identified(moved(), a_debtor("Mr & Mrs A Fernhurst")).confirmed == ()
