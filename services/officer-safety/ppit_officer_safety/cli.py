"""The command line of officer safety: ``ppit-officer-safety``."""

import asyncio

import typer

from ppit_officer_safety.app import SERVICE, create_app, prove_register, reindex_people, work
from ppit_officer_safety.settings import Settings
from ppit_officer_safety.storage.marked_doors import check_marked_doors
from ppit_platform.service_cli import service_cli

cli = service_cli(
    SERVICE,
    help="Answer what a visiting party must know before it goes.",
    settings=Settings,
    create_app=create_app,
    work=work,
)
cli.add_gazetteer(guard=check_marked_doors)


@cli.app.command("reindex-people")
def reindex() -> None:
    """Make the keys of everyone on the register anew: needed once when the keys change."""
    typer.echo(f"{asyncio.run(reindex_people(cli.settings()))} people indexed")


@cli.app.command("prove-register")
def prove() -> None:
    """Prove that no marker is an orphan, lost or unapproved: exit 0 none is, 1 some are."""
    unproven = asyncio.run(prove_register(cli.settings()))
    typer.echo(
        f"{unproven} markers without a version, a subject, a key or an approver of their own"
    )
    raise typer.Exit(1 if unproven else 0)


def main() -> None:
    cli.app()
