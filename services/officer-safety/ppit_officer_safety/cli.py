"""The command line of officer safety: ``ppit-officer-safety``."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from ppit_officer_safety.app import create_app, prove_register, reindex_people, work
from ppit_officer_safety.domain.gazetteer import GazetteerRefused
from ppit_officer_safety.settings import Settings
from ppit_officer_safety.storage.gazetteer import load_gazetteer

app = typer.Typer(no_args_is_help=True, add_completion=False)
_console = Console(stderr=True)


@app.callback()
def main_callback() -> None:
    """Answer what a visiting party must know before it goes (settings: PPIT_OFFICER_SAFETY_*)."""


@app.command()
def serve(
    *,
    uds: Annotated[Path | None, typer.Option(help="Listen on this unix socket.")] = None,
    port: Annotated[int | None, typer.Option(help="Listen on this port of loopback.")] = None,
) -> None:
    """Serve the gate, and nobody else, until asked to end."""
    if (uds is None) == (port is None):
        typer.echo("give --uds or --port", err=True)
        raise typer.Exit(2)
    uvicorn.run(
        create_app(_settings()),
        uds=None if uds is None else str(uds),
        host="127.0.0.1",
        port=port or 0,
        access_log=False,
        server_header=False,
        log_level="warning",
    )


@app.command()
def worker() -> None:
    """Do the durable jobs, push facts to the log and expire markers, until asked to end."""
    asyncio.run(work(_settings()))


@app.command("load-gazetteer")
def load(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
) -> None:
    """Replace the copy of the gazetteer by FILE, whole or not at all."""
    settings = _settings()
    # The file is read twice: once for the doors and once for their keys.
    with _progress() as shown:
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


@app.command("reindex-people")
def reindex() -> None:
    """Make the keys of everyone on the register anew: needed once when the keys change."""
    typer.echo(f"{asyncio.run(reindex_people(_settings()))} people indexed")


@app.command("prove-register")
def prove() -> None:
    """Prove that no marker is an orphan, lost or unapproved: exit 0 none is, 1 some are."""
    unproven = asyncio.run(prove_register(_settings()))
    typer.echo(
        f"{unproven} markers without a version, a subject, a key or an approver of their own"
    )
    raise typer.Exit(1 if unproven else 0)


@app.command()
def openapi() -> None:
    """Print the published OpenAPI document, its keys sorted."""
    document = create_app().openapi()
    typer.echo(json.dumps(document, sort_keys=True, indent=1, ensure_ascii=False))


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=_console,
    )


def _settings() -> Settings:
    """Read settings from the environment; say which are missing or wrong, never what they hold."""
    try:
        return Settings.model_validate({})
    except ValidationError as failure:
        for error in failure.errors(include_input=False, include_url=False):
            name = "_".join(str(part) for part in error["loc"]).upper()
            typer.echo(f"PPIT_OFFICER_SAFETY_{name}: {error['msg']}", err=True)
        raise typer.Exit(2) from None


def main() -> None:
    app()
