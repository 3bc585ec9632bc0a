"""Turns grant applications of the made-up borough into the bodies that a grant system sends."""

from collections.abc import Mapping

from ppit_ops.demo.bodies import iso_day
from ppit_synthetic.borough import Application


def case(application: Application, schemes: Mapping[str, str]) -> dict[str, object]:
    """Return the case of one application, as it was filled in; ``schemes`` gives their codes."""
    return {
        "scheme": schemes[application.scheme],
        "application_reference": application.application_id,
        **_applicant(application),
        "address": {
            "lines": list(application.address.lines),
            "postcode": application.address.postcode,
        },
        "email": application.email,
        "account_token": application.account_token,
        "amount": {"pence": application.amount_pence},
        "applied_on": application.applied_on.isoformat(),
        **({"phone": application.phone} if application.phone else {}),
    }


def _applicant(application: Application) -> dict[str, object]:
    if application.company_number_given:
        company = {"name": application.name, "number": application.company_number_given}
        return {"subject_type": "COMPANY", "company": company}
    born = iso_day(application.born)
    person = {"name": {"full": application.name}} | ({"date_of_birth": born} if born else {})
    return {"subject_type": "INDIVIDUAL", "person": person}
