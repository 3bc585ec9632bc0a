"""Splink on the same data: the comparisons its own documents advise, trained without labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import cast

import duckdb
import numpy as np
import splink.comparison_library as cl
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.splink_dataframe import SplinkDataFrame

from ppit_match.metrics import Truth, recall_at, score_clusters, score_pairs
from tests.benchmarks.best_pairs import best_f1

_LEAST_WEIGHT = -10.0
_RECALL_OF_EXACT = 0.6
_LOGS = 40  # errors only


@dataclass(frozen=True, slots=True)
class Plan:
    """Which columns of a set are what, and by which of them Splink blocks and trains."""

    given: str
    family: str
    born: str
    postcode: str
    others: Sequence[str]
    blocks: Sequence[Sequence[str]]


def score_splink(
    columns: dict[str, list[str | None]],
    truth: Truth,
    plan: Plan,
    thresholds: Sequence[float] = (0.5, 0.9, 0.99, 0.999),
) -> dict[str, object]:
    """Return Splink's figures: pairs at 0.5, the best of several thresholds for clusters."""
    records = len(truth.person)
    names = zip(columns[plan.given], columns[plan.family], strict=True)
    table: dict[str, list[object]] = {name: list(cells) for name, cells in columns.items()}
    table["unique_id"] = list(range(records))
    table["both_names"] = [
        f"{given} {family}" if given and family else None for given, family in names
    ]
    connection = duckdb.connect()
    began = perf_counter()
    registered = DuckDBAPI(connection).register(table)  # pyright: ignore[reportUnknownMemberType]
    linker = Linker(registered, _settings(plan), log_level=_LOGS)
    _train(linker, plan)
    predicted = linker.inference.predict(threshold_match_weight=_LEAST_WEIGHT)
    found = _columns(connection, predicted, ("unique_id_l", "unique_id_r", "match_weight"))
    seconds = perf_counter() - began
    left, right = (found[name].astype(np.int64) for name in ("unique_id_l", "unique_id_r"))
    weight = found["match_weight"].astype(np.float64)
    if truth.source is not None:
        across = truth.source[left] != truth.source[right]
        left, right, weight = left[across], right[across], weight[across]
    said = weight >= 0
    clusters = [
        score_clusters(truth, _labels(linker, connection, predicted, threshold)).f1
        for threshold in thresholds
    ]
    return {
        "best_f1": round(best_f1(truth, left, right, weight), 4),
        "pairs": {
            **score_pairs(truth, left[said], right[said]).as_json(),
            "recall_at_p99": round(recall_at(truth, left, right, weight), 5),
        },
        "clusters_f1_at_its_best_threshold": round(max(clusters), 5),
        "seconds": round(seconds, 1),
    }


def _settings(plan: Plan) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on(*block) for block in plan.blocks],
        comparisons=[
            cl.ForenameSurnameComparison(
                plan.given, plan.family, forename_surname_concat_col_name="both_names"
            ),
            cl.DateOfBirthComparison(plan.born, input_is_string=True),
            cl.PostcodeComparison(plan.postcode),
            *(
                cl.ExactMatch(other).configure(term_frequency_adjustments=True)
                for other in plan.others
            ),
        ],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )


def _train(linker: Linker, plan: Plan) -> None:
    exact = block_on(plan.given, plan.family, plan.born)
    linker.training.estimate_probability_two_random_records_match([exact], recall=_RECALL_OF_EXACT)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    for block in ((plan.given, plan.family), (plan.born,)):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*block))


def _labels(
    linker: Linker,
    connection: duckdb.DuckDBPyConnection,
    predicted: SplinkDataFrame,
    threshold: float,
) -> NDArray[np.int64]:
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predicted, threshold_match_probability=threshold
    )
    found = _columns(connection, clusters, ("unique_id", "cluster_id"))
    codes = np.unique(found["cluster_id"], return_inverse=True)[1]
    labels = np.zeros(len(codes), np.int64)
    labels[found["unique_id"].astype(np.int64)] = codes
    return labels


def _columns(
    connection: duckdb.DuckDBPyConnection, table: SplinkDataFrame, names: Sequence[str]
) -> dict[str, NDArray[np.generic]]:
    wanted = ", ".join(names)
    asked = connection.sql(f"select {wanted} from {table.physical_name}")  # noqa: S608  # our own
    return cast("dict[str, NDArray[np.generic]]", asked.fetchnumpy())
