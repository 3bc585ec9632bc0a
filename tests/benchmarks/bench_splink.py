"""Our model on Splink's engines: do the weights agree, and how long do they take; and what Splink
makes of a list that we have linked, with our model and in its own right.

The first list is of visits, with phones and e-mail addresses dealt out so that every level of
every field is met; our own weights are those of the scalar functions, pair by pair. The second is
a chronicle, from which both learn.
"""

from collections.abc import Iterable
from dataclasses import replace
from shutil import which
from time import perf_counter, process_time
from typing import cast

import polars as pl
import pytest

from ppit_match.splink.causes import causes
from ppit_match.splink.engines import EngineName, Task, engine
from ppit_match.splink.model_settings import settings_of
from ppit_match.splink.records import records_for_splink
from ppit_match.splink.report import compare_report
from ppit_match.splink.second_opinion import second_opinion
from ppit_matching.linking.link import link
from ppit_matching.scoring.default import MODEL
from ppit_synthetic.chronicle import make_chronicle
from tests.benchmarks.kept import keep
from tests.unit.match.splink.lists import kent_people, listed, our_linkage, pairs_by_key

EVEN_ODDS, AGREEING = 0.0, 0.999
SEED, PEOPLE, FIGURES = 21, 20_000, 300
_FOUND: dict[str, object] = {"model": MODEL.version}


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize(
    "name",
    [
        EngineName.DUCKDB,
        pytest.param(
            EngineName.SPARK,
            marks=pytest.mark.skipif(which("java") is None, reason="Spark needs Java 17 or newer"),
        ),
    ],
)
def bench_weights_on_an_engine(name: EngineName) -> None:
    records = listed(kent_people(SEED, PEOPLE))
    people = {one.unique_id: one.person for one in records}
    began, worked = perf_counter(), process_time()
    ours = our_linkage(records, pairs_by_key(records))
    scalar = _seconds(began, worked)
    table = records_for_splink(records)
    began, worked = perf_counter(), process_time()
    splinks = engine(name).link(Task(table, settings_of(MODEL), MODEL))
    splink = _seconds(began, worked)

    def cause_of(exceptions: pl.DataFrame) -> Iterable[str]:
        return causes(exceptions, people, MODEL)

    report = compare_report(ours, splinks, EVEN_ODDS, cause_of)
    _FOUND[f"our model on {name}"] = {
        "records": len(records),
        "ours, pair by pair": scalar,
        "Splink, its blocking included": splink,
        **{part: report[part] for part in ("pairs", "links", "weights")},
    }
    assert cast("dict[str, float]", report["weights"])["within_tolerance"] >= AGREEING


def bench_a_second_opinion_on_a_chronicle() -> None:
    """Keep what all of them found: it runs last."""
    # Columns that no model knows are ours alone: without them the weights must agree.
    people = replace(make_chronicle(SEED, FIGURES).people, others={})
    _FOUND["a chronicle linked by us and by Splink"] = second_opinion(link(people))
    keep("splink", _FOUND)


def _seconds(began: float, worked: float) -> dict[str, float]:
    return {
        "seconds": round(perf_counter() - began, 1),
        "seconds of this process": round(process_time() - worked, 1),
    }
