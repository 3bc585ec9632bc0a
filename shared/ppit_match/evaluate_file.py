"""`ppit-match evaluate FILE --truth COLUMN`: how well the people of a labelled file are linked."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from ppit_match.columns_guess import said_fields
from ppit_match.evaluate import Mode, evaluate
from ppit_match.fields import Field
from ppit_match.reading import Table, one_below_the_other, read_table
from ppit_match.refusals import FileRefused
from ppit_match.second_list import named_alike

REFUSED = 2
_BESIDE = "which of the two files"


def evaluate_file(
    file: Annotated[Path, typer.Argument(help="CSV or Parquet with a person's record a row")],
    truth: Annotated[str, typer.Option(help="The column that names the person of each record.")],
    said: Annotated[
        list[str] | None, typer.Option("--map", help="FIELD=COLUMN, as often as needed.")
    ] = None,
    mode: Annotated[Mode, typer.Option(help="One list, or two by their source.")] = "dedupe",
    other: Annotated[
        Path | None, typer.Option(help="The second list, with the same truth column.")
    ] = None,
    group: Annotated[
        list[str] | None, typer.Option(help="A column to divide the figures by.")
    ] = None,
) -> None:
    """Print as JSON how well the records of one person are found, without looking at the truth.

    Precision, recall and F1 are shares of pairs of records, before and after clustering (with
    --mode link of pairs across the two lists, after each record was given one partner where
    neither list repeats itself). The threshold is fixed beforehand.
    """
    try:
        fields = said_fields(said or [])
        divides = [column for column in group or () if column not in fields]
        table = _table((file, other), truth, fields, {truth, *divides})
        wanted: Mode = mode if other is None else "link"
        found = evaluate(table, truth, said=fields, mode=wanted, groups=group or [])
    except FileRefused as refusal:
        typer.echo(f"ppit-match: {refusal}", err=True)
        raise typer.Exit(REFUSED) from None
    typer.echo(json.dumps(found.as_json(), indent=1, ensure_ascii=False))


def _table(
    files: tuple[Path, Path | None],
    truth: str,
    said: dict[str, Field],
    hidden: Collection[str],
) -> Table:
    """Read one list, or two below each other; `said` then says which column tells them apart."""
    file, other = files
    if other is None:
        return read_table(file)
    first, second = read_table(file), read_table(other)
    for table, path in ((first, file), (second, other)):
        if truth not in table.columns:
            columns = ", ".join(table.columns)
            msg = f"column {truth!r}, the truth, is not in {path.name}; its columns are {columns}"
            raise FileRefused(msg)
    second, alone = named_alike(first, second, said, hidden)
    said |= alone | {_BESIDE: Field.SOURCE}
    names = (f"1 {file.name}", f"2 {other.name}")
    return one_below_the_other(first, second, names, _BESIDE)
