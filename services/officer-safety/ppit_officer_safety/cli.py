"""The command line of officer safety: ``ppit-officer-safety``."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from ppit_officer_safety.app import SERVICE, create_app, prove_register, reindex_people, work
from ppit_officer_safety.domain.gazetteer import GazetteerRefused
from ppit_officer_safety.settings import Settings
from ppit_officer_safety.storage.gazetteer import load_gazetteer
from ppit_platform.service_cli import service_cli

cli = service_cli(
    SERVICE,
    help="Answer what a visiting party must know before it goes.",
    settings=Settings,
    create_app=create_app,
    work=work,
)


@cli.app.command("load-gazetteer")
def load(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
) -> None:
    """Replace the copy of the gazetteer by FILE, whole or not at all."""
    settings = cli.settings()
    # The file is read twice: once for the doors and once for their keys.
    with cli.progress() as shown:
        task = shown.add_task("gazetteer", total=2 * file.stat().st_size)
        try:
            entries = load_gazetteer(
                settings.database_url,
                file,
                fresh_for=timedelta(days=settings.gazetteer_fresh_days),
                progress=lambda characters: shown.advance(task, characters),
            )
        except GazetteerRefused as refusal:
            typer.echo(f"refused, and the last good copy is kept: {refusal}", err=True)
            raise typer.Exit(1) from refusal
    typer.echo(f"{entries} doors loaded")


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
