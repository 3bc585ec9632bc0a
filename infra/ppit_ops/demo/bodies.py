"""Turns what the made-up Kent knows into the bodies that a partner's system would send."""

from datetime import date, datetime, time

from ppit_platform.clock import LONDON
from ppit_platform.wire import instant_text
from ppit_synthetic import Kent, MarkerTruth, ResidentName, Subject, VisitCase, VisitPerson

# The truth counts "daylight only" against every visit, so every visit is made after dark.
_AFTER_DARK = time(23)
_DAY_FIRST_PARTS = 3


def visit(case: VisitCase, day: date) -> dict[str, object]:
    """Return a screening's body: the visit as it was typed, on ``day``."""
    return {
        "address": _address(case),
        "people": [_person(person) for person in case.people],
        "attending": {
            "count": case.attending.count,
            "lone": case.attending.lone,
            "sexes": [sex.value for sex in case.attending.sexes],
        },
        "contact_mode": case.contact_mode.value,
        "at": instant_text(datetime.combine(day, _AFTER_DARK, LONDON)),
    }


def proposal(kent: Kent, marker: MarkerTruth) -> dict[str, object]:
    """Return a proposal's body: what the register is to know, which may be out of date."""
    return {
        "subject": _subject(kent, marker),
        "category": marker.category.value,
        "measures": [measure.value for measure in marker.measures],
        "audience": list(marker.audience),
        "contact_modes": [mode.value for mode in marker.modes],
        "incident_date": marker.incident_date.isoformat(),
        "grounds": f"Made-up incident behind {marker.marker_id}.",
    }


def dog_incident(kent: Kent, marker: MarkerTruth) -> dict[str, object]:
    """Return the report of a dog's attack; the report is also the proposal of its marker."""
    return {
        "kind": "ANIMAL_ATTACK",
        "occurred_on": marker.incident_date.isoformat(),
        "account": "Made-up account: the dog was loose and went for the caller.",
        "uprn": marker.recorded_uprn,
        "marker": proposal(kent, marker),
    }


def name_of(name: ResidentName) -> dict[str, object]:
    parts: dict[str, object] = {"given": list(name.given), "family": name.family}
    return parts | ({"known_as": name.known_as} if name.known_as else {})


def iso_day(typed: str | None) -> str | None:
    """Read a date as a partner's form would: day first, else ISO; nothing if it is no date."""
    parts = (typed or "").split("/")
    if len(parts) != _DAY_FIRST_PARTS:
        return typed
    try:
        return date(*(int(part) for part in reversed(parts))).isoformat()
    except ValueError:
        return None


def _subject(kent: Kent, marker: MarkerTruth) -> dict[str, object]:
    if marker.subject is Subject.ADDRESS or marker.recorded_name is None:
        return {"kind": "ADDRESS", "uprn": marker.recorded_uprn}
    resident = next(one for one in kent.people if one.person_id == marker.person_id)
    person = {
        "name": name_of(marker.recorded_name),
        "date_of_birth": resident.born.isoformat(),
        "home": {"uprn": marker.recorded_uprn},
    }
    return {"kind": "PERSON", "person": person}


def _address(case: VisitCase) -> dict[str, object]:
    if case.uprn:
        return {"uprn": case.uprn}
    typed: dict[str, object] = {"lines": list(case.address_lines)}
    return typed | ({"postcode": case.postcode} if case.postcode else {})


def _person(person: VisitPerson) -> dict[str, object]:
    body: dict[str, object] = {"name": {"full": person.name}}
    born = iso_day(person.date_of_birth)
    return body | ({"date_of_birth": born} if born else {})
