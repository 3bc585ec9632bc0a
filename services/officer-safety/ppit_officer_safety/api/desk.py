"""Puts a request's desk together: its unit of work, the stores in it, the practice, the time."""

from typing import Annotated, cast

from fastapi import Depends, Request

from ppit_officer_safety.actions.desk import Desk, Practice, Stores
from ppit_officer_safety.storage.covert_facts import CovertFacts
from ppit_officer_safety.storage.incidents import IncidentStore
from ppit_officer_safety.storage.markers import MarkerStore
from ppit_officer_safety.storage.nominals import NominalStore
from ppit_officer_safety.storage.register import RegisterStore
from ppit_officer_safety.storage.screenings import ScreeningStore
from ppit_platform.desk import AtABareDesk
from ppit_platform.gazetteer.lookup import GazetteerStore
from ppit_platform.unit import Transaction


def _stores(session: Transaction) -> Stores:
    return Stores(
        GazetteerStore(session),
        RegisterStore(session),
        ScreeningStore(session),
        MarkerStore(session),
        NominalStore(session),
        IncidentStore(session),
        CovertFacts(session),
    )


def _desk(request: Request, bare: AtABareDesk, stores: Annotated[Stores, Depends(_stores)]) -> Desk:
    practice = cast("Practice", request.app.state.practice)
    return Desk(bare.unit, bare.pseudonyms, bare.now, stores, practice)


AtTheDesk = Annotated[Desk, Depends(_desk)]
