"""Who is confirmed as whom, who only leads to advice, and who is nobody."""

import pytest

from ppit_matching import (
    MODEL,
    Band,
    PersonRecord,
    compare,
    normalise_people,
    normalise_person,
    rank,
)
from ppit_matching.scoring.evidence import gather
from ppit_matching.scoring.levels import NameLevel, OtherLevel, PlaceLevel
from ppit_matching.scoring.name_levels import NameMatch
from tests.unit.matching.builders import (
    BORN,
    ELSEWHERE,
    HOME,
    a_person,
    band,
    is_found,
)

FAMILYS_PHONE = "07700 900123"
AT_LEAST_PROBABLE = {Band.CONFIRMED, Band.PROBABLE}
AT_LEAST_POSSIBLE = {*AT_LEAST_PROBABLE, Band.POSSIBLE}


def test_the_same_person_at_the_same_address_is_confirmed() -> None:
    assert band(a_person(), a_person()) is Band.CONFIRMED


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("Jack Hargreaves", BORN),
        ("HARGREAVES, John", BORN),
        ("Hargreaves John", BORN),
        ("John Hargreves", BORN),
        ("John Hargreaves", "12/03/1975"),
        ("John Hargreaves", "03/12/1975"),
        ("John Hargreaves", "1975-03-13"),
        ("Mr John P Hargreaves", BORN),
        ("J\u00f3hn H\u00e1rgreaves", BORN),
    ],
    ids=[
        "nickname", "surname first", "swapped", "typed badly", "day first", "day and month swapped",
        "one digit", "middle initial", "accents",
    ],
)  # fmt: skip
def test_everyday_errors_at_the_same_address_are_confirmed(typed: str, born: str) -> None:
    query, record = a_person(typed, born), a_person()
    assert band(query, record) is Band.CONFIRMED
    assert is_found(query, record)


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("J Hargreaves", BORN),
        ("Jhon Hargraeves", BORN),
        ("John Hargreaves", None),
        ("John Hargreaves", "1975"),
        ("John Hargreaves", "1900-01-01"),
        ("John Hargreaves", "1976-03-12"),
    ],
    ids=["initial", "both typed badly", "no date", "year only", "placeholder", "year typed badly"],
)
def test_weaker_evidence_at_the_same_address_is_no_miss_and_not_confirmed(
    typed: str, born: str | None
) -> None:
    query, record = a_person(typed, born), a_person()
    assert band(query, record) is Band.PROBABLE
    assert is_found(query, record)


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("John Hargreaves", BORN),
        ("Jack Hargreaves", BORN),
        ("Hargreaves John", BORN),
        ("John Hargreves", BORN),
        ("Jhon Hargreaves", BORN),
        ("John Hargreaves", "1975-12-03"),
        ("John Hargreaves", "1975-03-21"),
        ("John Hargreaves", "1957-03-12"),
        ("J Hargreaves", BORN),
    ],
)
def test_someone_who_moved_is_no_miss(typed: str, born: str) -> None:
    query, record = a_person(typed, born, ELSEWHERE), a_person()
    assert band(query, record) in AT_LEAST_PROBABLE
    assert is_found(query, record)


def test_both_names_typed_very_badly_are_still_candidates_by_the_date() -> None:
    query, record = a_person("Gohn Pargxeaves", address=ELSEWHERE), a_person()
    assert is_found(query, record)
    assert band(query, record) in AT_LEAST_POSSIBLE


def test_a_married_name_with_the_same_date_and_address_is_no_miss() -> None:
    query, record = a_person("Mary Jones"), a_person("Mary Clark")
    assert band(query, record) is Band.PROBABLE
    assert is_found(query, record)


def test_a_married_name_with_the_same_date_is_still_looked_at_after_a_move() -> None:
    query, record = a_person("Philippa Jones", address=ELSEWHERE), a_person("Philippa Clark")
    assert band(query, record) in AT_LEAST_POSSIBLE
    assert is_found(query, record)


