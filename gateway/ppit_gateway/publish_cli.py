"""The publisher's command line: it starts without what only the gate needs."""

import typer

from ppit_gateway.log_cli import read_settings
from ppit_gateway.publishing import process
from ppit_gateway.publishing.config import PublisherConfig
from ppit_gateway.publishing.settings import PublisherSettings
from ppit_gateway.subject_index import rebuilding
from ppit_gateway.subject_index.growing import advance

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def main_callback() -> None:
    """Publish what the log holds."""


@app.command()
def publish() -> None:
    """Publish signed checkpoints of the log until asked to end (settings: PPIT_PUBLISHER_*)."""
    settings = read_settings(PublisherSettings)
    config = PublisherConfig(
        database_url=str(settings.database_url),
        signing_key_file=settings.signing_key_file,
        ml_dsa_key_file=settings.ml_dsa_key_file,
        origin=settings.origin,
        advance=advance,
    )
    raise typer.Exit(process.main(config))


@app.command()
def rebuild_index() -> None:
    """Make the index of subjects again from the log: exit 0 as signed, 1 not, 2 could not look."""
    settings = read_settings(PublisherSettings)
    code, said = rebuilding.main(str(settings.database_url))
    typer.echo(said, err=code != 0)
    raise typer.Exit(code)


if __name__ == "__main__":
    app()
