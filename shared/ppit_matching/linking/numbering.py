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
    """Return each text's number, in the order of appearance, and the texts; 0 is a blank."""
    stripped = column.str.strip_chars().fill_null("")
    # The blank comes first, so that it is number 0; categories of their own go when this returns.
    texts = pl.concat([pl.Series("text", [""]), stripped.alias("text")])
    own = pl.Categorical(pl.Categories.random())
    codes = cast("Ints", texts.cast(own).to_physical().to_numpy().astype(np.int32))
    first = np.zeros(int(codes.max()) + 1, np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes[1:], cast("list[str]", texts.gather(first).to_list())


def renumbered(values: Sequence[T]) -> tuple[Ints, list[T]]:
    """Return the number of each value, equal ones alike, and the distinct values."""
    known: dict[T, int] = {}
    codes = np.fromiter((known.setdefault(value, len(known)) for value in values), np.int32)
    return codes, list(known)
