"""The half of ``ppit`` that starts a house or makes its databases; it joins the other half."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ppit_ops import keeping
from ppit_ops.cli import Folder, app, read_settings
from ppit_ops.demo import story
from ppit_ops.launcher import HouseOptions
from ppit_ops.mounted_secrets import make_secrets
from ppit_ops.settling import CountySize
from ppit_ops.signing_keys import LEAD, rotate_signing_key

keys_app = typer.Typer(no_args_is_help=True, help="Keys of the house.")
app.add_typer(keys_app, name="keys")
Seed = Annotated[int, typer.Option(help="Which made-up Kent.")]
People = Annotated[int, typer.Option(help="How many people live in it.", min=5_000)]


@app.command()
def run(
    folder: Folder = None,
    port: Annotated[int | None, typer.Option(help="The gate's port; 8080 by default.")] = None,
    seed: Seed = 2026,
    people: People = 5_000,
) -> None:
    """Start the whole house and leave it running until Ctrl-C."""
    keeping.run(_options(folder, port), CountySize(seed, people), Console())


@app.command()
def demo(
    seed: Seed = 2026,
    people: People = 5_000,
    noise: Annotated[
        story.Mistakes, typer.Option(help="Which mistakes stand in the partners' files.")
    ] = story.Mistakes.EVERYDAY,
) -> None:
    """Live one day in the house, prove the figures, stop everything. Exit 1 if a claim fails."""
    sys.exit(0 if story.tell(story.Setting(seed, people, noise.model)) else 1)


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
        keeping.migrate(_options(folder, None), Console())
        return
    admin_url = read_settings().database_admin_url
    if admin_url is None:
        typer.echo("--roles goes with PPIT_DATABASE_ADMIN_URL: whose roles?", err=True)
        raise typer.Exit(2)
    databases = keeping.migrate_server(admin_url.get_secret_value(), roles)
    typer.echo(f"up to date: {', '.join(databases)}")


@app.command()
def secrets(
    folder: Annotated[Path, typer.Argument(help="Where to put them; closed to others.")],
    host: Annotated[str, typer.Option(help="Where the processes find PostgreSQL.")] = "postgres",
    port: Annotated[int, typer.Option(help="And on which port.")] = 5432,
) -> None:
    """Make the keys, passwords and URLs that docker-compose.yml mounts; again adds what is new."""
    typer.echo(f"{make_secrets(folder, host=host, port=port)} files in {folder}")


@keys_app.command("rotate")
def rotate_keys(
    folder: Folder = None,
    lead: Annotated[
        int, typer.Option(help="Minutes to be published before it signs.", min=1)
    ] = int(LEAD.total_seconds()) // 60,
) -> None:
    """Make the next key that signs access tokens; nothing is restarted. Exit 2 if one waits."""
    root = folder or read_settings().run_folder
    done = rotate_signing_key(root, datetime.now(UTC), timedelta(minutes=lead))
    typer.echo(f"{done.file} signs from {done.signs_from:%Y-%m-%dT%H:%M:%SZ}")
    for file in done.gone:
        typer.echo(f"{file} was over and is gone")


def _options(folder: Path | None, port: int | None) -> HouseOptions:
    settings = read_settings()
    admin_url = settings.database_admin_url
    return HouseOptions(
        root=folder or settings.run_folder,
        port=port or settings.port,
        admin_url=admin_url.get_secret_value() if admin_url else None,
        telemetry=settings.telemetry,
    )
