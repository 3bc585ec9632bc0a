"""Distinct texts and values of a column, numbered."""

from collections.abc import Sequence
from typing import TypeVar, cast

import numpy as np
import polars as pl

from ppit_matching.linking.arrays import Ints

T = TypeVar("T")


def numbered(texts: Sequence[str | None] | None, records: int) -> tuple[Ints, list[str]]:
    """Return each text's number and the distinct texts; 0 is a missing or blank one."""
    if texts is None:
        return np.zeros(records, np.int32), [""]
    column = pl.Series("text", texts, dtype=pl.String, strict=False)
    return numbered_series(column)


def numbered_series(column: pl.Series) -> tuple[Ints, list[str]]:
    stripped = column.str.strip_chars().fill_null("")
    distinct = stripped.unique(maintain_order=True)
    kept = ["", *(text for text in cast("list[str]", distinct.to_list()) if text)]
    numbers = pl.DataFrame({"text": kept, "number": np.arange(len(kept), dtype=np.int32)})
    joined = stripped.to_frame("text").join(numbers, on="text", how="left", maintain_order="left")
    return cast("Ints", joined["number"].to_numpy().astype(np.int32)), kept


def renumbered(values: Sequence[T]) -> tuple[Ints, list[T]]:
    """Return the number of each value, equal ones alike, and the distinct values."""
    known: dict[T, int] = {}
    codes = np.fromiter((known.setdefault(value, len(known)) for value in values), np.int32)
    return codes, list(known)
