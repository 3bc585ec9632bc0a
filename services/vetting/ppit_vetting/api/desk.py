"""Puts a request's desk together: its unit of work, the stores in it, the time."""

from typing import Annotated, cast

from fastapi import Depends, Request

from ppit_platform.desk import Now
from ppit_platform.unit import Pseudonyms, Transaction, Unit
from ppit_vetting.actions.desk import Desk, Stores
from ppit_vetting.domain.link_keys import LinkHasher
from ppit_vetting.storage.cases import CaseStore
from ppit_vetting.storage.decisions import DecisionStore
from ppit_vetting.storage.findings import FindingStore


def _stores(session: Transaction) -> Stores:
    return Stores(CaseStore(session), FindingStore(session), DecisionStore(session))


def _desk(
    request: Request,
    unit: Unit,
    stores: Annotated[Stores, Depends(_stores)],
    pseudonyms: Pseudonyms,
    now: Now,
) -> Desk:
    hasher = cast("LinkHasher", request.app.state.link_hasher)
    return Desk(unit, pseudonyms, now, stores, hasher)


AtTheDesk = Annotated[Desk, Depends(_desk)]
