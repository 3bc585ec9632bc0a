"""Puts a request's desk together: its unit of work, the register in it, the time, the home."""

from typing import Annotated, cast

from fastapi import Depends, Request

from ppit_partners.actions.desk import Desk, Home, Stores
from ppit_partners.storage.applying import RegisterHand
from ppit_partners.storage.proposals import ProposalStore
from ppit_partners.storage.register import RegisterReader
from ppit_platform.desk import Now
from ppit_platform.unit import Pseudonyms, Transaction, Unit


def _stores(session: Transaction) -> Stores:
    return Stores(RegisterReader(session), ProposalStore(session), RegisterHand(session))


def _desk(
    request: Request,
    unit: Unit,
    stores: Annotated[Stores, Depends(_stores)],
    pseudonyms: Pseudonyms,
    now: Now,
) -> Desk:
    return Desk(unit, pseudonyms, now, stores, cast("Home", request.app.state.home))


AtTheDesk = Annotated[Desk, Depends(_desk)]
