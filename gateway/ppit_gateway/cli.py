"""The command line of the gate and its log: ``ppit-gateway``."""

import asyncio
import json as json_text
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from pydantic import ValidationError
from pydantic_settings import BaseSettings
from rich.console import Console

from ppit_gateway.app import Catalogue, Listener, create_app, log_answers, register
from ppit_gateway.domain.house_calls import HouseRulesUnusable
from ppit_gateway.domain.openapi import merged
from ppit_gateway.domain.operations import CatalogueUnusable
from ppit_gateway.domain.register import RegisterInvalid
from ppit_gateway.log import audit as log_audit
from ppit_gateway.log import server as log_server
from ppit_gateway.log.config import AuditConfig, LogConfig
from ppit_gateway.proxy.listen import Address, serve_app
from ppit_gateway.settings import AuditSettings, LogSettings, RegisterSettings, Settings
from ppit_gateway.storage.loading import RegisterConflict
from ppit_platform.errors import ServiceError
from ppit_platform.tokens import KeyUnusable

Settings_ = TypeVar("Settings_", bound=BaseSettings)

EX_UNAVAILABLE = 69
EX_CONFIG = 78

app = typer.Typer(no_args_is_help=True, add_completion=False)


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
    settings = _read(Settings)
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
    settings = _read(RegisterSettings)
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


@app.command()
def log() -> None:
    """Be the one log process, until asked to end (settings: PPIT_LOG_*)."""
    settings = _read(LogSettings)
    config = LogConfig(
        database_url=str(settings.database_url),
        socket=settings.socket,
        signing_key_file=settings.signing_key_file,
        origin=settings.origin,
        intent_patience=settings.intent_patience_seconds,
    )
    raise typer.Exit(log_server.main(config))


@app.command()
def audit_verify(
    *,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on one line.")] = False,
    kept: Annotated[
        Path | None, typer.Option(help="A signed checkpoint that was kept elsewhere.")
    ] = None,
) -> None:
    """Verify the log: exit 0 it is as signed, 1 it is not, 2 nobody could look."""
    settings = _read(AuditSettings)
    config = AuditConfig(
        str(settings.auditor_database_url), settings.public_key_file, settings.origin, kept
    )
    report = log_audit.audit(config, console=Console(stderr=True))
    if json:
        typer.echo(report.as_json())
    else:
        report.print_to(Console())
    raise typer.Exit(report.exit_code)


def _read(settings: type[Settings_]) -> Settings_:
    """Read settings from the environment; say which are missing or wrong, never what they hold."""
    try:
        return settings.model_validate({})
    except ValidationError as failure:
        prefix = settings.model_config.get("env_prefix", "")
        for error in failure.errors(include_input=False, include_url=False):
            name = "_".join(str(part) for part in error["loc"]).upper()
            typer.echo(f"{prefix}{name}: {error['msg']}", err=True)
        raise typer.Exit(2) from None


def main() -> None:
    app()
