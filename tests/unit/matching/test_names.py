"""Names as people write them."""

import pytest

from ppit_matching import (
    AddressText,
    Person,
    PersonRecord,
    normalise_address,
    normalise_people,
    normalise_person,
)
from ppit_matching.names.parsing import parse_full_name, parse_name_parts
from ppit_matching.names.pet_names import is_same_name
from ppit_matching.text.phonetics import sound


def named(full: str) -> Person:
    return normalise_person(PersonRecord(full=full))


@pytest.mark.parametrize(
    ("typed", "given", "family"),
    [
        ("SMITH, John Paul", ("john", "paul"), ("smith",)),
        ("Mr John P. Smith MBE", ("john", "p"), ("smith",)),
        ("Patrick O'Brien", ("patrick",), ("obrien",)),
        ("Patrick O\u2019Brien", ("patrick",), ("obrien",)),
        ("Sean Mc Donald", ("sean",), ("mcdonald",)),
        ("John Smith-Jones", ("john",), ("smith", "jones")),
        ("Dylan ap Rhys", ("dylan",), ("rhys",)),
        ("Pieter van der Berg", ("pieter",), ("berg",)),
        ("Jos\u00e9 D'Souza", ("jose",), ("souza",)),
        ("Manpreet Kaur Gill", ("manpreet",), ("kaur", "gill")),
        ("Shahida Begum", ("shahida",), ("begum",)),
        ("Mohd Imran Khan", ("mohammed", "imran"), ("khan",)),
        ("\u0141ukasz Wa\u0142\u0119sa", ("lukasz",), ("walesa",)),
        ("Anna Nowakowska", ("anna",), ("nowakowski",)),
        ("\u0218tefan Popescu", ("stefan",), ("popescu",)),
        ("Ram Bahadur Gurung", ("ram",), ("bahadur", "gurung")),
        ("Oluwaseun Adeyemi", ("oluwaseun",), ("adeyemi",)),
    ],
)
def test_a_whole_name_is_taken_apart(
    typed: str, given: tuple[str, ...], family: tuple[str, ...]
) -> None:
    person = named(typed)
    assert (person.given, person.family) == (given, family)


def test_names_before_and_beside_are_kept() -> None:
    assert named("Mary Jones nee Smith").former == ("smith",)
    assert named("Mary Jones (n\u00e9e Smith)").former == ("smith",)
    assert named("John 'Jack' Smith").known_as == ("jack",)
    assert named("John (Jack) Smith").known_as == ("jack",)
    assert named("John Smith aka Jim Jones").known_as == ("jim",)
    assert named("John Smith aka Jim Jones").former == ("jones",)


def test_names_run_together_come_apart_at_the_capital() -> None:
    assert named("NicholasSmith").family == ("smith",)
    assert named("NicholasSmith").given == ("nicholas",)
    assert (named("YamBasnet").given, named("YamBasnet").family) == (("yam",), ("basnet",))
    assert named("MacDonald").family == ("macdonald",)
    assert named("McDonald").family == ("mcdonald",)


def test_two_boxes_are_read_like_one_line() -> None:
    person = normalise_person(
        PersonRecord(given=("Manpreet Kaur",), family="Gill (formerly Sandhu)", known_as="Manny")
    )
    assert person.given == ("manpreet",)
    assert person.family == ("kaur", "gill")
    assert person.former == ("sandhu",)
    assert person.known_as == ("manny",)


def test_a_joint_row_names_two_people() -> None:
    husband, wife = normalise_people(PersonRecord(full="Mr & Mrs J Smith"))
    assert (husband.given, husband.family) == (("j",), ("smith",))
    assert (wife.given, wife.family) == ((), ("smith",))
    assert husband.joint
    assert wife.joint


@pytest.mark.parametrize(
    "typed", ["John and Mary Smith", "J Smith & M Smith", "Mr J & Mrs M Smith"]
)
def test_a_couple_shares_the_family_name(typed: str) -> None:
    people = normalise_people(PersonRecord(full=typed))
    assert [person.family for person in people] == [("smith",), ("smith",)]
    assert [person.given[0][0] for person in people] == ["j", "m"]


