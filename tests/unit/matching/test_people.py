"""What is enough to search with, and what survives storage."""

import pytest

import ppit_matching
from ppit_matching import (
    KEY_VERSION,
    Address,
    AddressText,
    MalformedRecord,
    Person,
    PersonRecord,
    is_broad_key,
    is_readable,
    is_searchable,
    normalise_people,
    normalise_person,
    person_keys,
    query_keys,
)
from ppit_matching.addresses.postcodes import parse_postcode
from ppit_matching.linking.link import link
from ppit_matching.people.phones import parse_phone
from ppit_matching.text.hashing import hashed
from tests.unit.matching.builders import a_person

AT_A_DOOR = AddressText(("14 Foxglove Lane",), "CT14 7AB")


@pytest.mark.parametrize(
    "record",
    [
        PersonRecord(full="John Smith"),
        PersonRecord(family="Smith", date_of_birth="1975"),
        PersonRecord(given=("John",), address=AT_A_DOOR),
        PersonRecord(phone="07700 900123"),
    ],
)
def test_a_name_with_something_beside_it_is_enough_to_search(record: PersonRecord) -> None:
    assert is_searchable(normalise_person(record))


@pytest.mark.parametrize(
    "record",
    [
        PersonRecord(),
        PersonRecord(full="Smith"),
        PersonRecord(full="J S"),
        PersonRecord(full="Mr"),
        PersonRecord(date_of_birth="1975-03-12"),
        PersonRecord(family="Smith", date_of_birth="1900-01-01"),
        PersonRecord(full="\u5f20\u4f1f"),
    ],
)
def test_too_little_is_said_to_be_too_little(record: PersonRecord) -> None:
    assert not is_searchable(normalise_person(record))


@pytest.mark.parametrize(
    "record",
    [
        PersonRecord(full="Anna Maria \u041f\u0435\u0442\u0440\u043e\u0432\u0430"),
        PersonRecord(given=("Wei", "\u660e"), family="Zhang"),
        PersonRecord(full="Barnaby Quillfeather", given=("Robert",), family="Jones"),
    ],
    ids=["half in another script", "one given name in another script", "parts that contradict"],
)
def test_a_name_of_which_a_part_would_be_lost_is_not_readable(record: PersonRecord) -> None:
    assert not is_readable(record)


@pytest.mark.parametrize(
    "record",
    [
        PersonRecord(full="Keali\u02bbi \u0141\u00f3d\u017a-\u00c6r\u00f8"),
        PersonRecord(full="\u018fliyev Anar"),
        PersonRecord(full="Mr B Quillfeather", given=("Barnaby",), family="Quillfeather"),
        PersonRecord(full="Barnaby", given=("Barnaby",)),
        PersonRecord(),
    ],
)
def test_marks_signs_and_a_full_name_beside_its_parts_are_readable(record: PersonRecord) -> None:
    assert is_readable(record)


def test_storage_gives_back_the_same_person() -> None:
    person = a_person("John 'Jack' Smith-Jones Jnr nee Brown", phone="07700 900123")
    assert Person.from_json(person.as_json()) == person


@pytest.mark.parametrize(
    "stored",
    [{"given": "john"}, {"given": [1]}, {"phone": 7}, {"address": "x"}, {"address": {"flat": 2}}],
)
def test_a_stored_record_of_another_shape_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(MalformedRecord):
        Person.from_json(stored)


def test_an_error_names_the_field_and_not_its_value() -> None:
    with pytest.raises(MalformedRecord, match=r"^street$"):
        Address.from_json({"street": ["secret lane"]})


def test_keys_fit_a_signed_database_column_and_change_with_their_version() -> None:
    keys = person_keys(a_person())
    assert 8 <= len(keys) <= 20
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert any(key < 0 for key in keys)


def test_a_key_never_changes_its_value_under_the_same_version() -> None:
    """Indexes are built once and searched for years."""
    assert KEY_VERSION == "keys-3"
    assert hashed("born", "1975-03-02") == -2073771419302566195


def test_the_query_looks_under_more_keys_than_are_stored() -> None:
    assert person_keys(a_person()) < query_keys(a_person())


