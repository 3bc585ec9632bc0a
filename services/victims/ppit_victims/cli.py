"""The command line of the victim register: ``ppit-victims``."""

import asyncio

import typer

from ppit_platform.service_cli import service_cli
from ppit_victims.app import SERVICE, create_app, prove_register, reindex_people, rescore, work
from ppit_victims.settings import Settings

cli = service_cli(
    SERVICE,
    help="Keep one register of victims that every agency reports to and acts on.",
    settings=Settings,
    create_app=create_app,
    work=work,
)
cli.add_gazetteer()


@cli.app.command("reindex-people")
def reindex() -> None:
    """Make the keys of everyone on the register anew: needed once when the keys change."""
    typer.echo(f"{asyncio.run(reindex_people(cli.settings()))} records indexed")


@cli.app.command("rescore")
def score() -> None:
    """Work out anew how every victim stands: needed once when the table of need changes."""
    with cli.progress() as shown:
        task = shown.add_task("victims, 500 at a time", total=None)
        asyncio.run(rescore(cli.settings(), lambda: shown.advance(task)))
    typer.echo("every victim stands as the table of today says")


@cli.app.command("prove-register")
def prove() -> None:
    """Prove that no row, person or victim was lost: exit 0 none is, 1 some are."""
    wrong = asyncio.run(prove_register(cli.settings()))
    for what, number in wrong.items():
        typer.echo(f"{number} {what}")
    typer.echo("the register adds up" if not wrong else "the register does not add up")
    raise typer.Exit(1 if wrong else 0)


def main() -> None:
    cli.app()
