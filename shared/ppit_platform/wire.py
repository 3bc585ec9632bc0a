"""The types of the wire, fixed once: every partner's system reads and writes these."""

import calendar
import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError


class WireModel(BaseModel):
    """Base of every body: a field that is not published is refused, and nothing changes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Uprn = Annotated[
    str, Field(pattern=r"^[0-9]{1,12}$", description="Unique Property Reference Number, as text.")
]

_POSTCODE = r"^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}$"
Postcode = Annotated[
    str, Field(pattern=_POSTCODE, description="A full UK postcode, with or without its space.")
]

_NOT_PARTIAL = PydanticCustomError("string_pattern_mismatch", "not a partial date")
_IMPOSSIBLE = PydanticCustomError("impossible_date", "not a date of the calendar")
_NOT_UTC = PydanticCustomError("not_utc", "an instant must be UTC, with Z")
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _possible(text: str) -> str:
    parts = _PARTIAL.fullmatch(text)
    if parts is None:
        raise _NOT_PARTIAL
    year, month, day = (int(part) if part else None for part in parts.groups())
    if not _exists(year or 0, 1 if month is None else month, 1 if day is None else day):
        raise _IMPOSSIBLE
    return text


def _exists(year: int, month: int, day: int) -> bool:
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]  # noqa: PLR2004


PartialDate = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
        description="What is known of a date: 1975, 1975-03 or 1975-03-02.",
        examples=["1975-03-02", "1975"],
    ),
    AfterValidator(_possible),
]


def _utc(value: datetime) -> datetime:
    if value.utcoffset() != timedelta(0):
        raise _NOT_UTC
    return value


def instant_text(value: datetime) -> str:
    """Return the instant as every answer shows it: UTC, milliseconds, ``Z``."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant = Annotated[
    AwareDatetime,
    AfterValidator(_utc),
    PlainSerializer(instant_text, return_type=str, when_used="json"),
    Field(description="An instant in UTC, ending in Z."),
]

NamePart = Annotated[str, Field(min_length=1, max_length=100)]


class PersonName(WireModel):
    """A name in parts; ``full`` as it came, where nobody knows the parts."""

    given: tuple[NamePart, ...] = Field(default=(), max_length=10)
    family: NamePart | None = None
    known_as: NamePart | None = None
    full: Annotated[str, Field(min_length=1, max_length=200)] | None = None


class Money(WireModel):
    """An amount in pence: never a fraction, so that no sum is ever rounded."""

    pence: int
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "GBP"
