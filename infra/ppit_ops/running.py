"""A house left running in a folder, and what other commands may know of it."""

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from ppit_ops.cast import PARTIES, party_of_client
from ppit_ops.folder import RunFolder
from ppit_ops.launcher import House, HouseOptions
from ppit_ops.migrations import migrate_house
from ppit_ops.partners import Desk, Seat
from ppit_ops.provision import databases_of, provision_house
from ppit_ops.services import SERVICES
from ppit_ops.settling import CountySize, settle
from ppit_ops.state import HouseState, read_state
from ppit_ops.welcome import welcome
from ppit_platform.codes import PurposeCode

_TEND_SECONDS = 0.2


class NotRunning(RuntimeError):
    """No house runs from this folder."""


class AlreadyRunning(RuntimeError):
    """A house runs from this folder."""


class UnknownClient(LookupError):
    """No client of this name belongs to the house."""


def run(options: HouseOptions, size: CountySize, console: Console) -> None:
    """Start the house and tend it until a signal ends this process."""
    folder = RunFolder.at(options.root)
    if read_state(folder) is not None:
        msg = "a house already runs from this folder"
        raise AlreadyRunning(msg)
    with console.status("Starting") as shown, House(options, shown.update) as house:
        borough = settle(house, size)
        shown.stop()
        welcome(house, borough, console)
        _tend(house, console)


def migrate(options: HouseOptions, console: Console) -> None:
    """Bring every database up to date and stop PostgreSQL again."""
    with House(options, console.print) as house:
        house.prepare()


def migrate_server(admin_url: str, roles: Path) -> tuple[str, ...]:
    """Bring a PostgreSQL up to date with the passwords of ``roles``; return the databases."""
    migrate_house(provision_house(admin_url, roles), SERVICES)
    return databases_of(SERVICES)


def access_token(
    folder: RunFolder, client_id: str, *, user: str | None, purpose: str | None
) -> str:
    """Ask the running gate for a token, as the partner would with its own key."""
    party = party_of_client(client_id)
    if party is None:
        known = ", ".join(party.client_id for party in PARTIES)
        msg = f"the clients are {known}"
        raise UnknownClient(msg)
    wanted = PurposeCode(purpose) if purpose else party.purposes[0]
    seat = Seat.of(folder, _running(folder).issuer, party)
    return asyncio.run(_token(seat, user or party.user, wanted))


def status(folder: RunFolder) -> dict[str, str]:
    """Return each process of the house with ``answers`` or ``does not answer``."""
    state = read_state(folder)
    processes = state.processes if state else ()
    return {one.name: "answers" if one.answers else "does not answer" for one in processes}


def auditor_environment(folder: RunFolder) -> Mapping[str, str]:
    return _running(folder).auditor


async def _token(seat: Seat, user: str | None, purpose: PurposeCode) -> str:
    async with Desk(seat, user, purpose) as desk:
        return await desk.token()


def _running(folder: RunFolder) -> HouseState:
    state = read_state(folder)
    if state is None:
        msg = "nothing runs from this folder: start it with 'ppit run'"
        raise NotRunning(msg)
    return state


def _tend(house: House, console: Console) -> None:
    while True:
        time.sleep(_TEND_SECONDS)
        restarted = house.tend()
        if restarted:
            house.write_state()
            console.print(f"restarted: {', '.join(restarted)}")