def test_a_recorded_former_name_carries_over_a_move() -> None:
    query = a_person("Mary Jones", address=ELSEWHERE)
    assert band(query, a_person("Mary Jones")) in AT_LEAST_PROBABLE
    assert band(query, a_person("Mary Clark nee Jones")) in AT_LEAST_PROBABLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("James Hargreaves", "John Hargreaves"),
        ("Jayden Hargreaves", "Hayden Hargreaves"),
        ("Jean Hargreaves", "Joan Hargreaves"),
        ("Alexander Hargreaves", "Alexandra Hargreaves"),
        ("Harpreet Singh", "Harmeet Singh"),
        ("Asif Khan", "Asim Khan"),
        ("Taiwo Adeyemi", "Kehinde Adeyemi"),
        ("Mary Hargreaves", "Mark Hargreaves"),
        ("Ian Hargreaves", "Sean Hargreaves"),
        ("J Hargreaves", "John Hargreaves"),
        ("Anna Kowalska", "Hanna Kowalska"),
    ],
)
@pytest.mark.parametrize("address", [HOME, ELSEWHERE, None])
def test_a_twin_is_never_confirmed_as_the_other(one: str, other: str, address: str | None) -> None:
    assert band(a_person(one, address=address), a_person(other)) is not Band.CONFIRMED


@pytest.mark.parametrize(
    "born", ["1948-07-30", "1945-03-12", "1955-03-12", "1957-03-12", None, "1975"]
)
def test_a_father_is_never_confirmed_as_his_son(born: str | None) -> None:
    assert band(a_person(born=born), a_person(born="1975-03-12")) is not Band.CONFIRMED


def test_a_father_a_generation_older_is_not_even_probable() -> None:
    assert band(a_person(born="1948-07-30"), a_person()) is Band.POSSIBLE


def test_junior_is_never_confirmed_as_senior() -> None:
    assert (
        band(a_person("John Hargreaves Jnr"), a_person("John Hargreaves Snr")) is not Band.CONFIRMED
    )


def test_strangers_of_one_name_are_nobody_to_one_another() -> None:
    stranger = a_person(born="1981-11-27", address=ELSEWHERE)
    assert band(stranger, a_person()) is Band.NONE


@pytest.mark.parametrize("address", [ELSEWHERE, None])
def test_a_common_name_and_birthday_without_the_address_is_probable_at_most(
    address: str | None,
) -> None:
    for name in ("John Smith", "Mohammed Khan", "Manpreet Kaur", "David Jones", "Maria Begum"):
        assert band(a_person(name, address=address), a_person(name)) is Band.PROBABLE


def test_not_even_a_rare_name_and_birthday_confirm_without_the_address() -> None:
    name = "Zoltan Fetherstonhaugh"
    assert band(a_person(name, address=ELSEWHERE), a_person(name)) is Band.PROBABLE


def test_a_phone_confirms_where_the_address_cannot() -> None:
    query = a_person(address=ELSEWHERE, phone="07700 900123")
    assert band(query, a_person(phone="07700 900123")) is Band.CONFIRMED


def test_a_pet_name_confirms_only_those_born_before_pet_names_were_registered() -> None:
    assert band(a_person("Ellie Webb", "1985-07-30"), a_person("Eleanor Webb", "1985-07-30")) is (
        Band.CONFIRMED
    )
    assert band(a_person("Ellie Webb", "2007-07-30"), a_person("Eleanor Webb", "2007-07-30")) is (
        Band.PROBABLE
    )


def test_a_rare_name_alone_is_never_confirmed() -> None:
    name = "Zoltan Fetherstonhaugh"
    query = a_person(name, born=None, address=None)
    assert band(query, a_person(name)) is Band.PROBABLE
    assert is_found(query, a_person(name))


def test_the_first_of_january_does_not_confirm() -> None:
    query = a_person(born="1975-01-01")
    assert band(query, a_person(born="1975-01-01")) is Band.PROBABLE
    assert band(query, a_person(born="1975-08-19")) in AT_LEAST_PROBABLE


def test_another_middle_name_withholds_confirmation() -> None:
    query, record = a_person("John Paul Hargreaves"), a_person("John Peter Hargreaves")
    assert band(query, record) is Band.PROBABLE


def test_a_middle_name_typed_badly_does_not_withhold_it() -> None:
    query, record = a_person("John Regenald Webb"), a_person("John Reginald Webb")
    assert band(query, record) is Band.CONFIRMED


def test_a_middle_name_used_as_the_first_is_no_miss() -> None:
    query, record = a_person("Peter Hargreaves"), a_person("John Peter Hargreaves")
    assert band(query, record) is Band.PROBABLE
    assert is_found(query, record)


def test_neither_of_a_joint_row_is_confirmed_and_neither_is_missed() -> None:
    row = PersonRecord(full="Mr & Mrs J Hargreaves", date_of_birth="1975-03-12")
    bands = [compare(person, a_person()).band for person in normalise_people(row)]
    assert len(bands) == 2
    assert set(bands) <= {Band.PROBABLE, Band.POSSIBLE}


