"""Our model on Splink's engines: do the weights agree, how fast are they, and how do the links of
Splink in its own right differ from ours.

Our own weights are those of the scalar functions, pair by pair. The clusters compared are
Splink's from our weights and Splink's from its own.
"""

from collections.abc import Iterable
from time import perf_counter, process_time

import polars as pl
import pytest

from ppit_match.splink.causes import causes
from ppit_match.splink.engines import Engine, EngineName, Task, engine, own_linkage
from ppit_match.splink.model_settings import settings_of
from ppit_match.splink.records import Listed, records_for_splink
from ppit_match.splink.report import Linkage, compare_report, report_text
from ppit_matching.scoring.default import MODEL
from tests.benchmarks.kept import keep
from tests.unit.match.splink.lists import kent_people, listed, our_linkage, pairs_by_key

LINKED_FROM = 0.0
SEED = 21
PEOPLE = {EngineName.DUCKDB: 20_000, EngineName.SPARK: 3_000}
_FOUND: dict[str, object] = {"model": MODEL.version, "linked from bits": LINKED_FROM}


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("name", EngineName)
def bench_weights_on_an_engine(name: EngineName) -> None:
    records = listed(kent_people(SEED, PEOPLE[name]))
    began, worked = perf_counter(), process_time()
    ours = our_linkage(records, pairs_by_key(records))
    scalar = _seconds(began, worked)
    table = records_for_splink(records)
    began, worked = perf_counter(), process_time()
    splinks = _linked(engine(name), table)
    splink = _seconds(began, worked)
    report = _report(records, ours, splinks)
    _FOUND[f"our model on {name}"] = {
        "records": len(records),
        "ours, pair by pair": scalar,
        "Splink, blocking and clusters included": splink,
        **{part: report[part] for part in ("pairs", "links", "weights")},
    }
    keep("splink", _FOUND)


def bench_splink_in_its_own_right() -> None:
    """Compare what Splink links by our model and by what it learns itself, on the same list."""
    records = listed(kent_people(SEED, PEOPLE[EngineName.DUCKDB]))
    table = records_for_splink(records)
    by_our_model = _linked(engine(EngineName.DUCKDB), table)
    report = _report(records, by_our_model, own_linkage(table, LINKED_FROM))
    # Its levels are not ours: that the weights differ is no finding, and has no cause.
    _FOUND["Splink in its own right"] = {
        name: part for name, part in report.items() if name != "weights"
    }
    keep("splink", _FOUND)


def _linked(by: Engine, table: pl.DataFrame) -> Linkage:
    return by.link(Task(table, settings_of(MODEL), MODEL, LINKED_FROM))


def _report(records: list[Listed], ours: Linkage, splinks: Linkage) -> dict[str, object]:
    people = {one.unique_id: one.person for one in records}

    def cause_of(exceptions: pl.DataFrame) -> Iterable[str]:
        return causes(exceptions, people, MODEL)

    report = compare_report(ours, splinks, LINKED_FROM, cause_of)
    print(f"\n{report_text(report)}")  # noqa: T201  # what a benchmark is for
    return report


def _seconds(began: float, worked: float) -> dict[str, float]:
    return {
        "seconds": round(perf_counter() - began, 1),
        "seconds of this process": round(process_time() - worked, 1),
    }
