"""What a caller sends to have a visit screened."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, cast

from fastapi.exceptions import RequestValidationError
from pydantic import (
    BeforeValidator,
    Field,
    Strict,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from ppit_matching import AddressText, PersonRecord
from ppit_officer_safety.actions.screen_visits import VisitAsked, VisitUnreadable
from ppit_officer_safety.domain.audience import AUDIENCE_PATTERN, Audience
from ppit_officer_safety.domain.codes import ContactMode, Sex
from ppit_officer_safety.domain.measures import Party
from ppit_platform.problems import invalid_request
from ppit_platform.wire import Instant, PartialDate, PersonName, Uprn, WireModel

MOST_VISITS = 200

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
AudienceCode = Annotated[
    str,
    Field(pattern=AUDIENCE_PATTERN, description="A named audience, or DISTRICT: and a GSS code."),
]


class AddressGiven(WireModel):
    """A UPRN, or an address as somebody typed it; both where both are known."""

    uprn: Uprn | None = None
    lines: tuple[AddressLine, ...] = Field(default=(), max_length=8)
    postcode: str | None = Field(
        default=None,
        max_length=16,
        description="As typed: a mistyped postcode does not stop a screening.",
    )


class PersonNamed(WireModel):
    name: PersonName
    date_of_birth: PartialDate | None = None


class Attending(WireModel):
    """Who goes. An officer whose sex is not stated is protected as if she were a woman."""

    count: int = Field(ge=1, le=50, strict=True)
    lone: YesNo = Field(description="At any time of the visit an officer is alone.")
    sexes: tuple[Sex, ...] = Field(default=(), max_length=50)


class VisitRequest(WireModel):
    """One visit: where to, to whom, who goes, how and when. ``at`` is now if it is not given."""

    address: AddressGiven | None = None
    people: tuple[PersonNamed, ...] = Field(default=(), max_length=10)
    attending: Attending
    contact_mode: ContactMode
    at: InstantGiven | None = None
    audience: AudienceCode | None = Field(
        default=None,
        description="Narrows the visit to one of the audiences that the agreement covers.",
    )


class UnreadableVisit(Exception):
    """One visit of a list that breaks the published rules; it stands in its place in the list."""

    def __init__(self, failure: ValidationError) -> None:
        super().__init__("a visit that breaks the published rules")
        self.failure = failure


def _tolerant(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    try:
        return validate(value)
    except ValidationError as failure:
        return UnreadableVisit(failure)


class VisitList(WireModel):
    """Up to 200 visits. One that breaks a rule is answered in its place and spoils no other."""

    visits: tuple[Annotated[VisitRequest, WrapValidator(_tolerant)], ...] = Field(
        min_length=1, max_length=MOST_VISITS
    )

    def asked(self, now: datetime) -> list[VisitAsked | VisitUnreadable]:
        visits = cast("tuple[VisitRequest | UnreadableVisit, ...]", self.visits)
        return [
            _unreadable(number, visit)
            if isinstance(visit, UnreadableVisit)
            else visit_asked(visit, now)
            for number, visit in enumerate(visits)
        ]


def visit_asked(visit: VisitRequest, now: datetime) -> VisitAsked:
    address = visit.address
    return VisitAsked(
        uprn=plain_uprn(address.uprn) if address and address.uprn else None,
        address=address_text(address) if address else None,
        people=tuple(person_record(person.name, person.date_of_birth) for person in visit.people),
        party=_party(visit, now),
        audience=Audience(visit.audience) if visit.audience else None,
    )


def person_record(
    name: PersonName, date_of_birth: str | None, address: AddressText | None = None
) -> PersonRecord:
    return PersonRecord(
        full=name.full,
        given=name.given,
        family=name.family,
        known_as=name.known_as,
        date_of_birth=date_of_birth,
        address=address,
    )


def plain_uprn(uprn: str) -> str:
    """Drop leading zeros: systems that pad UPRNs to twelve digits mean the same door."""
    return uprn.lstrip("0") or "0"


def address_text(address: AddressGiven) -> AddressText | None:
    if not address.lines and not address.postcode:
        return None
    return AddressText(address.lines, address.postcode)


def _party(visit: VisitRequest, now: datetime) -> Party:
    attending = visit.attending
    sexes = frozenset(attending.sexes)
    if len(attending.sexes) < attending.count:
        sexes |= {Sex.NOT_STATED}
    at = now if visit.at is None else visit.at
    return Party(attending.count, attending.lone, sexes, visit.contact_mode, at)


def _unreadable(number: int, visit: UnreadableVisit) -> VisitUnreadable:
    errors = invalid_request(RequestValidationError(visit.failure.errors())).errors
    return VisitUnreadable(tuple(_placed(number, error.as_json()) for error in errors))


def _placed(number: int, error: Mapping[str, str]) -> Mapping[str, str]:
    return {**error, "pointer": f"/visits/{number}{error['pointer']}"}
