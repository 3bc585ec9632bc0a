"""Two linkages of one list side by side: ours and Splink's. Counts only: no ids, no names."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import polars as pl

TOLERANCE_BITS = 0.05
QUANTILES = (0.5, 0.9, 0.99, 0.999, 1.0)


@dataclass(frozen=True, slots=True)
class Linkage:
    """What a linkage found. `pairs`: columns `one`, `other` (ids) and `bits` (prior included);
    `clusters`: the number of each record's cluster.
    """

    pairs: pl.DataFrame
    clusters: Mapping[str, int]


def compare_report(
    ours: Linkage,
    splinks: Linkage,
    linked_from: float,
    cause_of: Callable[[pl.DataFrame], Iterable[str]],
) -> dict[str, object]:
    """Return how two linkages of one list differ, as JSON.

    `linked_from`: bits from which a pair is a link. `cause_of` is given the pairs whose weights
    differ by more than TOLERANCE_BITS (`one`, `other`, `ours`, and Splink's columns) and answers
    why, pair by pair.
    """
    both = _both(ours.pairs, splinks.pairs)
    weighed = both.filter(pl.col("ours").is_not_null() & pl.col("theirs"))
    return {
        "pairs": _counted(both, pl.col("ours").is_not_null(), pl.col("theirs")),
        "linked_from_bits": linked_from,
        "links": _counted(
            both,
            (pl.col("ours") >= linked_from).fill_null(value=False),
            (pl.col("bits") >= linked_from).fill_null(value=False),
        ),
        "weights": _weights(weighed, cause_of),
        "clusters": _clusters(ours.clusters, splinks.clusters),
    }


def _both(ours: pl.DataFrame, splinks: pl.DataFrame) -> pl.DataFrame:
    """Join by the pair, whichever of the two stands first."""
    left = _in_order(ours).select("one", "other", pl.col("bits").alias("ours"))
    right = _in_order(splinks).with_columns(pl.lit(value=True).alias("theirs"))
    joined = left.join(right, on=["one", "other"], how="full", coalesce=True)
    return joined.with_columns(pl.col("theirs").fill_null(value=False))


def _in_order(pairs: pl.DataFrame) -> pl.DataFrame:
    one, other = pl.col("one"), pl.col("other")
    turned = one > other
    return pairs.with_columns(
        pl.when(turned).then(other).otherwise(one).alias("one"),
        pl.when(turned).then(one).otherwise(other).alias("other"),
    )


def _counted(both: pl.DataFrame, ours: pl.Expr, theirs: pl.Expr) -> dict[str, int]:
    return {
        "both": both.filter(ours & theirs).height,
        "only_ours": both.filter(ours & ~theirs).height,
        "only_splinks": both.filter(~ours & theirs).height,
    }


def _weights(
    weighed: pl.DataFrame, cause_of: Callable[[pl.DataFrame], Iterable[str]]
) -> dict[str, object]:
    """Compare weights; a pair to which Splink gave none at all differs whatever ours is."""
    apart = weighed.with_columns((pl.col("bits") - pl.col("ours")).abs().alias("apart"))
    exceptions = apart.filter((pl.col("apart") > TOLERANCE_BITS) | pl.col("apart").is_null())
    causes = Counter(cause_of(exceptions.drop("theirs", "apart")))
    within = 1 - exceptions.height / apart.height if apart.height else None
    return {
        "compared": apart.height,
        "within_tolerance": within,
        "tolerance_bits": TOLERANCE_BITS,
        "difference_bits": {str(at): apart["apart"].quantile(at, "higher") for at in QUANTILES},
        "exceptions": dict(sorted(causes.items())),
    }


def _clusters(ours: Mapping[str, int], splinks: Mapping[str, int]) -> dict[str, int]:
    """Count clusters, lone records among them; a cluster is split that lies in several."""
    shared = Counter((ours[record], splinks[record]) for record in ours if record in splinks)
    in_ours, in_splinks = Counter(one for one, _ in shared), Counter(two for _, two in shared)
    return {
        "records": len(ours),
        "ours": len(in_ours),
        "splinks": len(in_splinks),
        "the_same": sum(in_ours[one] == in_splinks[two] == 1 for one, two in shared),
        "ours_split_by_splink": sum(parts > 1 for parts in in_ours.values()),
        "splinks_split_by_ours": sum(parts > 1 for parts in in_splinks.values()),
    }


def report_text(report: Mapping[str, object]) -> str:
    """Render a report for reading: one line a figure, `part: figure`."""
    return "\n".join(_lines(report, ""))


def _lines(part: Mapping[str, object], before: str) -> Iterable[str]:
    for name, value in part.items():
        said = f"{before}{name.replace('_', ' ')}"
        if isinstance(value, Mapping):
            yield from _lines(cast("Mapping[str, object]", value), f"{said}, ")
        else:
            yield f"{said}: {f'{value:.4f}' if isinstance(value, float) else value}"
