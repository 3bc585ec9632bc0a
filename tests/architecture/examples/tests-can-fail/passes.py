"""Tests of which each can fail."""

import pytest
from ppit_example import Colour, is_warm, mix, mixtures, paint

SHADES = ("light", "dark")


def is_a_colour(thing: object) -> None:
    assert isinstance(thing, Colour)


def test_what_the_caller_sees(client) -> None:
    answer = client.get("/colours/red")
    assert answer.status_code == 200
    assert answer.json() == {"name": "red"}


def test_a_refusal_names_its_reason() -> None:
    with pytest.raises(ValueError, match="no such colour"):
        mix("red", "noise")


def test_with_a_helper_of_this_file() -> None:
    is_a_colour(mix("red", "blue"))


def test_each_of_a_table_that_is_not_empty() -> None:
    for shade in SHADES:
        for number, colour in enumerate(Colour):
            assert paint(colour, shade) == number


def test_each_of_a_table_of_its_own() -> None:
    table = {"red": True, "blue": False}
    for colour, warm in table.items():
        assert is_warm(colour) is warm
    for pair in zip(table, range(2), strict=True):
        assert pair


def test_all_that_were_found_and_that_some_were() -> None:
    found = mixtures()
    assert found
    assert all(is_warm(colour) for colour in found)


def test_a_domain_status_is_not_only_a_status() -> None:
    assert mix("red", "blue").status is Colour.PURPLE
