"""`ppit-match learn FILE`: learn a model from a list without labels, and write it as JSON."""

import json
from pathlib import Path
from typing import Annotated

import typer

from ppit_match.columns_guess import said_fields, understand
from ppit_match.people_texts import people_texts
from ppit_match.reading import read_table
from ppit_match.refusals import FileRefused
from ppit_matching.linking.link import link
from ppit_matching.scoring.model_json import model_as_json

REFUSED = 2


def learn(
    file: Annotated[Path, typer.Argument(help="CSV or Parquet with a person's record a row")],
    said: Annotated[
        list[str] | None, typer.Option("--map", help="FIELD=COLUMN, as often as needed.")
    ] = None,
) -> None:
    """Print the model that a list teaches: weights, rarities of its names, how it was learnt.

    The names that stand in it are those that many of the list bear; what could not be used is
    said on the error output. `model_from_json` reads it, `compare`, `rank` and `link` take it.
    """
    try:
        table = read_table(file)
        understood = understand(table.columns, said_fields(said or []))
        found = link(people_texts(table.columns, table.records, understood))
    except FileRefused as refusal:
        typer.echo(f"ppit-match: {refusal}", err=True)
        raise typer.Exit(REFUSED) from None
    for note in found.notes:
        typer.echo(f"ppit-match: {note}", err=True)
    typer.echo(json.dumps(model_as_json(found.model), indent=1))
