"""The truth of everybody who is liable by a row of a debt file: a couple's row is about two."""

from dataclasses import replace

from ppit_ops.demo.figures_tracing import DebtorKey
from ppit_synthetic.borough import Borough, Debt
from ppit_synthetic.borough.debtors import weigh
from ppit_synthetic.borough.ground import survey


def debtors_of(borough: Borough) -> dict[DebtorKey, Debt]:
    """Return a debt for each of those who are liable, with what is true of that person."""
    ground = survey(borough.kent)
    situation = weigh(ground, borough.protected, borough.insolvencies, borough.sightings)
    found: dict[DebtorKey, Debt] = {}
    for debt in borough.debts:
        for party, person_id in enumerate(debt.person_ids, start=1):
            person = ground.person(person_id)
            found[debt.debt_file, debt.row, party] = replace(
                debt,
                person_ids=(person_id,),
                home_uprn=ground.truth.home_of(person_id),
                stops=situation.stops(person),
                outcome=situation.outcome(person, debt.uprn),
                namesake_ids=ground.namesakes(person, debt.uprn),
            )
    return found