def test_the_birthday_is_the_one_broad_key() -> None:
    assert sum(map(is_broad_key, person_keys(a_person()))) == 1
    assert not any(map(is_broad_key, person_keys(a_person(born="1975"))))


@pytest.mark.parametrize(
    ("asked", "held", "found"),
    [
        ("John Hargreaves", "Jxrn Pargxeaves", True),
        ("John Hargreaves", "Gohn Hxrgr", True),
        ("John Hargreaves", "Pargxeaves Jxrn", True),
        ("John Hargreaves", "Gohn Pargxeaves", False),
        ("John Hargreaves", "", True),
        ("", "John Hargreaves", True),
        ("", "", True),
    ],
)
def test_without_the_broad_key_one_first_letter_must_be_right(
    asked: str, held: str, *, found: bool
) -> None:
    query, record = a_person(asked, address=None), a_person(held, address=None)
    narrow = {key for key in query_keys(query) if not is_broad_key(key)}
    assert narrow.isdisjoint(person_keys(record)) is not found


def test_someone_without_anything_has_no_keys() -> None:
    nobody = normalise_person(PersonRecord())
    assert person_keys(nobody) == query_keys(nobody) == frozenset()


@pytest.mark.parametrize(
    "typed", ["07700 900123", "+44 7700 900123", "0044 7700900123", "(07700) 900-123"]
)
def test_a_phone_is_the_same_however_it_was_typed(typed: str) -> None:
    assert parse_phone(typed) == "+447700900123"


@pytest.mark.parametrize("typed", [None, "", "none", "123", "0000000000", "00000000000"])
def test_what_is_no_phone_is_nothing(typed: str | None) -> None:
    assert parse_phone(typed) is None


@pytest.mark.parametrize("typed", ["CT14 7AB", "ct147ab", "CTI4 7AB", "CT14-7AB", " C T14 7 AB "])
def test_a_postcode_is_repaired(typed: str) -> None:
    assert parse_postcode(typed) == "CT14 7AB"


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("CT1O 1AB", "CT10 1AB"),
        ("TNI OAB", "TN1 0AB"),
        ("ME1 1AB", "ME1 1AB"),
        ("SO1 OAB", "SO1 0AB"),
        ("BSI OAB", "BS1 0AB"),
        ("MI OAB", "M1 0AB"),
    ],
)
def test_letters_and_digits_go_where_a_postcode_has_them(typed: str, postcode: str) -> None:
    assert parse_postcode(typed) == postcode


@pytest.mark.parametrize("typed", ["", "Deal", "CT14", "12 Ivy", "CT14 7A", "not known"])
def test_what_is_no_postcode_is_nothing(typed: str) -> None:
    assert parse_postcode(typed) is None


def test_two_whole_names_with_a_comma_are_read_both_ways() -> None:
    people = normalise_people(PersonRecord(full="William Thackerberry, Mary Jones"))
    read = {(person.given, person.family) for person in people}
    assert {(("william",), ("thackerberry",)), (("mary",), ("jones",))} < read
    assert all(person.joint for person in people)


def test_a_family_name_of_two_words_before_a_comma_is_one_person() -> None:
    (person,) = normalise_people(PersonRecord(full="Garcia Lopez, Maria Jose"))
    assert person.family == ("garcia", "lopez")


def test_what_identifies_a_person_is_stored_by_name_and_read_back() -> None:
    person = normalise_person(
        PersonRecord(
            full="Ann Obi",
            email="Ann.Obi+news@Example.com",
            national_insurance="ab 12 34 56 c",
            sex="Female",
        )
    )
    stored = person.as_json()
    wanted = {"email": "ann.obi@example.com", "national_insurance": "AB123456", "sex": "F"}
    assert {name: stored[name] for name in wanted} == wanted
    assert Person.from_json(stored) == person


def test_the_face_has_no_other_names() -> None:
    assert ppit_matching.link is link
    with pytest.raises(AttributeError, match=r"'ppit_matching' has no attribute 'guess'"):
        getattr(ppit_matching, "guess")  # noqa: B009  # the name does not exist, to any checker
