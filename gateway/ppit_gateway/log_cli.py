"""The log's half of the command line: what must start in a moment, because all wait for it."""

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, TypeVar

import psycopg
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
        list[Path] | None, typer.Option(help="A signed checkpoint that was kept elsewhere.")
    ] = None,
) -> None:
    """Verify the log: exit 0 it is as signed, 1 it is not, 2 nobody could look."""
    report = log_audit.audit(_audit_config(kept or ()), console=Console(stderr=True))
    typer.echo(report.as_json() if json else str(report))
    raise typer.Exit(report.exit_code)


@app.command()
def audit_export(
    file: Annotated[Path, typer.Argument(help="Where to; gzip if its name ends in .gz.")],
) -> None:
    """Write the log to FILE, for ppit_audit_verify.py: exit 2 if nobody could read it."""
    opened = gzip.open if file.suffix == ".gz" else Path.open
    try:
        with opened(file, "wb") as stream:
            for line in log_audit.exported(_audit_config(())):
                stream.write(line)
    except (psycopg.Error, OSError) as failure:
        typer.echo(f"could not read the log: {type(failure).__name__}", err=True)
        raise typer.Exit(2) from None


@app.command()
def audit_keys() -> None:
    """Print the log's verifier keys, for whoever is to verify it without us."""
    for key in log_audit.keys_of(_audit_config(())):
        typer.echo(key.verifier_key)


def _audit_config(kept: Iterable[Path]) -> AuditConfig:
    settings = read_settings(AuditSettings)
    return AuditConfig(
        database_url=str(settings.auditor_database_url),
        public_key_file=settings.public_key_file,
        ml_dsa_public_key_file=settings.ml_dsa_public_key_file,
        origin=settings.origin,
        kept_checkpoints=tuple(kept),
    )


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
