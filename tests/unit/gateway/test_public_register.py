"""H: an agreement is data, and the public register's entry is rendered from the same object."""

from dataclasses import fields
from datetime import date
from typing import cast

from pydantic import TypeAdapter

from ppit_gateway.domain.agreements import Agreement, RequestLimits, Window
from ppit_gateway.domain.public_register import RegisterEntry, register_entry
from ppit_platform.codes import SubjectClass
from tests.support.agreements import an_entry
from tests.support.gate import an_agreement

_AGREEMENT = TypeAdapter(Agreement)
LATER = frozenset({"requests", "people_per_user_hour"})
FIELDS = [
    "information-sharing-agreement",
    "name",
    "purpose",
    "information-sharing-benefits",
    "legal-power-disclosure",
    "disclosed-information",
    "controllers",
    "controller-names",
    "information-sharing-method",
    "processors",
    "processor-names",
    "retention-period",
    "start-date",
    "end-date",
    "review-date",
    "contact",
    "areas",
    "area-names",
]


def before_them(**changes: object) -> dict[str, object]:
    """Return an agreement as it was written down before it had limits of its own."""
    said = an_agreement()
    return {name: said[name] for name in said if name not in LATER} | changes


def agreed(**changes: object) -> Agreement:
    return _AGREEMENT.validate_python(before_them(**changes))


def test_h_an_entry_has_the_18_fields_of_the_public_register_in_their_order() -> None:
    assert [each.name.replace("_", "-") for each in fields(RegisterEntry)] == FIELDS
    assert len(FIELDS) == 18


def test_h_an_entry_says_what_both_sides_signed() -> None:
    entry = register_entry(agreed(entry=an_entry(), retention_days=365))
    assert entry.information_sharing_agreement == "DSA-001"
    assert entry.legal_power_disclosure == "UK GDPR Art 6(1)(e)"
    assert entry.controllers == ("local-authority-eng:KEN", "local-authority-eng:THA")
    assert (entry.start_date, entry.end_date) == (date(2020, 1, 1), date(2090, 12, 31))
    assert entry.review_date == date(2026, 12, 1)
    assert entry.retention_period == "P365D"
    assert (entry.areas, entry.area_names) == (("E07000114",), ("Thanet",))
    assert entry.unsaid == ()


def test_h_what_was_signed_before_there_was_an_entry_is_still_read_and_shows_its_gaps() -> None:
    terms = an_agreement()
    del terms["requests"], terms["people_per_user_hour"]
    old = _AGREEMENT.validate_python(terms)
    assert (old.entry, old.clients, old.retention_days) == (None, None, None)
    assert old.requests == RequestLimits(burst=Window(20, 1), minute=Window(600, 60))
    assert old.people_per_user_hour == 50
    entry = register_entry(old)
    assert entry.controller_names == ("Thanet District Council", "Kent County Council")
    assert set(entry.unsaid) == {
        "purpose",
        "information_sharing_benefits",
        "disclosed_information",
        "information_sharing_method",
        "retention_period",
        "review_date",
        "contact",
    }


def test_h_a_version_is_stored_as_it_was_said_and_read_back_the_same() -> None:
    said = agreed(
        entry=an_entry(),
        clients=["thanet-phones"],
        subject_classes=["SUSPECTED", "VICTIM"],
        requests={"minute": {"q": 60, "w": 60}},
        people_per_user_hour=5,
    )
    stored = _AGREEMENT.dump_python(said, mode="json", exclude_defaults=True)
    assert _AGREEMENT.validate_python(stored) == said
    assert said.subject_classes == {SubjectClass.SUSPECTED, SubjectClass.VICTIM}
    assert said.requests.burst == Window(20, 1)
    assert "retention_days" not in cast("dict[str, object]", stored)
    # A version of before says exactly what it always said: nothing of what came later.
    old = _AGREEMENT.dump_python(agreed(), mode="json", exclude_defaults=True)
    assert cast("dict[str, object]", old).keys() == before_them().keys()
