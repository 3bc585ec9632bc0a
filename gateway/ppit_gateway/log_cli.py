"""The log's half of the command line: what must start in a moment, because all wait for it."""

from pathlib import Path
from typing import Annotated, TypeVar

import typer
from pydantic import ValidationError
from pydantic_settings import BaseSettings
from rich.console import Console

from ppit_gateway.log import audit as log_audit
from ppit_gateway.log import server as log_server
from ppit_gateway.log.config import AuditConfig, LogConfig
from ppit_gateway.log.settings import AuditSettings, LogSettings

Settings_ = TypeVar("Settings_", bound=BaseSettings)

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.command()
def log() -> None:
    """Be the one log process, until asked to end (settings: PPIT_LOG_*)."""
    settings = read_settings(LogSettings)
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
    settings = read_settings(AuditSettings)
    config = AuditConfig(
        str(settings.auditor_database_url), settings.public_key_file, settings.origin, kept
    )
    report = log_audit.audit(config, console=Console(stderr=True))
    if json:
        typer.echo(report.as_json())
    else:
        report.print_to(Console())
    raise typer.Exit(report.exit_code)


def read_settings(settings: type[Settings_]) -> Settings_:
    """Read settings from the environment; say which are missing or wrong, never what they hold."""
    try:
        return settings.model_validate({})
    except ValidationError as failure:
        prefix = settings.model_config.get("env_prefix", "")
        for error in failure.errors(include_input=False, include_url=False):
            name = "_".join(str(part) for part in error["loc"]).upper()
            typer.echo(f"{prefix}{name}: {error['msg']}", err=True)
        raise typer.Exit(2) from None
