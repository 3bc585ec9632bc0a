"""What callers send of people, addresses and times, and what matching is given of it."""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, Strict
from pydantic_core import PydanticCustomError

from ppit_matching import AddressText, PersonRecord
from ppit_platform.wire import Instant, PartialDate, PersonName, Uprn, WireModel

_NOT_TEXT = PydanticCustomError("string_type", "must be text")
_NOT_A_DAY = PydanticCustomError("string_pattern_mismatch", "not a day")
_IMPOSSIBLE = PydanticCustomError("impossible_date", "not a date of the calendar")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _NOT_TEXT
    return value


def _day(value: object) -> date:
    text = _text(value)
    if _DAY.fullmatch(text) is None:
        raise _NOT_A_DAY
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _IMPOSSIBLE from None


def _instant(value: object) -> str:
    text = _text(value)
    if _DAY.match(text) is None:
        raise _NOT_A_DAY
    return text


# Pydantic alone would read a number as seconds since 1970, and 1 and "off" as yes and no.
Day = Annotated[date, BeforeValidator(_day)]
InstantGiven = Annotated[Instant, BeforeValidator(_instant)]
YesNo = Annotated[bool, Strict()]
AddressLine = Annotated[str, Field(max_length=200)]


class AddressGiven(WireModel):
    """A UPRN, or an address as somebody typed it; both where both are known."""

    uprn: Uprn | None = None
    lines: tuple[AddressLine, ...] = Field(default=(), max_length=8)
    postcode: str | None = Field(
        default=None, max_length=16, description="As typed: a mistyped postcode stops nothing."
    )


class PersonNamed(WireModel):
    name: PersonName
    date_of_birth: PartialDate | None = None


def person_record(
    name: PersonName,
    date_of_birth: str | None,
    address: AddressText | None = None,
    phone: str | None = None,
) -> PersonRecord:
    return PersonRecord(
        full=name.full,
        given=name.given,
        family=name.family,
        known_as=name.known_as,
        date_of_birth=date_of_birth,
        address=address,
        phone=phone,
    )


def plain_uprn(uprn: str) -> str:
    """Drop leading zeros: systems that pad UPRNs to twelve digits mean the same door."""
    return uprn.lstrip("0") or "0"


def address_text(address: AddressGiven) -> AddressText | None:
    """Return what was typed of the address, None where there is a UPRN alone."""
    if not address.lines and not address.postcode:
        return None
    return AddressText(address.lines, address.postcode)
