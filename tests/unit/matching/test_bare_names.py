"""Names alone: one person's name written twice, and names of two people that are nearly alike."""

import pytest

from ppit_matching.bare.match import guessed_kind, match_names
from ppit_matching.names.agreement import THRESHOLD, NameKind

ONE_PERSON = """
Margaret Ellen Holt | Holt, Margaret
Margaret Ellen Holt | Margaret Holt
Margaret Ellen Holt | Ellen Holt
Margaret Ellen Holt | Margaret Holt Ellen
Margaret Ellen Holt | M. E. Holt
Margaret Ellen Holt | ME Holt
Margaret Ellen Holt | margaretellenholt
Margaret Ellen Holt | Margaret*Ellen*Holt
Margaret Ellen Holt | Dr Margaret Ellen Holt's
Margaret Ellen Holt | x7q Margaret Ellen Holt
Margaret Ellen Holt | x7qMargaret Ellen Holt
Margaret Ellen Holt | qpMargaret Ellen Holtzr
Margaret Ellen Holt | vbn Margaret Ellen Holt wq
Margaret Ellen Holt | Margarett Ellen Holt
Margaret Ellen Holt | Magraret Ellen Holt
Peggy Holt | Margaret Holt
Catherine Jarvis | Katherine Jarvis
Emanuel Jarvis | Emmanuel Jarvis
Stephen Clark | Steven Clarke
Patrick O'Rourke | Patrick ORourke
Sean MacBride | Shaun McBride
Rhys ap Gruffudd | Rhys Gruffudd
Sir Alun Pugh OBE | Alun Pugh
Jan van der Velde | Jan Vandervelde
Mohammed Tariq Butt | Md Tariq Butt
Abdul Rahman Sheikh | Abdulrahman Sheikh
Yusuf al-Khatib | Youssef El Khatib
Harjit Kaur Sandhu | Harjit Sandhu
Katarzyna Wrona | Kasia Wrona
Piotr Zawadzki | Pyotr Zawadzki
Oluwaseun Adeleke | Seun Adeleke
Xu Haoran | Haoran Xu
Xu Haoran | Xu Hao Ran
Jose Luis Ferrer Pons | Jose Ferrer
Dmitriy Belyakov | Dimitri Belyakov
Zoe Schroeder | Zo\u00eb Schroder
"""
TWO_PEOPLE = """
Margaret Holt | Martin Holt
Margaret Holt | Margaret Hobson
Margaret Holt | Holt
Margaret Holt | Margaret
Margaret Ellen Holt | Margaret Ruth Holt
Daniel Jarvis | Danielle Jarvis
Maria Jarvis | Marie Jarvis
John Jarvis | Joan Jarvis
Luis Ferrer | Luisa Ferrer
Peter Jarvis | Petra Jarvis
Mohammed | Mohammed Tariq
Mohammed Tariq | Mohammed Imran
Hassan Zaidi | Hussein Zaidi
John Jarvis Junior | John Jarvis Senior
J Jarvis | M Jarvis
Li Wei | Li Wen
Ellen Margaret | Margaret Holt
J S | J S Brown
"""


def pairs(text: str) -> list[tuple[str, str]]:
    rows = (row.split(" | ") for row in text.strip().splitlines())
    return [(one, other) for one, other in rows]


@pytest.mark.parametrize(("one", "other"), pairs(ONE_PERSON))
def test_one_persons_name_agrees_however_it_is_written(one: str, other: str) -> None:
    found = match_names(one, other, NameKind.PERSON)
    assert found.agrees, found
    assert THRESHOLD <= found.score <= 1.0


@pytest.mark.parametrize(("one", "other"), pairs(TWO_PEOPLE))
def test_names_of_two_people_do_not_agree(one: str, other: str) -> None:
    found = match_names(one, other, NameKind.PERSON)
    assert not found.agrees, found
    assert found.score < THRESHOLD


