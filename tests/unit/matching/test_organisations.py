"""Organisations: what of a name proves who it is, and when two are one."""

import pytest

from ppit_matching.bare.match import match_names
from ppit_matching.names.agreement import NameKind
from ppit_matching.organisations.match import OrganisationText, match_organisations
from ppit_matching.organisations.normalise import normalise_organisation
from ppit_matching.organisations.registers import organisation_keys

ONE_BODY = """
Varnel Roofing Ltd | VARNEL ROOFING LIMITED
Varnel Roofing Ltd | The Varnel Roofing Company
Varnel Roofing Ltd | Roofing Varnel
Varnel Roofing Ltd | Varnell Roofing
Varnel Roofing Ltd | varnelroofingltd
Varnel Roofing Ltd | wqVarnel Roofing Ltdzx
Varnel Roofing Ltd | d4k Varnel Roofing
Varnel & Sons | Varnel and Son
Varnel Bros Builders | Varnel Brothers Builders
Varnel Intl Grp | Varnel International Group
Varnel Comm Grp | Varnel Commercial Group
Varnel Mfg Co | Varnel Manufacturing
Varnel GmbH | Varnel Gesellschaft mit beschrankter Haftung
OOO Varnel | Varnel Limited Liability Company
Varnel S.p.A. | Varnel SpA
V.R.C. Transport | VRC Transport
Varnel Fund II | Varnel Fund 2
Varnel Fund V | Varnel Fund 5
Varnel Unit Two | Varnel Unit 2
Karnum Steel Works Kent Ltd t/a Varnel Roofing | Varnel Roofing
Royal Oak Housing Trust | Royal Oak Housing
M/V Varnel Star | Varnel Star
National Varnel Transport Union | NVTU
"""
TWO_BODIES = """
Varnel Roofing Ltd | Karnum Roofing Ltd
Varnel Roofing Ltd | Varnel Catering Ltd
Varnel Trading | Varnel Shipping
Golden General Trading LLC | Silver General Trading LLC
Varnel | Varnel Roofing
Varnel | Varnelbank
Trading Ltd | General Trading Corp
Ltd | Limited Star
Varnel Fund II | Varnel Fund III
Varnel Fund V | Varnel Fund X
Varnel Storage Unit 1 | Varnel Storage Unit 2
Varnel Fund | Varnel Fund IV
Varnel Star 7 | Varnel Star 9
Bank of Varnel | Bank of Karnum
"""


def pairs(text: str) -> list[tuple[str, str]]:
    rows = (row.split(" | ") for row in text.strip().splitlines())
    return [(one, other) for one, other in rows]


@pytest.mark.parametrize(("one", "other"), pairs(ONE_BODY))
def test_one_bodys_name_agrees_however_it_is_written(one: str, other: str) -> None:
    found = match_names(one, other, NameKind.ORGANISATION)
    assert found.agrees, found


@pytest.mark.parametrize(("one", "other"), pairs(TWO_BODIES))
def test_names_of_two_bodies_do_not_agree(one: str, other: str) -> None:
    found = match_names(one, other, NameKind.ORGANISATION)
    assert not found.agrees, found


def test_a_name_in_another_alphabet_agrees() -> None:
    romashka = "\u041e\u041e\u041e \u0420\u043e\u043c\u0430\u0448\u043a\u0430"
    assert match_names(romashka, "Romashka LLC", NameKind.ORGANISATION).agrees


def test_a_name_is_taken_apart() -> None:
    found = normalise_organisation("The Varnel Bros. Trading Co. Ltd, No. 3 (t/a Karnum Foods)")
    assert found.words == ("varnel", "brothers", "trading", "3")
    assert found.forms == ("co", "ltd")
    assert found.numbers == ("3",)
    assert found.telling == ("varnel", "brothers", "3")
    (trading,) = found.trading_as
    assert trading.words == ("karnum", "foods")
    assert normalise_organisation("Limited").words == ("limited",)
    assert normalise_organisation("??").words == ()


@pytest.mark.parametrize(
    ("one", "other", "agrees", "reason"),
    [
        ("7503666", "07503666", True, "the company numbers are equal"),
        ("7503666", "07503667", False, "the company numbers differ"),
        ("7503666", None, True, "the names are equal"),
        ("no number", "07503667", True, "the names are equal"),
    ],
)
def test_register_numbers_decide_where_both_are_known(
    one: str | None, other: str | None, *, agrees: bool, reason: str
) -> None:
    found = match_organisations(
        OrganisationText("Varnel Roofing", one), OrganisationText("Varnel Roofing Ltd", other)
    )
    assert found.agrees is agrees
    assert found.reasons == (reason,)


def test_an_equal_number_joins_whatever_it_is_called() -> None:
    found = match_organisations(
        OrganisationText("Varnel Roofing", "SC070"), OrganisationText("Karnum Foods", "SC 70")
    )
    assert found.score == 1.0


def test_another_postcode_lowers_the_score_and_an_equal_one_does_not() -> None:
    here = OrganisationText("Varnel Roofing", postcode="CT1 2AB")
    same = OrganisationText("Varnel Roofing Ltd", postcode="ct12ab")
    there = OrganisationText("Varnel Roofing Ltd", postcode="ME4 4AA")
    assert match_organisations(here, same).score == 1.0
    assert 0.8 < match_organisations(here, there).score < 1.0


def test_beside_four_words_that_agree_one_that_differs_counts_for_less() -> None:
    four, three = "Varnel Karnum Zorrel Tolvan", "Varnel Karnum Zorrel"
    long, short = (
        match_names(f"{words} Quistor", f"{words} Brenner", NameKind.ORGANISATION).score
        for words in (four, three)
    )
    assert 0 < short < long


def test_keys_survive_word_order_legal_form_and_one_wrong_word() -> None:
    keys = organisation_keys("Varnel Karnum Roofing Ltd")
    assert keys == organisation_keys("VARNEL KARNUM ROOFING LIMITED")
    assert keys & organisation_keys("Roofing Varnel Karnum")
    assert keys & organisation_keys("Varnel Karnum Catering")
    assert not keys & organisation_keys("Zorrel Catering Ltd")
    assert organisation_keys("...") == frozenset()
