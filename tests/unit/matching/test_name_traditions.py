"""Names of many traditions, with what people write beside them."""

import pytest

from ppit_matching import PersonRecord, normalise_people
from ppit_matching.names.parsing import parse_full_name
from ppit_matching.names.pet_names import is_same_name


@pytest.mark.parametrize(
    ("typed", "given", "family"),
    [
        ("Gwenllian ferch Llywelyn Jones", ("gwenllian", "llywelyn"), ("jones",)),
        ("Rhodri ab Owen", ("rhodri",), ("owen",)),
        ("Ab Owen", ("ab",), ("owen",)),
        ("Sean O Sullivan", ("sean",), ("osullivan",)),
        ("Se\u00e1n \u00d3 Briain", ("sean",), ("obriain",)),
        ("Martin O Tanner", ("martin", "o"), ("tanner",)),
        ("M\u00e1ire N\u00ed Bhriain", ("maire",), ("nibhriain",)),
        ("Ahmed bin Salem Al Harbi", ("ahmed", "salem"), ("harbi",)),
        ("Mst. Rahima Khatun", ("rahima",), ("khatun",)),
        ("Harjit Kaur d/o Gurdev Singh", ("harjit",), ("kaur",)),
        ("Tariq Ali S/O Ghulam Ali", ("tariq",), ("ali",)),
        ("Chief Mrs Ngozi Okonjo", ("ngozi",), ("okonjo",)),
        ("Alhaji Musa Bello", ("musa",), ("bello",)),
        ("The late Martin Holt", ("martin",), ("holt",)),
        ("Executors of Martin Holt", ("martin",), ("holt",)),
        ("Lt Col Martin Holt", ("martin",), ("holt",)),
        ("Martin Holt 2nd", ("martin",), ("holt",)),
    ],
)
def test_what_stands_beside_a_name_is_no_part_of_it(
    typed: str, given: tuple[str, ...], family: tuple[str, ...]
) -> None:
    parsed = parse_full_name(typed)
    assert (parsed.given, parsed.family) == (given, family)


@pytest.mark.parametrize(
    ("typed", "former"),
    [
        ("Anna Kowalska z domu Wrona", ("wrona",)),
        ("Maria Ionescu (fosta Dragomir)", ("dragomir",)),
        ("Helga Braun geb. Vogt", ("vogt",)),
        ("Ellen Holt n\u00e9e Jarvis", ("jarvis",)),
    ],
)
def test_a_maiden_name_is_kept_apart_in_several_languages(
    typed: str, former: tuple[str, ...]
) -> None:
    parsed = parse_full_name(typed)
    assert parsed.former == former
    assert len(parsed.given) == 1
    assert len(parsed.family) == 1


def test_somebody_who_died_is_not_called_deceased() -> None:
    parsed = parse_full_name("Martin Holt (deceased)")
    assert (parsed.given, parsed.family, parsed.known_as) == (("martin",), ("holt",), ())


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Holt, Martin & Mary", [("martin", "holt"), ("mary", "holt")]),
        ("HOLT, M. & E.", [("m", "holt"), ("e", "holt")]),
        ("Martin & Mary Holt", [("martin", "holt"), ("mary", "holt")]),
        ("Holt, Martin & Jarvis, Ellen", [("martin", "holt"), ("ellen", "jarvis")]),
        ("Harjit Kaur d/o Gurdev Singh", [("harjit", "kaur")]),
    ],
)
def test_a_joint_row_with_the_family_in_front_names_two_of_it(
    typed: str, names: list[tuple[str, str]]
) -> None:
    people = normalise_people(PersonRecord(full=typed))
    assert [(person.given[0], person.family[0]) for person in people] == names


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("katarzyna", "kasia"),
        ("grzegorz", "grzesiek"),
        ("zbigniew", "zbyszek"),
        ("gheorghe", "gigi"),
        ("nicolae", "nicu"),
        ("chukwuemeka", "emeka"),
        ("babatunde", "tunde"),
        ("gwenllian", "gwen"),
        ("ieuan", "iwan"),
        ("surinder", "suri"),
    ],
)
def test_short_forms_of_many_traditions_are_the_same_name(full: str, short: str) -> None:
    assert is_same_name(full, short)
    assert is_same_name(short, full)


@pytest.mark.parametrize(
    ("one", "other"), [("katarzyna", "karolina"), ("ion", "ian"), ("tomasz", "tadeusz")]
)
def test_two_names_of_one_tradition_are_not(one: str, other: str) -> None:
    assert not is_same_name(one, other)
