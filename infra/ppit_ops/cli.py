"""The operator's command line: ``ppit run | demo | token | audit verify | migrate | status``."""

import json
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import psycopg
import typer
from rich.console import Console

from ppit_ops import audit, running
from ppit_ops.binaries import BinariesMissing
from ppit_ops.demo import story
from ppit_ops.folder import RunFolder
from ppit_ops.launcher import HouseOptions
from ppit_ops.lists import LoadFailed
from ppit_ops.migrations import MigrationFailed
from ppit_ops.mounted_secrets import make_secrets
from ppit_ops.postgres_address import PostgresFailed
from ppit_ops.provision import UnsuitableServer
from ppit_ops.settings import OpsSettings
from ppit_ops.settling import CountySize, ListRefused
from ppit_ops.supervisor import ProcessFailed

_FAILURES = (
    *(BinariesMissing, PostgresFailed, UnsuitableServer, psycopg.OperationalError),
    *(MigrationFailed, LoadFailed, ProcessFailed, ListRefused),
)
"""What ends a start, each with what the process that refused had to say."""

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False
)
audit_app = typer.Typer(no_args_is_help=True, help="The disclosure log.")
app.add_typer(audit_app, name="audit")

Folder = Annotated[
    Path | None, typer.Option(help="Where the house keeps its state; .ppit by default.")
]
Seed = Annotated[int, typer.Option(help="Which made-up Kent.")]
People = Annotated[int, typer.Option(help="How many people live in it.")]


@app.command()
def run(
    folder: Folder = None,
    port: Annotated[int | None, typer.Option(help="The gate's port; 8080 by default.")] = None,
    seed: Seed = 2026,
    people: People = 5_000,
) -> None:
    """Start the whole house and leave it running until Ctrl-C."""
    running.run(_options(folder, port), CountySize(seed, people), Console())


@app.command()
def demo(
    seed: Seed = 2026,
    people: People = 8_000,
    noise: Annotated[
        story.Mistakes, typer.Option(help="Which mistakes stand in the partners' files.")
    ] = story.Mistakes.EVERYDAY,
) -> None:
    """Live one day in the house, prove the figures, stop everything. Exit 1 if a claim fails."""
    sys.exit(0 if story.tell(story.Setting(seed, people, noise.model)) else 1)


@app.command()
def token(
    client: Annotated[str, typer.Argument(help="warden-phone, for example.")],
    folder: Folder = None,
    user: Annotated[str | None, typer.Option(help="The person who acts.")] = None,
    purpose: Annotated[str | None, typer.Option(help="Why; one token, one purpose.")] = None,
) -> None:
    """Print an access token of a client of the running house."""
    typer.echo(running.access_token(_folder(folder), client, user=user, purpose=purpose))


@app.command()
def migrate(
    folder: Folder = None,
    roles: Annotated[
        Path | None,
        typer.Option(exists=True, help="roles.json of 'ppit secrets': no folder is needed then."),
    ] = None,
) -> None:
    """Bring every database up to date without starting the house."""
    if roles is None:
        running.migrate(_options(folder, None), Console())
        return
    admin_url = _settings().database_admin_url
    if admin_url is None:
        typer.echo("--roles goes with PPIT_DATABASE_ADMIN_URL: whose roles?", err=True)
        raise typer.Exit(2)
    databases = running.migrate_server(admin_url.get_secret_value(), roles)
    typer.echo(f"up to date: {', '.join(databases)}")


@app.command()
def secrets(
    folder: Annotated[Path, typer.Argument(help="Where to put them; closed to others.")],
    host: Annotated[str, typer.Option(help="Where the processes find PostgreSQL.")] = "postgres",
    port: Annotated[int, typer.Option(help="And on which port.")] = 5432,
) -> None:
    """Make the keys, passwords and URLs that docker-compose.yml mounts; again adds what is new."""
    typer.echo(f"{make_secrets(folder, host=host, port=port)} files in {folder}")


@app.command()
def status(
    folder: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Say what of the house answers. Exit 1 unless all of it does."""
    states = running.status(_folder(folder))
    if as_json:
        typer.echo(json.dumps(states))
    else:
        for name, state in states.items():
            typer.echo(f"{name:<24}{state}")
    sys.exit(0 if states and set(states.values()) == {"answers"} else 1)


@audit_app.command("verify")
def audit_verify(
    folder: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Recompute the whole log and name the first bad entry. Exit 1 if there is one."""
    verdict = audit.verify(running.auditor_environment(_folder(folder)), as_json=as_json)
    typer.echo(verdict.said, nl=False)
    sys.exit(0 if verdict.ok else 1)


def main() -> None:
    # A shell that starts a program in the background has it ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _end)
    try:
        app()
    except (running.NotRunning, running.AlreadyRunning, running.UnknownClient) as failure:
        _say(failure)
        sys.exit(2)
    except _FAILURES as failure:
        _say(failure)
        sys.exit(1)


def _say(failure: Exception) -> None:
    Console(stderr=True).print(f"ppit: {failure}", markup=False)


def _end(number: int, _: FrameType | None) -> None:
    # An exception, so that whatever runs is stopped on the way out.
    sys.exit(128 + number)


def _settings() -> OpsSettings:
    return OpsSettings.model_validate({})


def _folder(given: Path | None) -> RunFolder:
    return RunFolder.known(given or _settings().run_folder)


def _options(folder: Path | None, port: int | None) -> HouseOptions:
    settings = _settings()
    admin_url = settings.database_admin_url
    return HouseOptions(
        root=folder or settings.run_folder,
        port=port or settings.port,
        admin_url=admin_url.get_secret_value() if admin_url else None,
        telemetry=settings.telemetry,
    )
