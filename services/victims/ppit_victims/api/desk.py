"""Puts a request's desk together: its unit of work, the stores in it, the time."""

from typing import Annotated

from fastapi import Depends

from ppit_platform.desk import Now
from ppit_platform.unit import Pseudonyms, Transaction, Unit
from ppit_victims.actions.desk import Desk, desk_of


def _desk(unit: Unit, session: Transaction, pseudonyms: Pseudonyms, now: Now) -> Desk:
    return desk_of(unit, session, pseudonyms, now)


AtTheDesk = Annotated[Desk, Depends(_desk)]
