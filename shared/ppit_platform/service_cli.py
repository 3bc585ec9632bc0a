"""The command line of a service: what every one has, and room for its own commands."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Generic, TypeVar

import typer
import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from ppit_platform import heap
from ppit_platform.gazetteer.loading import Guard, load_gazetteer
from ppit_platform.gazetteer.reading import GazetteerRefused
from ppit_platform.service import GazetteerSettings, ServiceSettings

SettingsT = TypeVar("SettingsT", bound=ServiceSettings)
SettingsT_co = TypeVar("SettingsT_co", bound=ServiceSettings, covariant=True)


class ServiceCli(Generic[SettingsT_co]):
    """``app`` has ``serve``, ``worker`` and ``openapi``; a service adds to it what is its own."""

    def __init__(self, settings: type[SettingsT_co], *, about: str) -> None:
        self.app = typer.Typer(no_args_is_help=True, add_completion=False, help=about)
        self._settings = settings

    def settings(self) -> SettingsT_co:
        """Read the environment; exit 2 naming what is missing or wrong, never what it holds."""
        try:
            return self._settings.model_validate({})
        except ValidationError as failure:
            prefix = self._settings.model_config.get("env_prefix", "")
            for error in failure.errors(include_input=False, include_url=False):
                name = "_".join(str(part) for part in error["loc"]).upper()
                typer.echo(f"{prefix}{name}: {error['msg']}", err=True)
            raise typer.Exit(2) from None

    def progress(self) -> Progress:
        """Return a bar on stderr: ``with cli.progress() as shown: shown.add_task("rows", ...)``."""
        return Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )

    def add_gazetteer(self: "ServiceCli[GazetteerSettings]", *, guard: Guard | None = None) -> None:
        """Add ``load-gazetteer FILE``; ``guard`` may refuse what the service cannot do without."""

        @self.app.command("load-gazetteer")
        def load(  # pyright: ignore[reportUnusedFunction]
            file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
        ) -> None:
            """Replace the copy of the gazetteer by FILE, whole or not at all."""
            settings = self.settings()
            # The file is read twice: once for the doors and once for their keys.
            with self.progress() as shown:
                task = shown.add_task("gazetteer", total=2 * file.stat().st_size)
                try:
                    entries = load_gazetteer(
                        settings.database_url,
                        file,
                        fresh_for=timedelta(days=settings.gazetteer_fresh_days),
                        progress=lambda characters: shown.advance(task, characters),
                        guard=guard,
                    )
                except GazetteerRefused as refusal:
                    typer.echo(f"refused, and the last good copy is kept: {refusal}", err=True)
                    raise typer.Exit(1) from refusal
            typer.echo(f"{entries} doors loaded")


def service_cli(
    service: str,
    *,
    help: str,  # noqa: A002  # what Typer calls it
    settings: type[SettingsT],
    create_app: Callable[[SettingsT | None], FastAPI],
    work: Callable[[SettingsT], Coroutine[object, object, None]],
) -> ServiceCli[SettingsT]:
    """Return the command line of ``service``; its module ends ``def main(): cli.app()``."""
    about = f"{help} (settings: {settings.model_config.get('env_prefix', '')}*)"
    cli = ServiceCli(settings, about=about)

    @cli.app.command()
    def serve(  # pyright: ignore[reportUnusedFunction]
        *,
        uds: Annotated[Path | None, typer.Option(help="Listen on this unix socket.")] = None,
        port: Annotated[int | None, typer.Option(help="Listen on this port of loopback.")] = None,
    ) -> None:
        """Serve the gate, and nobody else, until asked to end."""
        if (uds is None) == (port is None):
            typer.echo(f"{service}: give --uds or --port", err=True)
            raise typer.Exit(2)
        served = create_app(cli.settings())
        heap.settle()
        uvicorn.run(
            served,
            uds=None if uds is None else str(uds),
            host="127.0.0.1",
            port=port or 0,
            access_log=False,
            server_header=False,
            log_level="warning",
        )

    @cli.app.command()
    def worker() -> None:  # pyright: ignore[reportUnusedFunction]
        """Do the durable jobs and push facts to the log until asked to end."""
        asyncio.run(work(cli.settings()))

    @cli.app.command()
    def openapi() -> None:  # pyright: ignore[reportUnusedFunction]
        """Print the published OpenAPI document, its keys sorted."""
        document = create_app(None).openapi()
        typer.echo(json.dumps(document, sort_keys=True, indent=1, ensure_ascii=False))

    return cli
