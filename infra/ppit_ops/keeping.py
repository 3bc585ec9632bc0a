"""Keeps a house running in a folder, and brings databases up to date."""

import time
from pathlib import Path

from rich.console import Console

from ppit_ops.folder import RunFolder
from ppit_ops.launcher import House, HouseOptions
from ppit_ops.migrations import migrate_house
from ppit_ops.provision import databases_of, provision_house
from ppit_ops.running import AlreadyRunning
from ppit_ops.services import SERVICES
from ppit_ops.settling import CountySize, settle
from ppit_ops.state import read_state
from ppit_ops.welcome import welcome

_TEND_SECONDS = 0.2


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


def _tend(house: House, console: Console) -> None:
    while True:
        time.sleep(_TEND_SECONDS)
        restarted = house.tend()
        if restarted:
            house.write_state()
            console.print(f"restarted: {', '.join(restarted)}")