@pytest.mark.parametrize("address", [None, ELSEWHERE])
def test_kin_who_share_a_phone_are_not_taken_for_each_other(address: str | None) -> None:
    """A rare surname tells a family apart from others, and not its members from each other."""
    david = a_person("David Hargreaves", None, phone=FAMILYS_PHONE)
    robert = a_person("Robert Hargreaves", None, address, phone=FAMILYS_PHONE)
    assert band(david, robert) is Band.POSSIBLE
    father = a_person("David Hargreaves", "1950-01-09", address, phone=FAMILYS_PHONE)
    son = a_person("David Hargreaves", BORN, phone=FAMILYS_PHONE)
    assert band(father, son) is Band.POSSIBLE


def test_of_several_names_the_surest_agreement_counts_in_any_order() -> None:
    one = normalise_person(PersonRecord(given=("John",), family="Smith", known_as="Zbyszko"))
    for given, known_as in (("Jack", "Peter"), ("Peter", "Jack")):
        other = normalise_person(PersonRecord(given=(given,), family="Smith", known_as=known_as))
        assert gather(one, other).given == NameMatch(NameLevel.FORM, "john", "jack")
        assert gather(other, one).given == NameMatch(NameLevel.FORM, "jack", "john")


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_of_two_people_confirms_nobody_whichever_side_it_is_on(*, turned: bool) -> None:
    couple, alone = a_person("Mr & Mrs John Hargreaves"), a_person()
    pair = (alone, couple) if turned else (couple, alone)
    assert gather(*pair).joint
    assert compare(*pair).band is not Band.CONFIRMED


def test_a_phone_that_tells_of_a_home_weighs_what_the_door_would() -> None:
    told = compare(
        a_person("David Hargreaves", None, phone=FAMILYS_PHONE),
        a_person("Robert Hargreaves", None, ELSEWHERE, phone=FAMILYS_PHONE),
    )
    bits = dict(zip(told.reasons, told.reason_bits, strict=True))
    assert bits["same phone"] == (
        MODEL.household.phone[OtherLevel.AGREES] + MODEL.place[PlaceLevel.DOOR]
    )
    # One of the two may have left that home.
    assert bits["different address"] == 0


def test_a_shared_phone_after_a_move_speaks_for_the_person() -> None:
    query = a_person("J Hargreaves", None, ELSEWHERE, phone="07700 900123")
    record = a_person(phone="+44 7700 900123")
    assert band(query, record) in AT_LEAST_PROBABLE
    assert is_found(query, record)


def test_of_two_shared_parts_of_a_family_name_the_same_one_counts_whoever_asks() -> None:
    one = normalise_person(PersonRecord(family="Kerr Quillfeather"))
    other = normalise_person(PersonRecord(family="Quillfeather Kaur"))
    assert compare(one, other) == compare(other, one)


def test_the_reasons_say_in_words_what_agreed() -> None:
    answer = compare(a_person("Jack Hargraves", "1975-12-03"), a_person())
    assert answer.reasons == (
        "first name is another form of the same name",
        "surname nearly the same",
        "day and month swapped",
        "same address",
    )


def test_a_stronger_probability_comes_from_more_bits() -> None:
    near, far = compare(a_person(), a_person()), compare(a_person(born=None), a_person())
    assert near.weight_bits > far.weight_bits
    assert 0 < far.probability < near.probability <= 1


def test_the_ranking_puts_the_best_first_and_says_how_clear_it_is() -> None:
    father, stranger = a_person(born="1948-07-30"), a_person("Omar Ali", "1990-05-05", ELSEWHERE)
    ranked = rank(a_person(), [("father", father), ("stranger", stranger), ("self", a_person())])
    assert [entry.key for entry in ranked] == ["self", "father"]
    best, second = (entry.comparison.weight_bits for entry in ranked)
    assert ranked[0].gap_bits == best - second


def test_two_records_that_fit_equally_leave_no_gap() -> None:
    ranked = rank(a_person(), [(1, a_person()), (2, a_person())])
    assert [entry.gap_bits for entry in ranked] == [0.0, 0.0]


def test_a_single_candidate_has_no_gap_and_none_no_ranking() -> None:
    assert rank(a_person(), [(1, a_person())])[0].gap_bits is None
    assert rank(a_person(), [(1, a_person("Omar Ali", "1990-05-05", ELSEWHERE))]) == ()
