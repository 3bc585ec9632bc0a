"""What a district council has written down about victims in its own streets, as JSON Lines."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from ppit_ops.demo import bodies_victims
from ppit_synthetic import Lookup, Resident
from ppit_synthetic.borough import Borough, Scam, ScamType

_ROWS = 8
_WEEK = timedelta(days=7)
_PENCE = 45_000


def busiest_district(truth: Lookup, borough: Borough) -> str:
    """Return the district in which most crimes happened."""
    areas = Counter(truth.entries[scam.uprn].area_gss for scam in borough.scams)
    return areas.most_common(1)[0][0]


def unheard_of(truth: Lookup, borough: Borough, area_gss: str) -> list[Scam]:
    """Make up crimes in a district against people whom no partner's list knows."""
    known = {person_id for scam in borough.scams for person_id in scam.person_ids}
    known |= {one.person_id for one in borough.protected}
    living = (one for one in borough.kent.people if one.person_id not in known)
    there = [one for one in living if _lives_in(truth, one, area_gss)][:_ROWS]
    return [
        Scam(
            scam_id=f"{area_gss}-{number}",
            person_ids=(person.person_id,),
            scam_type=ScamType.DOORSTEP_ROGUE_TRADER,
            happened_on=borough.kent.as_of - number * _WEEK,
            loss_pence=number * _PENCE,
            prevented_pence=0,
            uprn=truth.home_of(person.person_id) or "",
            reported_to=(),
        )
        for number, person in enumerate(there, start=1)
    ]


def as_json_lines(truth: Lookup, scams: Iterable[Scam]) -> bytes:
    """Write a list whose clerk forgot a name and whose last line was torn on the way."""
    *rows, last = [bodies_victims.report(truth, scam, scam.scam_id) for scam in scams]
    nameless = {**last, "person": {"name": {"full": "N/K"}, "date_of_birth": "1950"}}
    lines = [json.dumps(row) for row in (*rows, nameless, last)]
    return "\n".join((*lines[:-1], lines[-1][: len(lines[-1]) // 2])).encode()


def _lives_in(truth: Lookup, person: Resident, area_gss: str) -> bool:
    home = truth.home_of(person.person_id)
    adult = person.phone is not None
    return adult and home is not None and truth.entries[home].area_gss == area_gss
