"""Puts a request's desk together: its unit of work, the log, the services, the time, the home."""

from typing import Annotated, cast

from fastapi import Depends, Request

from ppit_audit.actions.desk import Desk, Home, Stores
from ppit_audit.sources.services import HouseServices
from ppit_audit.storage.alarms import AlarmStore
from ppit_audit.storage.export_lines import ExportLines
from ppit_audit.storage.exports import ExportStore
from ppit_audit.storage.log import LogReader
from ppit_audit.storage.proofs import ProofReader
from ppit_audit.storage.recalls import RecallStore
from ppit_audit.storage.said import SaidStore
from ppit_platform.chassis import chassis_of
from ppit_platform.desk import AtABareDesk, Hop, House
from ppit_platform.unit import Transaction


def _stores(request: Request, session: Transaction) -> Stores:
    return Stores(
        LogReader(session),
        SaidStore(session),
        RecallStore(session),
        AlarmStore(session),
        ProofReader(session),
        ExportStore(session, chassis_of(request.scope).seal),
        ExportLines(session),
    )


def _services(house: House, hop: Hop) -> HouseServices:
    return HouseServices(house, hop)


def _desk(
    request: Request,
    bare: AtABareDesk,
    stores: Annotated[Stores, Depends(_stores)],
    services: Annotated[HouseServices, Depends(_services)],
) -> Desk:
    home = cast("Home", request.app.state.home)
    return Desk(bare.unit, bare.pseudonyms, bare.now, stores, home, services)


AtTheDesk = Annotated[Desk, Depends(_desk)]
