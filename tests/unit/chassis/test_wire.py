"""The types of the wire say what they mean and nothing else."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import TypeAdapter, ValidationError

from ppit_platform.wire import Instant, Money, PartialDate, PersonName, Postcode, Uprn

PARTIAL: TypeAdapter[str] = TypeAdapter(PartialDate)
INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)
UPRN: TypeAdapter[str] = TypeAdapter(Uprn)
POSTCODE: TypeAdapter[str] = TypeAdapter(Postcode)


@pytest.mark.parametrize("text", ["1975", "1975-03", "1975-03-02", "2024-02-29", "0001-01-01"])
def test_what_is_known_of_a_date_is_kept_as_it_is(text: str) -> None:
    assert PARTIAL.validate_python(text) == text


@pytest.mark.parametrize(
    "text", ["", "75", "1975-3", "1975-13", "1975-00", "2023-02-29", "1975-02-30", "0000", "1975-"]
)
def test_a_date_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        PARTIAL.validate_python(text)


def test_an_instant_is_utc_with_z() -> None:
    instant = INSTANT.validate_json('"2026-05-03T14:05:00Z"')
    assert instant == datetime(2026, 5, 3, 14, 5, tzinfo=UTC)
    assert INSTANT.dump_json(instant) == b'"2026-05-03T14:05:00.000Z"'
    with pytest.raises(ValidationError):
        INSTANT.validate_python(instant.astimezone(timezone(timedelta(hours=1))))


@pytest.mark.parametrize("text", ["", "1234567890123", "12a", " 12", "\u0661"])
def test_a_uprn_is_one_to_twelve_digits(text: str) -> None:
    assert UPRN.validate_python("100060000001") == "100060000001"
    with pytest.raises(ValidationError):
        UPRN.validate_python(text)


@pytest.mark.parametrize(
    ("text", "fits"), [("ME14 1XQ", True), ("ct11aa", True), ("ME14", False), ("1AA ME1", False)]
)
def test_a_postcode_is_a_whole_one(text: str, fits: bool) -> None:  # noqa: FBT001  # the column of a table
    try:
        POSTCODE.validate_python(text)
    except ValidationError:
        assert not fits
    else:
        assert fits


def test_money_is_whole_pence() -> None:
    assert Money(pence=1050).currency == "GBP"
    with pytest.raises(ValidationError):
        Money.model_validate({"pence": 10.5})


def test_a_name_is_kept_in_its_parts() -> None:
    name = PersonName(given=("Ada",), family="King", known_as="Addy")
    assert name.model_dump(exclude_none=True) == {
        "given": ("Ada",),
        "family": "King",
        "known_as": "Addy",
    }
