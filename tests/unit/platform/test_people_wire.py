"""What callers send of people and addresses is read as they meant it, or refused."""

from datetime import UTC, date, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from ppit_matching import AddressText, PersonRecord
from ppit_platform.people_wire import (
    AddressGiven,
    Day,
    InstantGiven,
    PersonNamed,
    YesNo,
    address_text,
    person_record,
    plain_uprn,
)
from ppit_platform.wire import PersonName

DAY: TypeAdapter[date] = TypeAdapter(Day)
INSTANT: TypeAdapter[datetime] = TypeAdapter(InstantGiven)
YES_NO: TypeAdapter[bool] = TypeAdapter(YesNo)


def test_a_day_is_a_day_of_the_calendar_written_in_full() -> None:
    assert DAY.validate_python("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize("given", ["2023-02-29", "2024-2-9", "20240229", 1709164800, None, ""])
def test_anything_else_is_no_day(given: object) -> None:
    with pytest.raises(ValidationError):
        DAY.validate_python(given)


def test_an_instant_begins_with_its_day_and_is_utc() -> None:
    assert INSTANT.validate_python("2026-03-02T09:00:00Z") == datetime(2026, 3, 2, 9, tzinfo=UTC)
    for given in (1772442000, "1772442000", "2026-03-02T09:00:00+01:00"):
        with pytest.raises(ValidationError):
            INSTANT.validate_python(given)


@pytest.mark.parametrize("given", [1, 0, "yes", "off", None])
def test_yes_and_no_are_true_and_false_alone(given: object) -> None:
    with pytest.raises(ValidationError):
        YES_NO.validate_python(given)


def test_a_person_goes_to_matching_as_named() -> None:
    named = PersonNamed(name=PersonName(given=("Joan",), family="Ferris"), date_of_birth="1941")
    place = AddressText(("1 Lantern Street",), None)
    assert person_record(named.name, named.date_of_birth, place, "07700 900000") == PersonRecord(
        given=("Joan",),
        family="Ferris",
        date_of_birth="1941",
        address=place,
        phone="07700 900000",
    )


def test_an_address_is_text_only_if_some_was_typed() -> None:
    assert address_text(AddressGiven(uprn="100")) is None
    assert address_text(AddressGiven(postcode="TN23")) == AddressText((), "TN23")
    typed = AddressGiven(uprn="100", lines=("1 Lantern Street",))
    assert address_text(typed) == AddressText(("1 Lantern Street",), None)


@pytest.mark.parametrize(("given", "plain"), [("000000000077", "77"), ("77", "77"), ("000", "0")])
def test_a_padded_uprn_is_the_same_door(given: str, plain: str) -> None:
    assert plain_uprn(given) == plain
