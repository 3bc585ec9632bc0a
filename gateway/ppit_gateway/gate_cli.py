"""The whole command line, with the gate's half of it: loads everything that the gate needs."""

import asyncio
import json as json_text
from pathlib import Path
from typing import Annotated

import typer

from ppit_gateway.app import Catalogue, Listener, create_app, log_answers, register
from ppit_gateway.domain.house_calls import HouseRulesUnusable
from ppit_gateway.domain.openapi import merged
from ppit_gateway.domain.operations import CatalogueUnusable
from ppit_gateway.domain.register import RegisterInvalid
from ppit_gateway.log_cli import app as log_app
from ppit_gateway.log_cli import read_settings
from ppit_gateway.proxy.listen import Address, serve_app
from ppit_gateway.publish_cli import publish, rebuild_index
from ppit_gateway.settings import RegisterSettings, Settings
from ppit_gateway.storage.loading import RegisterConflict
from ppit_platform.errors import ServiceError
from ppit_platform.tokens import KeyUnusable

EX_UNAVAILABLE = 69
EX_CONFIG = 78

app = typer.Typer(no_args_is_help=True, add_completion=False)
app.add_typer(log_app)
app.command()(publish)
app.command()(rebuild_index)


@app.callback()
def main_callback() -> None:
    """Run the gate of the house, its log, and the audit of the log."""


@app.command()
def serve(
    *,
    listener: Annotated[Listener, typer.Option(help="For partners, or for the house.")],
    uds: Annotated[Path | None, typer.Option(help="Listen on this unix socket.")] = None,
    host: Annotated[str, typer.Option(help="Listen on this address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Listen on this port.")] = 8080,
) -> None:
    """Serve one listener until asked to end: exit 69 without a log, 78 with a bad catalogue."""
    if listener is Listener.INTERNAL and uds is None:
        # Its door has no list of hosts and trusts its neighbours: it is no door for a network.
        typer.echo("the internal listener opens on a unix socket only: give --uds", err=True)
        raise typer.Exit(EX_CONFIG)
    settings = read_settings(Settings)
    if not asyncio.run(log_answers(settings.log_socket)):
        typer.echo("the log does not answer: the gate does not start without it", err=True)
        raise typer.Exit(EX_UNAVAILABLE)
    try:
        served = create_app(settings, listener, Catalogue.published())
    except (CatalogueUnusable, HouseRulesUnusable, KeyUnusable) as failure:
        typer.echo(f"the gate does not start: {failure}", err=True)
        raise typer.Exit(EX_CONFIG) from None
    serve_app(served, Address(uds, host, port))


@app.command()
def load_register(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
) -> None:
    """Load partners, clients, users and agreements: all of FILE, or nothing and exit 1."""
    settings = read_settings(RegisterSettings)
    raw = file.read_bytes()
    try:
        loaded = asyncio.run(register(str(settings.database_url), raw, Catalogue.published()))
    except RegisterInvalid as failure:
        for error in failure.errors:
            typer.echo(f"{error.pointer}: {error.code}: {error.detail}", err=True)
        raise typer.Exit(1) from None
    except (RegisterConflict, ServiceError) as failure:
        typer.echo(str(failure), err=True)
        raise typer.Exit(1) from None
    typer.echo(
        f"loaded {loaded.partners} partners, {loaded.clients} clients, {loaded.users} users,"
        f" {loaded.agreements} agreements"
    )


@app.command()
def openapi(
    issuer: Annotated[str, typer.Option(help="The gate's public address.")] = "http://localhost",
) -> None:
    """Print the merged OpenAPI document."""
    document = merged(Catalogue.published().documents, issuer)
    typer.echo(json_text.dumps(document, indent=1, sort_keys=True))


if __name__ == "__main__":
    app()
