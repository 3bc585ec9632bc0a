"""Puts a request's desk together: its unit of work, the log, the time, the home."""

from typing import Annotated, cast

from fastapi import Depends, Request

from ppit_audit.actions.desk import Desk, Home, Stores
from ppit_audit.storage.log import LogReader
from ppit_platform.desk import AtABareDesk
from ppit_platform.unit import Transaction


def _stores(session: Transaction) -> Stores:
    return Stores(LogReader(session))


def _desk(request: Request, bare: AtABareDesk, stores: Annotated[Stores, Depends(_stores)]) -> Desk:
    home = cast("Home", request.app.state.home)
    return Desk(bare.unit, bare.pseudonyms, bare.now, stores, home)


AtTheDesk = Annotated[Desk, Depends(_desk)]
