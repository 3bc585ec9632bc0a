"""What both engines do alike: hand the records to Splink, and read its weights back."""

from collections.abc import Callable
from typing import Protocol, cast

import polars as pl
from splink import Linker
from splink.internals.splink_dataframe import SplinkDataFrame

from ppit_match.splink.engines import Task
from ppit_match.splink.records import family_shares, given_shares
from ppit_match.splink.report import Linkage


class Frame(Protocol):
    """A table of Splink's."""

    def as_pyarrow_table(self) -> object: ...


class Database(Protocol):
    """An engine's connection, as Splink wraps it."""

    def register(self, table: object) -> Frame: ...


class _Tables(Protocol):
    register_term_frequency_lookup: Callable[[Frame, str], Frame]
    register_blocked_pairs_for_predict: Callable[[Frame], Frame]


class _Inference(Protocol):
    predict: Callable[..., Frame]


class _Clustering(Protocol):
    cluster_pairwise_predictions_at_threshold: Callable[..., Frame]


class SplinkLinker(Protocol):
    """What of Splink's linker is used when its weights are known."""

    table_management: _Tables
    inference: _Inference
    clustering: _Clustering


def linked(database: object, task: Task) -> Linkage:
    """Have a task done by the engine behind Splink's `database`."""
    known = cast("Database", database)
    records = cast("SplinkDataFrame", known.register(arrow(task.records)))
    linker = cast("SplinkLinker", Linker(records, task.settings, log_level=None))
    tables = linker.table_management
    shares = known.register(arrow(given_shares(task.records, task.model)))
    tables.register_term_frequency_lookup(shares, "given")
    shares = known.register(arrow(family_shares(task.records, task.model)))
    tables.register_term_frequency_lookup(shares, "family")
    if task.pairs is not None:
        tables.register_blocked_pairs_for_predict(known.register(arrow(_blocked(task.pairs))))
    return judged(linker, task.linked_from, task.at_least)


def judged(linker: SplinkLinker, linked_from: float | None, at_least: float | None) -> Linkage:
    """Have Splink weigh its pairs and, if it is said what a link is, cluster them."""
    found = linker.inference.predict(threshold_match_weight=at_least, warning_mode="never")
    if linked_from is None:
        return Linkage(_told(found), {})
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(
        found, threshold_match_weight=linked_from
    )
    clusters = _frame(clustered)
    numbers = clusters["cluster_id"].rank("dense").cast(pl.Int64).to_list()
    return Linkage(_told(found), dict(zip(clusters["unique_id"].to_list(), numbers, strict=True)))


def arrow(frame: pl.DataFrame) -> object:
    """Return an Arrow table of the types that both engines read."""
    return cast("object", frame.to_arrow(compat_level=pl.CompatLevel.oldest()))


def _blocked(pairs: pl.DataFrame) -> pl.DataFrame:
    return pairs.select(
        pl.lit("0").alias("match_key"),
        pl.col("one").alias("join_key_l"),
        pl.col("other").alias("join_key_r"),
    )


def _told(found: Frame) -> pl.DataFrame:
    frame = _frame(found)
    fields = {name: name.removeprefix("mw_") for name in frame.columns if name.startswith("mw_")}
    ids = {"unique_id_l": "one", "unique_id_r": "other", "match_weight": "bits"}
    return frame.select([*ids, *fields]).rename({**ids, **fields})


def _frame(found: Frame) -> pl.DataFrame:
    table = found.as_pyarrow_table()
    return cast("pl.DataFrame", pl.from_arrow(table))  # pyright: ignore[reportUnknownMemberType]
