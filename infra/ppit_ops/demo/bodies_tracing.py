"""Turns debts of the made-up borough into what a debt system sends: one trace, and its files."""

from ppit_ops.demo.bodies import name_of
from ppit_synthetic import Lookup
from ppit_synthetic.borough import Debt
from ppit_synthetic.typed import as_held


def trace(truth: Lookup, debt: Debt) -> dict[str, object]:
    """Return a request for one trace by a finance system that knows its debtor well."""
    person, held = truth.residents[debt.person_ids[0]], as_held(truth.entries[debt.uprn])
    return {
        "debt_reference": debt.debt_ref,
        "reason": "RECOVER_DEBT",
        "person": {
            "name": name_of(person.name),
            "date_of_birth": person.born.isoformat(),
        },
        "debt_address": {"lines": list(held.lines), "postcode": held.postcode},
        "owed_since": debt.owed_since.isoformat(),
        "balance": {"pence": debt.balance_pence},
    }
