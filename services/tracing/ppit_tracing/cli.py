"""The command line of tracing: ``ppit-tracing``."""

from pathlib import Path
from typing import Annotated

import typer

from ppit_platform.codes import PurposeCode
from ppit_platform.generations import ListRefused, LoadFailed
from ppit_platform.service_cli import service_cli
from ppit_tracing.app import SERVICE, create_app, work
from ppit_tracing.domain.codes import SourceName
from ppit_tracing.domain.purposes import TRACE_PURPOSES
from ppit_tracing.domain.sources import SIGHTING_SOURCES
from ppit_tracing.settings import Settings
from ppit_tracing.storage.index_rebuilding import rebuild_index, rebuild_trace_index
from ppit_tracing.storage.list_loading import SourceList, load_list
from ppit_tracing.storage.source_lists import deaths, insolvencies, sightings_of

cli = service_cli(
    SERVICE,
    help="Trace debtors lawfully: stop flags first, two independent sources before any address.",
    settings=Settings,
    create_app=create_app,
    work=work,
)
cli.add_gazetteer()

ListFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]
Purposes = Annotated[
    list[PurposeCode] | None,
    typer.Option("--purpose", help="What the source may serve, instead of its usual licence."),
]


@cli.app.command("load-sightings")
def load_sightings(
    file: ListFile,
    source: Annotated[SourceName, typer.Option(help="Which source the file is of.")],
    purpose: Purposes = None,
) -> None:
    """Replace one source of sightings by FILE, whole or not at all."""
    if source not in SIGHTING_SOURCES or not set(purpose or ()) <= set(TRACE_PURPOSES):
        typer.echo("give a source of sightings, and purposes of tracing", err=True)
        raise typer.Exit(2)
    settings = cli.settings()
    days = settings.sightings_fresh_days
    _load(settings, sightings_of(source, fresh_days=days, purposes=purpose or ()), file)


@cli.app.command("load-deaths")
def load_deaths(file: ListFile) -> None:
    """Replace the list of deaths by FILE, whole or not at all."""
    settings = cli.settings()
    _load(settings, deaths(fresh_days=settings.deaths_fresh_days), file)


@cli.app.command("load-insolvencies")
def load_insolvencies(file: ListFile) -> None:
    """Replace the list of insolvencies and moratoria by FILE, whole or not at all."""
    settings = cli.settings()
    _load(settings, insolvencies(fresh_days=settings.insolvencies_fresh_days), file)


@cli.app.command("rebuild-index")
def rebuild() -> None:
    """Make the index of all lists, and that of traces, anew: needed once when the keys change."""
    url = cli.settings().database_url
    typer.echo(f"{rebuild_index(url)} people indexed, {rebuild_trace_index(url)} traces")


def _load(settings: Settings, wanted: SourceList, file: Path) -> None:
    with cli.progress() as shown:
        task = shown.add_task(wanted.source.value, total=None)
        try:
            loaded = load_list(
                settings.database_url, wanted, file, lambda done: shown.advance(task, done)
            )
        except (ListRefused, LoadFailed) as refusal:
            typer.echo(f"refused, and the last good copy is kept: {refusal}", err=True)
            raise typer.Exit(1) from refusal
    typer.echo(
        f"{loaded.rows} rows of {wanted.source.value} loaded, {loaded.broken} could not be read,"
        f" {loaded.unplaced} without a door"
    )


def main() -> None:
    cli.app()
