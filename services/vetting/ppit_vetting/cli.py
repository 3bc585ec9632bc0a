"""The command line of vetting: ``ppit-vetting``."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Protocol

import typer

from ppit_platform.generations import ListRefused, LoadFailed
from ppit_platform.service_cli import service_cli
from ppit_vetting.app import SERVICE, create_app, reindex, work
from ppit_vetting.domain.refusals import ListRejected
from ppit_vetting.settings import Settings
from ppit_vetting.storage.list_files import Progress, text_size
from ppit_vetting.storage.load_people import AWARDS, DEBTS, INSOLVENCIES
from ppit_vetting.storage.load_registers import load_companies, load_officers, load_sanctions

cli = service_cli(
    SERVICE,
    help="Vet applicants for public money: findings, a recommendation, a human decision.",
    settings=Settings,
    create_app=create_app,
    work=work,
)
_ListFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]


class _Load(Protocol):
    def __call__(
        self, database_url: str, file: Path, *, fresh_for: timedelta, progress: Progress
    ) -> int: ...


def _add(
    name: str, what: str, load: _Load, fresh_days: Callable[[Settings], int], about: str
) -> None:
    @cli.app.command(name, help=about)
    def command(file: _ListFile) -> None:  # pyright: ignore[reportUnusedFunction]
        settings = cli.settings()
        with cli.progress() as shown:
            try:
                task = shown.add_task(what, total=text_size(file))
                rows = load(
                    settings.database_url,
                    file,
                    fresh_for=timedelta(days=fresh_days(settings)),
                    progress=lambda size: shown.advance(task, size),
                )
            except (ListRejected, ListRefused, LoadFailed) as refusal:
                typer.echo(f"refused, and the last good list is kept: {refusal}", err=True)
                raise typer.Exit(1) from None
        typer.echo(f"{rows} {what} loaded")


_add(
    "load-companies",
    "companies",
    load_companies,
    lambda settings: settings.companies_fresh_days,
    "Replace the register of companies by FILE: BasicCompanyData, plain or zipped.",
)
_add(
    "load-officers",
    "appointments",
    load_officers,
    lambda settings: settings.officers_fresh_days,
    "Replace the officers of companies by FILE.",
)
_add(
    "load-sanctions",
    "sanctioned subjects",
    load_sanctions,
    lambda settings: settings.sanctions_fresh_days,
    "Replace the UK Sanctions List by FILE, if its Report Date is not older.",
)
_add(
    "load-insolvencies",
    "insolvencies",
    INSOLVENCIES.load,
    lambda settings: settings.insolvencies_fresh_days,
    "Replace the personal insolvencies by FILE.",
)
_add(
    "load-awards",
    "awards",
    AWARDS.load,
    lambda settings: settings.awards_fresh_days,
    "Replace the earlier awards by FILE.",
)
_add(
    "load-debts",
    "debts",
    DEBTS.load,
    lambda settings: settings.debts_fresh_days,
    "Replace the debts that the council knows by FILE.",
)


@cli.app.command("reindex-cases")
def reindex_cases() -> None:
    """Make the keys of everyone whom a case names anew: needed once when the keys change."""
    typer.echo(f"{asyncio.run(reindex(cli.settings()))} cases indexed")


def main() -> None:
    cli.app()
