"""Legal forms and generic words never carry a match, and one word never meets many."""

import pytest

from ppit_matching.organisations.registers import (
    akin,
    listed_name_agrees,
    register_key,
    same_name,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hartwell Roofing Ltd", "HARTWELL ROOFING LIMITED"),
        ("Roofing Hartwell", "HARTWELL ROOFING LIMITED"),
        ("Smith & Sons Bros.", "SMITH AND SONS BROTHERS LTD"),
        ("Hartwel Roofing", "HARTWELL ROOFING LIMITED"),
        ("The Hartwell Roofing Group", "HARTWELL ROOFING LIMITED"),
    ],
)
def test_one_name_written_two_ways_is_the_same(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hartwell Roofing Ltd", "HARTWELL CATERING LIMITED"),
        ("Trading Limited", "ROOFING LIMITED"),
        ("Hartwell", "HARTWELL ROOFING LIMITED"),
        ("", "LIMITED"),
    ],
)
def test_names_that_share_a_legal_form_alone_are_not(one: str, other: str) -> None:
    assert not same_name(one, other)


@pytest.mark.parametrize(
    ("asked", "listed", "agrees"),
    [
        ("ZORVELIN STAR LTD", "ZORVELIN STAR TRADING HOUSE", True),
        ("Star Roofing Ltd", "STAR", False),
        ("Star Ltd", "STAR", True),
        ("Comm Grp of Karnum Ulm", "ULM KARNUM COMMERCIAL GROUP", True),
        ("TRADING LTD", "GENERAL TRADING CORP", False),
    ],
)
def test_a_listed_name_of_one_word_never_meets_a_longer_one(
    asked: str, listed: str, *, agrees: bool
) -> None:
    assert listed_name_agrees(asked, listed) is agrees


def test_a_company_is_looked_up_by_its_words_in_any_order() -> None:
    assert register_key("Smith & Sons (Roofing) Ltd.") == register_key("ROOFING SMITH SONS LIMITED")
    assert register_key("LIMITED") == "limited"


def test_a_phoenix_keeps_the_first_word_of_its_own() -> None:
    assert akin("ASHBOROUGH ROOFING LIMITED", "ASHBOROUGH KENT ROOFING LIMITED")
    assert not akin("ASHBOROUGH ROOFING LIMITED", "MILLBROOK ROOFING LIMITED")
