"""Where Splink runs. An engine's packages are imported when it is asked for, never before."""

from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Protocol, cast

import polars as pl

from ppit_match.splink.report import Linkage
from ppit_matching.scoring.model import Model


class EngineMissing(Exception):
    """The engine cannot run here; says what to install."""


class EngineName(StrEnum):
    """DUCKDB: one machine, in this process. SPARK: a cluster, or this machine in local mode."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class Task:
    """What to weigh, with which settings (see `settings_of`).

    `model` gives the levels that SQL cannot say and the shares of names. `pairs`: columns `one`
    and `other`, ids of the pairs to weigh; without it Splink finds the pairs by the keys.
    `at_least`: bits, prior included, below which a pair is left out. `linked_from`: bits from
    which two records are linked; Splink's clusters are all that hang together by links. Without it
    no clusters are made.
    """

    records: pl.DataFrame
    settings: dict[str, object]
    model: Model
    linked_from: float | None = None
    pairs: pl.DataFrame | None = None
    at_least: float | None = None


class Engine(Protocol):
    """A module that runs Splink."""

    def link(self, task: Task) -> Linkage:
        """Weigh and cluster; the pairs have a column of bits for each comparison besides."""
        ...


NEEDED = {
    EngineName.DUCKDB: "splink and pyarrow (requirements/dev.txt)",
    EngineName.SPARK: "splink and pyspark (requirements/bench.txt), and Java 17 or newer",
}


class _Own(Protocol):
    """The module in which Splink learns by itself."""

    def own_linkage(self, records: pl.DataFrame, linked_from: float) -> Linkage: ...


def engine(name: EngineName) -> Engine:
    """Return the engine; raises EngineMissing, naming what to install."""
    return cast("Engine", _module(f"on_{name}", NEEDED[name]))


def own_linkage(records: pl.DataFrame, linked_from: float) -> Linkage:
    """Let Splink learn by itself, on DuckDB (see `own_training`); raises EngineMissing."""
    own: _Own = cast("_Own", _module("own_training", NEEDED[EngineName.DUCKDB]))
    return own.own_linkage(records, linked_from)


def _module(name: str, needed: str) -> object:
    try:
        return import_module(f"ppit_match.splink.{name}")
    except ModuleNotFoundError as absent:
        package = (absent.name or "").partition(".")[0]
        reason = f"{package} is not installed: Splink needs {needed}"
        raise EngineMissing(reason) from absent
