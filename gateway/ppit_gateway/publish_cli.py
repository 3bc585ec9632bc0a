"""The publisher's command line: it starts without what only the gate needs."""

from pathlib import Path

import typer

from ppit_gateway.log_cli import read_settings
from ppit_gateway.publishing import process
from ppit_gateway.publishing.config import PublisherConfig
from ppit_gateway.publishing.policy import Policy, PolicyUnusable, read_policy
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
        policy=_policy(settings.witness_policy_file),
    )
    raise typer.Exit(process.main(config))


@app.command()
def rebuild_index() -> None:
    """Make the index of subjects again from the log: exit 0 as signed, 1 not, 2 could not look."""
    settings = read_settings(PublisherSettings)
    code, said = rebuilding.main(str(settings.database_url))
    typer.echo(said, err=code != 0)
    raise typer.Exit(code)


def _policy(file: Path | None) -> Policy | None:
    try:
        return None if file is None else read_policy(file.read_text())
    except PolicyUnusable as failure:
        typer.echo(f"PPIT_PUBLISHER_WITNESS_POLICY_FILE: {failure}", err=True)
        raise typer.Exit(2) from None


if __name__ == "__main__":
    app()
