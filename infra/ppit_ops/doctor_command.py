"""``ppit doctor``, for a house that runs from a folder or in containers; it joins ``ppit``."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from ppit_ops.cli import Folder, app, read_settings
from ppit_ops.doctor.visit import visit_folder, visit_secrets
from ppit_ops.folder import RunFolder


@app.command()
def doctor(
    folder: Folder = None,
    secrets_folder: Annotated[
        Path | None,
        typer.Option("--secrets", exists=True, help="A house in containers, by its secrets."),
    ] = None,
    issuer: Annotated[str | None, typer.Option(help="Its public address.")] = None,
    telemetry: Annotated[str, typer.Option(help="Where its spans go.")] = "off",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Say what is weak about a house as it is configured, and why. Exit 1 if anything is."""
    if secrets_folder is None:
        found = visit_folder(RunFolder.known(folder or read_settings().run_folder))
    elif issuer is None:
        typer.echo("--secrets goes with --issuer: the gate's public address", err=True)
        raise typer.Exit(2)
    else:
        found = visit_secrets(secrets_folder, issuer=issuer, telemetry=telemetry)
    if as_json:
        typer.echo(json.dumps({"findings": [finding.as_json() for finding in found]}))
    for finding in () if as_json else found:
        typer.echo(f"{finding.code}  {finding.subject}: {finding.what}; {finding.why}")
    if not as_json:
        typer.echo(f"{len(found)} findings")
    sys.exit(1 if found else 0)
