"""One slip of the pen in a name, in a row of letters or in an address, and what it costs."""

import pytest

from ppit_matching.addresses.address import Address
from ppit_matching.addresses.fit import Fit, fit
from ppit_matching.names.closeness import slip_cost
from ppit_matching.names.rows import is_slip_of_row, row_cost, united


def test_a_slip_in_the_first_letter_costs_more_than_one_in_the_last() -> None:
    assert slip_cost("qalvendo", "qalvendi") < slip_cost("qalvendo", "zalvendo")


def test_the_longer_a_name_the_less_a_slip_costs() -> None:
    pairs = (("qal", "qel"), ("qalven", "qelven"), ("qalvendomira", "qelvendomira"))
    costs = [slip_cost(*pair) for pair in pairs]
    assert costs == sorted(costs, reverse=True)
    assert len(set(costs)) == len(costs)


@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [
        ("johnsmith", "johnsmith", True),
        ("johnsmith", "johnsmyth", True),
        ("johnsmith", "jonhsmith", True),
        ("johnsmith", "johnsmit", True),
        ("johnsmith", "jonsmyth", False),
        ("jsmith", "jsmyth", False),
    ],
)
def test_a_row_of_letters_is_another_but_for_one_slip(
    one: str, other: str, *, is_slip: bool
) -> None:
    assert is_slip_of_row(one, other) is is_slip
    assert is_slip_of_row(other, one) is is_slip


def test_words_are_joined_that_the_other_side_writes_as_one() -> None:
    assert united(["de", "la", "cruz"], ["ana", "delacruz"]) == ("delacruz",)
    assert united(["mary", "anne", "lee"], ["maryanne", "lee"]) == ("maryanne", "lee")
    assert united(["mary", "lee"], ["mary", "lea"]) == ("mary", "lee")


def test_a_slip_in_a_row_without_its_space_costs_more_than_the_space() -> None:
    alike, nearly = (
        row_cost(["johnsmith"], ["john", "smith"]),
        row_cost(["johnsmyth"], ["john", "smith"]),
    )
    assert alike is not None
    assert nearly is not None
    assert 0 < alike < nearly < 1
    assert row_cost(["johnbrown"], ["john", "smith"]) is None
    assert row_cost(["jo", "lee"], ["jolee"]) is None


def _fit(query: Address, door: Address) -> Fit:
    found = fit(query, door)
    assert found is not None
    return found


def test_a_street_that_was_read_as_a_place_still_speaks_for_its_door() -> None:
    asked = Address(number="14", street="mill lane", place="deal")
    read_as_place = Address(number="14", place="mill lane deal")
    elsewhere = Address(number="14", place="quay dover deal")
    assert _fit(asked, read_as_place).points > _fit(asked, elsewhere).points
    assert _fit(read_as_place, asked).points > _fit(elsewhere, asked).points
    as_a_house = Address(number="14", building="mill lane", place="deal")
    assert _fit(asked, as_a_house).points > _fit(asked, Address(number="14", place="deal")).points


def test_a_house_that_is_named_as_the_street_was_typed_counts_more_than_a_street_like_it() -> None:
    asked = Address(number="14", street="foxglove lane")
    house = Address(number="14", building="foxglove lane", street="quay hill")
    alike, other = (
        Address(number="14", street="foxglove rise"),
        Address(number="14", street="quay hill"),
    )
    assert _fit(asked, house).points > _fit(asked, alike).points > _fit(asked, other).points
    assert _fit(house, asked).points == _fit(asked, house).points


def test_a_fit_is_exact_where_nothing_had_to_be_forgiven() -> None:
    asked = Address(number="14", street="foxglove lane", postcode="CT14 7AB")
    assert _fit(asked, asked).exact is True
    assert (
        _fit(asked, Address(number="14", street="foxglove lan", postcode="CT14 7AB")).exact is False
    )
