"""A second opinion on a linkage of ours: the same model on Splink's engine, and Splink's own."""

from collections.abc import Iterable

import numpy as np
import polars as pl

from ppit_match.splink.causes import causes
from ppit_match.splink.engines import EngineName, Task, engine, own_linkage
from ppit_match.splink.model_settings import settings_of
from ppit_match.splink.records import Listed, records_for_splink
from ppit_match.splink.report import TOLERANCE_BITS, Linkage, compare_report
from ppit_matching.linking.link import JOINED_FROM
from ppit_matching.linking.link import Linkage as ListLinkage

EVEN_ODDS = 0.0


def second_opinion(
    ours: ListLinkage, name: EngineName = EngineName.DUCKDB, *, two_lists: bool = False
) -> dict[str, object]:
    """Link the same records by Splink and report what differs, as JSON without ids or names.

    `same_model`: our model on the engine `name`, which finds the pairs by our stored keys.
    `own_model`: Splink's own comparisons and training, on DuckDB, always within one list; its
    weights mean something else, so only pairs, links and clusters are compared. Raises
    EngineMissing.
    """
    columns = ours.columns
    people = {f"{row:09d}": ours.person(row) for row in range(columns.records)}
    records = records_for_splink(
        Listed(row, person, str(source))
        for (row, person), source in zip(people.items(), columns.source, strict=True)
    )
    found = _found(ours)
    linked_from = _linked_from(ours)
    settings = settings_of(ours.model, two_lists=two_lists)
    task = Task(records, settings, ours.model, linked_from, at_least=_possible_from(ours))

    def cause_of(exceptions: pl.DataFrame) -> Iterable[str]:
        return causes(exceptions, people, ours.model)

    same = compare_report(found, engine(name).link(task), linked_from, cause_of)
    report: dict[str, object] = {"model": ours.model.version, "engine": name.value}
    report["same_model"] = same
    if not two_lists:
        own = compare_report(found, own_linkage(records, EVEN_ODDS), linked_from, lambda _: ())
        report["own_model"] = {part: own[part] for part in ("pairs", "links", "clusters")}
    return report


def _found(ours: ListLinkage) -> Linkage:
    pairs = pl.DataFrame(
        {
            "one": [f"{row:09d}" for row in ours.left],
            "other": [f"{row:09d}" for row in ours.right],
            "bits": ours.weight.astype(np.float64) + ours.model.prior_bits,
        },
        schema={"one": pl.String, "other": pl.String, "bits": pl.Float64},
    )
    labels = {f"{row:09d}": int(label) for row, label in enumerate(ours.labels)}
    return Linkage(pairs, labels)


def _linked_from(ours: ListLinkage) -> float:
    """Return the least bits, prior included, of a pair that counts as joined: the calibration
    decides, and Splink knows none.
    """
    joined = ours.weight[ours.probability >= JOINED_FROM]
    return float(joined.min()) + ours.model.prior_bits if len(joined) else EVEN_ODDS


def _possible_from(ours: ListLinkage) -> float | None:
    """Return the least bits of the pairs that ours kept, less what a rounding may cost."""
    if not len(ours.weight):
        return None
    return float(ours.weight.min()) + ours.model.prior_bits - TOLERANCE_BITS
