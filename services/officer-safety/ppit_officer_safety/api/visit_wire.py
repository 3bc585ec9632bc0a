"""What a caller sends to have a visit screened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, cast

from fastapi.exceptions import RequestValidationError
from pydantic import (
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from ppit_officer_safety.actions.screen_visits import VisitAsked, VisitUnreadable
from ppit_officer_safety.domain.audience import AUDIENCE_PATTERN, Audience
from ppit_officer_safety.domain.codes import ContactMode, Sex
from ppit_officer_safety.domain.measures import Party
from ppit_platform.people_wire import (
    AddressGiven,
    InstantGiven,
    PersonNamed,
    YesNo,
    address_text,
    person_record,
    plain_uprn,
)
from ppit_platform.problems import invalid_request
from ppit_platform.wire import WireModel

MOST_VISITS = 200

AudienceCode = Annotated[
    str,
    Field(pattern=AUDIENCE_PATTERN, description="A named audience, or DISTRICT: and a GSS code."),
]


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