@pytest.mark.parametrize(
    ("latin", "given", "family"),
    [
        (
            "Sergei Morozov",
            "\u0421\u0435\u0440\u0433\u0435\u0439",
            "\u041c\u043e\u0440\u043e\u0437\u043e\u0432",
        ),
        (
            "Ioannis Pappas",
            "\u0399\u03c9\u03ac\u03bd\u03bd\u03b7\u03c2",
            "\u03a0\u03b1\u03c0\u03c0\u03ac\u03c2",
        ),
        ("Khalid Mansour", "\u062e\u0627\u0644\u062f", "\u0645\u0646\u0635\u0648\u0631"),
        ("David Levi", "\u05d3\u05d5\u05d3", "\u05dc\u05d5\u05d9"),
        ("Wang Xiaoming", "\u738b", "\u5c0f\u660e"),
        ("Hari Gurung", "\u0939\u0930\u093f", "\u0917\u0941\u0930\u0941\u0919"),
        ("Gurmit Singh", "\u0a17\u0a41\u0a30\u0a2e\u0a40\u0a24", "\u0a38\u0a3f\u0a70\u0a18"),
    ],
    ids=["Cyrillic", "Greek", "Arabic", "Hebrew", "Chinese", "Devanagari", "Gurmukhi"],
)
def test_a_name_agrees_with_itself_in_another_script(latin: str, given: str, family: str) -> None:
    other = f"{given} {family}"
    assert match_names(latin, other, NameKind.PERSON).agrees
    assert not match_names("Margaret Holt", other, NameKind.PERSON).agrees


@pytest.mark.parametrize(
    "nothing", ["", " ", "...", "\U0001f600\U0001f525", "\x00\x01", "\u200f\u200e", "(", "'s"]
)
def test_what_is_no_name_agrees_with_nothing(nothing: str) -> None:
    for kind in NameKind:
        for other in ("Margaret Holt", "Holt Roofing Ltd", nothing):
            found = match_names(nothing, other, kind)
            assert not found.agrees
            assert found.score == 0.0


def test_a_name_of_three_hundred_characters_is_read_as_far_as_names_go() -> None:
    long = "Margaret Holt " * 22
    assert len(long) > 300
    assert match_names(long, long, NameKind.PERSON).score == 1.0
    assert not match_names(long, "Daniel Jarvis", NameKind.PERSON).agrees
    assert not match_names("x" * 300, "Margaret Holt", NameKind.PERSON).agrees


def test_what_differs_is_said_and_no_name_is_repeated() -> None:
    found = match_names("Margaret Ellen Holt", "Holt, Margaret", NameKind.PERSON)
    assert found.reasons == ("a middle name is left out",)
    found = match_names("Margaret Holt", "Martin Holt", NameKind.PERSON)
    assert found.reasons == ("a first or last name differs",)
    found = match_names("Margaret Ellen Holt", "Margaret Ruth Holt", NameKind.PERSON)
    assert found.reasons == ("a middle name differs",)
    found = match_names("Varnel", "Varnel Karnum", NameKind.ORGANISATION)
    assert "one word alone agrees" in found.reasons
    found = match_names("Varnel Roofing Ltd", "Karnum Roofing Ltd", NameKind.ORGANISATION)
    assert found.reasons == ("a word of its own differs",)
    assert match_names("Peggy Holt", "Margaret Holt", NameKind.PERSON).reasons == (
        "a name is written in another way",
    )
    assert match_names("A Holt", "a holt").reasons == ("the names are equal",)


def test_more_differences_cost_more() -> None:
    scores = [
        match_names("Margaret Ellen Holt", other, NameKind.PERSON).score
        for other in ("Margaret Ellen Holt", "Margaret Holt", "Margarett Holt", "Margarett Jarvis")
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_a_kind_that_is_not_said_is_guessed() -> None:
    assert guessed_kind("Holt Roofing Ltd", "Holt") is NameKind.ORGANISATION
    assert guessed_kind("Margaret Holt", "Peggy Holt") is NameKind.PERSON
    assert match_names("Holt Roofing Ltd", "HOLT ROOFING").agrees
    assert match_names("Peggy Holt", "Margaret Holt").agrees
