"""Splink on DuckDB, in this process and in memory."""

from collections.abc import Callable
from typing import Protocol, cast

import duckdb
import polars as pl
from splink import DuckDBAPI

from ppit_match.splink.engines import Task
from ppit_match.splink.ladder import FUNCTION, levels_text
from ppit_match.splink.predicting import linked
from ppit_match.splink.report import Linkage
from ppit_matching.scoring.model import Model


class Texts(Protocol):
    """A column of text of one batch of pairs."""

    def to_pylist(self) -> list[str]: ...


class _Connection(Protocol):
    """What of DuckDB's connection its own types leave unsaid."""

    create_function: Callable[..., object]


def link(task: Task) -> Linkage:
    """Weigh and cluster (see `Engine.link`)."""

    def told(one: Texts, other: Texts) -> object:
        return _levels(one, other, task.model)

    with duckdb.connect() as connection:
        known: _Connection = cast("_Connection", connection)
        known.create_function(FUNCTION, told, ["VARCHAR", "VARCHAR"], "VARCHAR", type="arrow")
        return linked(DuckDBAPI(connection), task)


def _levels(one: Texts, other: Texts, model: Model) -> object:
    pairs = zip(one.to_pylist(), other.to_pylist(), strict=True)
    texts = pl.Series([levels_text(left, right, model) for left, right in pairs], dtype=pl.String)
    return cast("object", texts.to_arrow(compat_level=pl.CompatLevel.oldest()))
