"""A CSV or Parquet file as columns of text, with remarks on what had to be put right."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import cast

import polars as pl
from polars.exceptions import PolarsError

from ppit_match.refusals import FileRefused

_SEPARATORS = ",;\t|"
_NOTHING = ["", "NULL", "NaN", "nan", "N/A", "None"]
_PARQUET = b"PAR1"
_AGAIN = "_duplicated_"  # what polars adds to a heading that it has seen before


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of text by heading, in the file's order; None where nothing stands."""

    columns: dict[str, list[str | None]]
    records: int
    notes: tuple[str, ...]

    def without(self, column: str) -> "Table":
        rest = {name: cells for name, cells in self.columns.items() if name != column}
        return Table(rest, self.records, self.notes)


def read_table(file: Path) -> Table:
    """Read a whole file. Raises `FileRefused`, naming the file and what is wrong with it."""
    try:
        content = file.read_bytes()
        notes: list[str] = []
        frame = (
            pl.read_parquet(BytesIO(content))
            if content.startswith(_PARQUET)
            else _csv(file, content, notes)
        )
    except (OSError, PolarsError) as problem:
        msg = f"{file.name} cannot be read: {str(problem).splitlines()[0]}"
        raise FileRefused(msg) from None
    return from_frame(frame, notes)


def from_frame(frame: pl.DataFrame, notes: list[str] | None = None) -> Table:
    """Take a frame that is in memory; numbers and dates become the text that a CSV would hold."""
    remarks = list(notes or ())
    columns = {column.name: _texts(column) for column in _readable(frame, remarks)}
    return Table(columns, frame.height, tuple(remarks))


def one_below_the_other(first: Table, second: Table, names: tuple[str, str], source: str) -> Table:
    """Join two lists; `source` names the new column that says which list a record came from."""
    headings = dict.fromkeys((*first.columns, *second.columns))
    columns = {
        name: [
            *first.columns.get(name, [None] * first.records),
            *second.columns.get(name, [None] * second.records),
        ]
        for name in headings
    }
    columns[source] = [*([names[0]] * first.records), *([names[1]] * second.records)]
    notes = [
        f"column {name!r} stands in one of the two files only"
        for name in headings
        if not (name in first.columns and name in second.columns)
    ]
    records = first.records + second.records
    return Table(columns, records, (*first.notes, *second.notes, *notes))


def _decoded(content: bytes, notes: list[str]) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):  # what a spreadsheet calls Unicode text
        notes.append("the file is not UTF-8: it was read as UTF-16")
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append("the file is not UTF-8: it was read as Windows-1252")
        return content.decode("cp1252", errors="replace")


def _csv(file: Path, content: bytes, notes: list[str]) -> pl.DataFrame:
    text = _decoded(content, notes)
    if "\0" in text:
        msg = f"{file.name} is neither text nor Parquet: it holds zero bytes"
        raise FileRefused(msg)
    headings = text.split("\n", 1)[0]
    if not headings.strip():
        msg = f"{file.name} is empty" if not text.strip() else f"{file.name} has no headings"
        raise FileRefused(msg)
    return pl.read_csv(
        BytesIO(text.encode()),
        separator=max(_SEPARATORS, key=headings.count),
        infer_schema=False,
        null_values=_NOTHING,
        truncate_ragged_lines=True,
    )


def _readable(frame: pl.DataFrame, notes: list[str]) -> Iterator[pl.Series]:
    for column in frame.iter_columns():
        first, again, _ = column.name.partition(_AGAIN)
        if again and first in frame.columns:
            notes.append(f"the heading {first!r} stands twice: only its first column is read")
        elif column.dtype.is_nested() or column.dtype == pl.Binary:
            notes.append(f"column {column.name!r} holds no text and is left out")
        else:
            yield column


def _texts(column: pl.Series) -> list[str | None]:
    if column.dtype.is_float():  # a year with gaps comes as 1950.0
        whole = column.drop_nulls().drop_nans()
        column = column.fill_nan(None)
        if bool((whole == whole.round()).all()):
            column = column.cast(pl.Int64, strict=False)
    return cast("list[str | None]", column.cast(pl.String).to_list())
