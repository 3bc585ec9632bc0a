"""`ppit-match second-opinion FILE`: link a list, have Splink link it too, and say what differs."""

import json
from pathlib import Path
from typing import Annotated

import typer

from ppit_match.columns_guess import said_fields, understand
from ppit_match.people_texts import people_texts
from ppit_match.reading import read_table
from ppit_match.refusals import FileRefused
from ppit_match.splink.engines import EngineMissing, EngineName
from ppit_match.splink.report import report_text
from ppit_match.splink.second_opinion import second_opinion
from ppit_matching.linking.link import link

REFUSED = 2


def opinion_file(
    file: Annotated[Path, typer.Argument(help="CSV or Parquet with a person's record a row")],
    said: Annotated[
        list[str] | None, typer.Option("--map", help="FIELD=COLUMN, as often as needed.")
    ] = None,
    engine: Annotated[
        EngineName, typer.Option(help="What runs our model on Splink.")
    ] = EngineName.DUCKDB,
    words: Annotated[bool, typer.Option("--words", help="Lines to read, not JSON.")] = False,  # noqa: FBT002
) -> None:
    """Print how our links of a list differ from Splink's: counts only, no ids and no names.

    First with our model on Splink's engine, then by a model that Splink learns itself.
    """
    try:
        table = read_table(file)
        understood = understand(table.columns, said_fields(said or []))
        people = people_texts(table.columns, table.records, understood)
        report = second_opinion(link(people), engine)
    except (FileRefused, EngineMissing) as refusal:
        typer.echo(f"ppit-match: {refusal}", err=True)
        raise typer.Exit(REFUSED) from None
    typer.echo(report_text(report) if words else json.dumps(report, indent=1))