@pytest.mark.parametrize(
    "typed",
    [
        "Barnaby Quillfeather & Jo Smith & Al Jones",
        "Barnaby Quillfeather; Jo Smith",
        "Barnaby Quillfeather / Mary Jones",
        "Barnaby Quillfeather c/o Mary Jones",
        "Mary Jones or Barnaby Quillfeather",
        "Barnaby Quillfeather t/a Quick Roofing",
    ],
)
def test_of_several_people_in_one_row_none_is_swallowed(typed: str) -> None:
    people = normalise_people(PersonRecord(full=typed))
    assert (("barnaby",), ("quillfeather",)) in [(each.given, each.family) for each in people]
    assert all(person.joint for person in people)


def test_mr_brown_beside_ms_jones_keeps_his_own_family_name() -> None:
    people = normalise_people(PersonRecord(full="Mr Brown & Ms Jones"))
    assert [(each.given, each.family) for each in people] == [((), ("brown",)), ((), ("jones",))]


def test_two_forms_of_one_name_are_one_person() -> None:
    (person,) = normalise_people(PersonRecord(full="Jack/John Smith"))
    assert not person.joint


@pytest.mark.parametrize("dash", ["-", "\u2010", "\u2011", "\u2013", "\u2014", "\u2212"])
def test_a_dash_of_any_length_is_a_hyphen(dash: str) -> None:
    person = normalise_person(PersonRecord(full=f"Anna Smith{dash}Jones"))
    assert person.family == ("smith", "jones")
    house = normalise_address(AddressText((f"12{dash}14 High Street",)))
    assert house.number == "12-14"


def test_alexander_and_anderson_hold_no_couple() -> None:
    (person,) = normalise_people(PersonRecord(full="Alexander Anderson"))
    assert not person.joint


def test_junior_is_told_from_senior() -> None:
    assert named("John Smith Jnr").generation == "jr"
    assert named("John Smith Snr").generation == "sr"
    assert named("John Smith Jnr").family == ("smith",)
    assert parse_name_parts(("John",), "Smith Jnr").generation == "jr"
    assert parse_name_parts(("John",), "Smith").generation is None


@pytest.mark.parametrize(
    "pair",
    [
        "jack john",
        "ted edward",
        "peggy margaret",
        "nell helen",
        "bill william",
        "bob robert",
        "seun oluwaseun",
        "kate catherine",
        "krzysztof christopher",
        "dai david",
        "staszek stanislaw",
        "suri surinder",
        "temi temitope",
        "wojtek wojciech",
        "bill will",
    ],
)
def test_pet_names_are_forms_of_the_full_name(pair: str) -> None:
    one, other = pair.split()
    assert is_same_name(one, other)
    assert is_same_name(other, one)


@pytest.mark.parametrize(
    "pair", ["alexander alexandra", "christine christina", "ian sean", "jean joan"]
)
def test_names_that_twins_may_bear_are_not_forms_of_one(pair: str) -> None:
    one, other = pair.split()
    assert not is_same_name(one, other)


@pytest.mark.parametrize(
    "alike",
    [
        "smith smyth smythe",
        "mcdonald macdonald",
        "rhys rees reece",
        "kowalski kovalsky",
        "llewelyn lewellyn",
        "hussain hussein husain",
        "catherine kathryn",
        "shaun shawn sean",
        "stephen steven",
        "chaudhry chowdhury choudhury",
    ],
)
def test_spellings_of_one_name_sound_alike(alike: str) -> None:
    assert len({sound(name) for name in alike.split()}) == 1


@pytest.mark.parametrize(
    ("typed", "given", "family"),
    [
        ("Peter Paul Major", ("peter", "paul"), ("major",)),
        ("Maj. Peter Major MBE", ("peter",), ("major",)),
        ("Ali Sheikh", ("ali",), ("sheikh",)),
        ("Major, Peter", ("peter",), ("major",)),
        ("Li Wei Ma", ("li",), ("wei", "ma")),
        ("John Smith MA", ("john",), ("smith", "ma")),
        ("John Ma", ("john",), ("ma",)),
    ],
)
def test_a_title_counts_only_where_titles_stand(
    typed: str, given: tuple[str, ...], family: tuple[str, ...]
) -> None:
    name = parse_full_name(typed)
    assert (name.given, name.family) == (given, family)
