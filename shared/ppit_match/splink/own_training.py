"""Splink in its own right, on DuckDB: its own comparisons of the same columns, weights that it
learns itself. Nothing of our levels, weights or keys: a second opinion on a whole linkage.
"""

from collections.abc import Callable
from typing import Protocol, cast

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as library
from splink.internals.splink_dataframe import SplinkDataFrame

from ppit_match.splink.predicting import Database, SplinkLinker, arrow, judged
from ppit_match.splink.report import Linkage

# Two records that agree in all three are one person's; this share of one person's records do.
SURELY, RECALL = ("given", "family", "birth_digits"), 0.7
BLOCKS = (("birth_digits",), ("given", "family"), ("family", "postcode"), ("given", "postcode"))
CONTACTS = ("phone", "email", "national_insurance")
PAIRS_FOR_U, SEED = 5e6, 1
COLUMNS = ("unique_id", "given", "family", "birth_digits", "postcode", *CONTACTS)


class _Training(Protocol):
    estimate_probability_two_random_records_match: Callable[[list[object], float], None]
    estimate_u_using_random_sampling: Callable[..., None]
    estimate_parameters_using_expectation_maximisation: Callable[[object], object]


class _TrainedLinker(SplinkLinker, Protocol):
    training: _Training


def own_linkage(records: pl.DataFrame, linked_from: float) -> Linkage:
    """Let Splink learn from `records` (see `records_for_splink`) and link them.

    `linked_from`: bits by Splink's own weights, prior included.
    """
    with duckdb.connect() as connection:
        database = cast("Database", DuckDBAPI(connection))
        # Ordered, so that the seed draws the same sample at each run.
        table = database.register(arrow(records.select(COLUMNS).sort("unique_id")))
        settings = _settings([name for name in CONTACTS if records[name].n_unique() > 1])
        linker: _TrainedLinker = cast(
            "_TrainedLinker", Linker(cast("SplinkDataFrame", table), settings, log_level=None)
        )
        training = linker.training
        training.estimate_probability_two_random_records_match([block_on(*SURELY)], RECALL)
        training.estimate_u_using_random_sampling(max_pairs=PAIRS_FOR_U, seed=SEED)
        for block in BLOCKS[:2]:
            training.estimate_parameters_using_expectation_maximisation(block_on(*block))
        return judged(linker, linked_from, None)


def _settings(contacts: list[str]) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            library.NameComparison("given"),
            library.NameComparison("family"),
            library.LevenshteinAtThresholds("birth_digits", [1, 2]),
            library.PostcodeComparison("postcode"),
            *(library.ExactMatch(name) for name in contacts),
        ],
        blocking_rules_to_generate_predictions=[block_on(*block) for block in BLOCKS],
        retain_matching_columns=False,
    )
