"""What holds for any text at all."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ppit_matching import (
    AddressText,
    Band,
    Person,
    PersonRecord,
    ResolutionStatus,
    address_keys,
    address_query_keys,
    compare,
    normalise_address,
    normalise_people,
    normalise_person,
    person_keys,
    query_keys,
    resolve_address,
)
from ppit_matching.addresses.address import Address
from ppit_matching.addresses.postcodes import parse_postcode
from ppit_matching.dates.parsing import parse_birth_date
from ppit_matching.people.phones import parse_phone
from ppit_matching.text.folding import fold
from ppit_matching.text.phonetics import sound

PIECES = """
john jack smith o' brien mc donald kaur gill - & and mr mrs nee aka jr ' " ( ) , 14 2a flat
basement high street st road deal ct14 7ab house / 12-14 j \u0142 \u00e9 van der
"""
WORDS = st.sampled_from(PIECES.split())
TEXT = st.one_of(st.text(max_size=30), st.lists(WORDS, max_size=8).map(" ".join))
DATES = st.one_of(
    TEXT, st.dates().map(str), st.from_regex(r"\d{1,2}/\d{1,2}/\d{2,4}"), st.from_regex(r"\d{4,8}")
)
ADDRESSES = st.builds(
    AddressText, st.lists(TEXT, max_size=4).map(tuple), st.one_of(st.none(), TEXT)
)
PEOPLE = st.builds(
    PersonRecord,
    full=st.one_of(st.none(), TEXT),
    given=st.lists(TEXT, max_size=2).map(tuple),
    family=st.one_of(st.none(), TEXT),
    known_as=st.one_of(st.none(), TEXT),
    date_of_birth=st.one_of(st.none(), DATES),
    address=st.one_of(st.none(), ADDRESSES),
    phone=st.one_of(st.none(), TEXT),
)
MANY = settings(deadline=None, max_examples=150)


@MANY
@given(PEOPLE, PEOPLE)
def test_comparison_never_raises_and_does_not_mind_the_order(
    one: PersonRecord, other: PersonRecord
) -> None:
    left, right = normalise_person(one), normalise_person(other)
    forward, backward = compare(left, right), compare(right, left)
    assert forward == backward
    assert 0 <= forward.probability <= 1


@MANY
@given(PEOPLE)
def test_a_record_is_found_by_its_own_query_keys(record: PersonRecord) -> None:
    people = normalise_people(record)
    assert people
    assert all(person_keys(person) <= query_keys(person) for person in people)


@MANY
@given(PEOPLE)
def test_storage_is_a_round_trip(record: PersonRecord) -> None:
    people = normalise_people(record)
    assert tuple(Person.from_json(person.as_json()) for person in people) == people


@MANY
@given(PEOPLE)
def test_nobody_is_confirmed_without_a_full_date_of_birth(record: PersonRecord) -> None:
    person = normalise_person(record)
    if not person.born.full:
        assert compare(person, person).band is not Band.CONFIRMED


@MANY
@given(TEXT)
def test_normalised_text_is_plain_and_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text).isascii()
    assert sound(text) == sound(text)


@MANY
@given(PEOPLE)
def test_a_normalised_name_normalises_to_itself(record: PersonRecord) -> None:
    person = normalise_person(record)
    if not person.joint:
        again = normalise_person(PersonRecord(given=person.given, family=" ".join(person.family)))
        assert again.given == person.given
        assert again.family == person.family


@MANY
@given(DATES)
def test_a_date_reads_back_as_itself(text: str) -> None:
    born = parse_birth_date(text)
    assert parse_birth_date(born.iso) == born


@MANY
@given(TEXT)
def test_postcodes_and_phones_read_back_as_themselves(text: str) -> None:
    for parse in (parse_postcode, parse_phone):
        found = parse(text)
        assert found is None or parse(found) == found


@MANY
@given(ADDRESSES, ADDRESSES)
def test_any_address_is_resolved_or_said_not_to_be(one: AddressText, other: AddressText) -> None:
    query, door = normalise_address(one), normalise_address(other)
    answer = resolve_address(query, [("1", door), ("2", door)])
    assert (answer.uprn is not None) == (answer.status is ResolutionStatus.RESOLVED)
    assert set(answer.candidates) <= {"1", "2"}


@MANY
@given(ADDRESSES)
def test_an_address_keeps_its_keys_and_its_storage(text: AddressText) -> None:
    address = normalise_address(text)
    assert address_keys(address) <= address_query_keys(address)
    assert Address.from_json(address.as_json()) == address
