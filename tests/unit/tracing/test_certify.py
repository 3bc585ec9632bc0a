"""The rule that certifies an address: each of its conditions alone is enough to withhold it."""

import pytest

from ppit_tracing.domain.codes import Doubt
from ppit_tracing.domain.sighting import Sighting
from tests.unit.tracing.builders import (
    ALICE,
    BUREAU_A,
    BUREAU_B,
    COUNCIL,
    ELECTORAL,
    GONE_AWAY,
    NEW,
    OLD,
    THIRD,
    UTILITY,
    Life,
    a_debtor,
    certified,
    moved,
)


def certified_at(seen: tuple[Sighting, ...]) -> str | None:
    place = certified(seen).place
    return None if place is None else place.uprn


def test_two_independent_facts_at_a_new_home_certify_it() -> None:
    found = certified(moved())
    assert found.doubts == ()
    assert found.place is not None
    assert (found.place.uprn, len(found.place.lineages())) == (NEW, 2)


def test_two_independent_facts_certify_that_the_debtor_never_left() -> None:
    seen = (ALICE.seen(ELECTORAL, OLD, 3000, dated=False), ALICE.seen(UTILITY, OLD, 2500))
    assert certified_at(seen) == OLD


def test_two_bureaux_fed_by_one_account_are_one_source() -> None:
    seen = (
        ALICE.seen(BUREAU_A, OLD, 3000, 400),
        ALICE.seen(BUREAU_A, NEW, 400, 5, lineage="account"),
        ALICE.seen(BUREAU_B, OLD, 3000, 400, lineage="older account"),
        ALICE.seen(BUREAU_B, NEW, 400, 5, lineage="account"),
    )
    found = certified(seen)
    assert found.place is None
    assert found.doubts == (Doubt.ONE_LINEAGE,)


def test_a_second_account_of_another_lineage_is_a_second_fact_only_beside_a_list() -> None:
    seen = (
        ALICE.seen(BUREAU_A, OLD, 3000, 400),
        ALICE.seen(BUREAU_A, NEW, 400, 5, lineage="account"),
        ALICE.seen(BUREAU_B, NEW, 400, 5, lineage="another account"),
    )
    assert certified(seen).doubts == (Doubt.NOT_CURRENT,)


def test_an_entry_that_its_list_has_dropped_says_that_somebody_left() -> None:
    gone = (
        ALICE.seen(ELECTORAL, OLD, 3000, 30, dated=False),
        ALICE.seen(BUREAU_A, OLD, 3000, 30),
    )
    assert certified(gone).doubts == (Doubt.NOT_CURRENT,)


@pytest.mark.parametrize(("used", "is_certified"), [(366, True), (367, False)])
def test_an_account_counts_for_a_year_after_it_was_used(used: int, *, is_certified: bool) -> None:
    seen = (
        ALICE.seen(ELECTORAL, OLD, 3000, dated=False),
        ALICE.seen(BUREAU_A, OLD, 3000, used),
    )
    assert (certified(seen).place is not None) is is_certified


def test_a_later_home_withholds_the_earlier_one() -> None:
    later = (*moved(), ALICE.seen(UTILITY, NEW, 400), ALICE.seen(UTILITY, THIRD, 50))
    found = certified(later)
    assert found.place is None
    assert Doubt.ONE_LINEAGE in found.doubts


def test_a_home_that_somebody_seen_elsewhere_began_later_is_not_certified() -> None:
    elsewhere = ALICE.seen(COUNCIL, THIRD, 100)
    found = certified((*moved(), elsewhere))
    assert found.place is None
    assert found.doubts == (Doubt.LATER_ELSEWHERE,)


def test_two_facts_that_go_on_at_the_old_home_make_two_homes() -> None:
    seen = (
        *moved(),
        ALICE.seen(UTILITY, OLD, 3000, 10),
        ALICE.seen(COUNCIL, OLD, 3000, 10),
    )
    assert Doubt.TWO_HOMES in certified(seen).doubts


def test_one_account_that_lingers_at_the_old_home_does_not() -> None:
    seen = (*moved(), ALICE.seen(UTILITY, OLD, 3000, 10))
    assert certified_at(seen) == NEW


def test_a_gone_away_notice_of_the_name_withholds_an_address() -> None:
    seen = (*moved(), ALICE.seen(GONE_AWAY, NEW, 30, 30))
    assert certified(seen).doubts == (Doubt.GONE_AWAY,)


def test_a_notice_from_before_the_debtor_came_says_nothing() -> None:
    seen = (*moved(), ALICE.seen(GONE_AWAY, NEW, 900, 900))
    assert certified_at(seen) == NEW


def test_mail_that_came_back_withholds_the_door_of_the_debt_alone() -> None:
    at_home = (ALICE.seen(ELECTORAL, OLD, 3000, dated=False), ALICE.seen(UTILITY, OLD, 2500))
    returned = a_debtor(mail_returned=True)
    assert certified(at_home, returned).doubts == (Doubt.GONE_AWAY,)
    assert certified(moved(), returned).place is not None


def test_somebody_else_of_the_name_at_the_new_door_withholds_it() -> None:
    son = Life(born="2004-01-09", ref="S")
    seen = (*moved(), son.seen(COUNCIL, NEW, 400))
    assert certified(seen).doubts == (Doubt.RIVAL_AT_DOOR,)


def test_a_door_at_which_not_everybody_was_read_is_not_certified() -> None:
    found = certified(moved(), looked_at=frozenset({OLD}))
    assert found.doubts == (Doubt.RIVAL_AT_DOOR,)


def test_an_address_from_before_the_debt_is_not_where_the_debtor_moved_to() -> None:
    seen = (
        ALICE.seen(ELECTORAL, OLD, 1200, 900, dated=False),
        ALICE.seen(ELECTORAL, NEW, 2000, dated=False),
        ALICE.seen(BUREAU_A, OLD, 1200, 900),
        ALICE.seen(BUREAU_A, NEW, 2000, 5),
    )
    assert Doubt.BEFORE_THE_DEBT in certified(seen, a_debtor(owed=1000)).doubts


def test_nothing_seen_gives_no_place_and_no_doubt() -> None:
    found = certified(())
    assert (found.place, found.doubts, found.places) == (None, (), ())
