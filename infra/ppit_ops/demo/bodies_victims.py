"""Turns victims and protected people of the made-up Kent into the bodies that partners send."""

from ppit_ops.demo.bodies import name_of
from ppit_synthetic import Lookup, Resident
from ppit_synthetic.borough import Protected, Scam
from ppit_synthetic.typed import as_held


def report(truth: Lookup, scam: Scam, reference: str) -> dict[str, object]:
    """Return the report of one crime against the first person it was done to."""
    person = truth.residents[scam.person_ids[0]]
    named = _person(person)
    return {
        "person": named | ({"phone": person.phone} if person.phone else {}),
        "address": _address(truth, scam.uprn),
        "incident": {
            "scam_type": scam.scam_type.value,
            "happened_on": scam.happened_on.isoformat(),
            "loss": {"pence": scam.loss_pence},
            "reference": reference,
        },
    }


def lookup(truth: Lookup, person_id: str, uprn: str | None = None) -> dict[str, object]:
    """Ask about somebody by name and birthday, with an address where one is known."""
    body: dict[str, object] = {"person": _person(truth.residents[person_id])}
    return body | ({"address": _address(truth, uprn)} if uprn else {})


def protection(truth: Lookup, protected: Protected) -> dict[str, object]:
    """Ask that nobody be told where somebody lives, and say where that is."""
    home = truth.home_of(protected.person_id)
    return lookup(truth, protected.person_id, home) | {"reason": protected.why.value}


def _person(person: Resident) -> dict[str, object]:
    return {"name": name_of(person.name), "date_of_birth": person.born.isoformat()}


def _address(truth: Lookup, uprn: str) -> dict[str, object]:
    held = as_held(truth.entries[uprn])
    return {"lines": list(held.lines), "postcode": held.postcode}
