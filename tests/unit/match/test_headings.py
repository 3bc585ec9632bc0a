"""What headings say that no list of headings has: whose field it is, and how it is written."""

import pytest

from ppit_match.fields import Field
from ppit_match.headings import field_of, shared_words


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("PatientSurname", Field.FAMILY),
        ("patient_forename_txt", Field.GIVEN),
        ("LAST_NM", Field.FAMILY),
        ("mid_nm", Field.MIDDLE),
        ("Customer DOB (dd/mm/yyyy)", Field.BORN),
        ("cust_birth_year", Field.YEAR),
        ("res_street_address", Field.STREET),
        ("ResCityDesc", Field.PLACE),
        ("home_phone_no", Field.PHONE),
        ("phone_home", Field.PHONE),
        ("Prénom", Field.GIVEN),
        ("dob_text", Field.BORN),
        ("nhs_number_id", Field.IGNORE),
        ("patient_id", Field.IGNORE),
    ],
)
def test_a_heading_is_read_without_what_says_whose_it_is(
    heading: str, wanted: Field | None
) -> None:
    assert field_of(heading) is wanted


@pytest.mark.parametrize(
    "heading",
    [
        *("mother_surname", "next_of_kin_phone", "employer_name", "birth_city", "county_birth"),
        *("customer_number", "member_year", "surname_at_baptism", "work_address", "colour", ""),
    ],
)
def test_what_is_somebody_elses_or_says_too_little_is_no_field(heading: str) -> None:
    assert field_of(heading) is None


def test_a_word_with_which_most_headings_begin_says_nothing() -> None:
    headings = ["l_first", "l_last", "l_dob", "l_zip", "score"]
    shared = shared_words(headings)
    assert [field_of(one, shared) for one in headings] == [
        *(Field.GIVEN, Field.FAMILY, Field.BORN, Field.POSTCODE, None)
    ]
    assert shared_words(["mother_name", "mother_born", "name", "born", "town"]) == frozenset()
