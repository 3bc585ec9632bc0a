"""One long list of households linked in a process of its own: by us, or by Splink beside us.

``python -m tests.benchmarks.linking_trial ours LIST`` prints the figures as JSON; so does
``splink``. A list is a Parquet file of the columns as typed, with the true person of each record.
"""

import json
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ppit_match.evaluate import max_rss_mb
from ppit_match.metrics import Truth, recall_at, score_pairs
from ppit_matching.linking.link import Linkage, link
from ppit_matching.linking.texts import PeopleTexts, Texts
from tests.benchmarks.best_pairs import best_f1
from tests.benchmarks.households import Errors, make_households

SEED = 21
SURE = 0.99
PERSON = "person"
COLUMNS = ("given", "family", "date_of_birth", "line", "town", "postcode", "phone", "sex")


def write_list(records: int, errors: Errors, file: Path) -> None:
    """Make a list of the reported seed and keep it as typed."""
    made = make_households(SEED, records, errors)
    people = made.people
    columns = {name: getattr(people, name, None) for name in COLUMNS}
    columns |= dict(zip(("line", "town"), people.address_lines, strict=True))
    pl.DataFrame({**columns, PERSON: made.truth}).write_parquet(file)


def ours(file: Path) -> dict[str, object]:
    """Link a list with a model learnt from it alone."""
    table = pl.read_parquet(file)
    typed = {name: cast("Texts", table[name].to_list()) for name in COLUMNS}
    truth = Truth(cast("NDArray[np.int64]", table[PERSON].to_numpy()))
    records = table.height
    del table  # what was read is no part of what linking takes
    people = PeopleTexts(
        records,
        given=typed["given"],
        family=typed["family"],
        date_of_birth=typed["date_of_birth"],
        address_lines=(typed["line"], typed["town"]),
        postcode=typed["postcode"],
        phone=typed["phone"],
        sex=typed["sex"],
    )
    began, worked = perf_counter(), process_time()
    linkage = link(people)
    seconds, processor = perf_counter() - began, process_time() - worked
    return {
        **_scores(linkage, truth),
        "seconds": round(seconds, 2),
        "processor_seconds": round(processor, 2),
        "seconds_by_step": linkage.figures["seconds"],
        "candidate_pairs": linkage.figures["candidate_pairs"],
        "max_rss_mb": round(max_rss_mb()),
    }


def splinks(file: Path) -> dict[str, object]:
    """Link a list with Splink on DuckDB, learnt as its documents advise."""
    # It is asked for here because checks pass without the yardsticks of benchmarks.
    from tests.benchmarks.splink_beside import Plan, score_splink  # noqa: PLC0415

    table = pl.read_parquet(file)
    truth = Truth(cast("NDArray[np.int64]", table[PERSON].to_numpy()))
    columns = {name: cast("list[str | None]", table[name].to_list()) for name in COLUMNS}
    plan = Plan(
        "given",
        "family",
        "date_of_birth",
        "postcode",
        ("phone", "line", "sex"),
        (
            ("given", "family"),
            ("family", "date_of_birth"),
            ("given", "date_of_birth"),
            ("postcode", "given"),
            ("postcode", "family"),
            ("phone",),
        ),
    )
    worked = process_time()
    found = score_splink(columns, truth, plan, thresholds=(SURE,))
    processor = process_time() - worked
    return {**found, "processor_seconds": round(processor, 2), "max_rss_mb": round(max_rss_mb())}


def _scores(linkage: Linkage, truth: Truth) -> dict[str, object]:
    """Score the pairs by weight, whatever the threshold."""
    found = linkage.left, linkage.right, linkage.weight
    sure = np.flatnonzero(linkage.probability >= SURE)
    right = truth.same(linkage.left[sure], linkage.right[sure])
    return {
        "best_f1": round(best_f1(truth, *found), 4),
        "recall_at_p99": round(recall_at(truth, *found), 4),
        "sure_pairs": len(sure),
        "wrong_among_sure": round(1 - float(right.mean()), 4) if len(sure) else 0.0,
        "recall": round(score_pairs(truth, linkage.left, linkage.right).recall, 4),
    }


if __name__ == "__main__":
    trial = {"ours": ours, "splink": splinks}[sys.argv[1]]
    sys.stdout.write(json.dumps(trial(Path(sys.argv[2]))) + "\n")
