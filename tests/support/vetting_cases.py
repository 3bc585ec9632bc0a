"""Applications as a grant system sends them, and cases as it reads them back."""

from collections.abc import Mapping
from typing import cast

Answer = dict[str, object]


def a_person(name: str = "Joan Ferris", born: str = "1966-02-03", /, **more: object) -> Answer:
    """Return an individual's application: everything of her own, at a door of her own."""
    return {
        "scheme": "START_UP_GRANT",
        "application_reference": "GA-1",
        "subject_type": "INDIVIDUAL",
        "person": {"name": {"full": name}, "date_of_birth": born},
        "address": {"lines": ["1 Lantern Street", "Ashford"], "postcode": "TN23 1AA"},
        "amount": {"pence": 250_000},
        **more,
    }


def a_company(
    name: str = "Hartwell Roofing Ltd", number: str | None = "99000001", /, **more: object
) -> Answer:
    company = {"name": name} if number is None else {"name": name, "number": number}
    return {
        "scheme": "START_UP_GRANT",
        "application_reference": "GA-2",
        "subject_type": "COMPANY",
        "company": company,
        "address": {"lines": ["3 Lantern Street", "Ashford"], "postcode": "TN23 1AA"},
        "amount": {"pence": 250_000},
        **more,
    }


def checks_of(case: Mapping[str, object]) -> dict[str, dict[str, object]]:
    found = cast("list[dict[str, object]]", case["checks"])
    return {cast("str", each["check"]): each for each in found}


def result_of(case: Mapping[str, object], check: str) -> tuple[str, list[str]]:
    """Return the result of a check and the codes of its reasons."""
    found = checks_of(case)[check]
    reasons = cast("list[dict[str, str]]", found["reasons"])
    return cast("str", found["result"]), [reason["code"] for reason in reasons]
