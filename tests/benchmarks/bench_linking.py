"""How well and how fast long lists of households are linked, by size and error model.

Each list is linked in a process of its own, by us and then by Splink on the same list. Seeds 1 to
9 were tuned on, 21 was not; nothing was tuned on the held-out error model. Processor seconds hold
on a busy machine, seconds by the clock do not: the load before each run stands beside them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

from tests.benchmarks.households import Errors
from tests.benchmarks.kept import keep
from tests.benchmarks.linking_trial import SEED, write_list

SIZES = (10_000, 100_000, 1_000_000)
LISTS = [(records, errors) for records in SIZES for errors in Errors]
ROOT = Path(__file__).parents[2]
_FOUND: dict[str, dict[str, object]] = {}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("households")


@pytest.mark.parametrize(("records", "errors"), LISTS)
def bench_households(records: int, errors: Errors, folder: Path) -> None:
    file = _file(folder, records, errors)
    write_list(records, errors, file)
    found = _linked("ours", file)
    _FOUND[file.stem] = {"records": records, "errors": errors, **found}
    assert found["recall_at_p99"]


@pytest.mark.parametrize("records", SIZES)
def bench_splink_beside(records: int, folder: Path) -> None:
    """Splink sees the lists of everyday errors, which `bench_households` made."""
    file = _file(folder, records, Errors.EVERYDAY)
    found, ours = _linked("splink", file), _FOUND[file.stem]
    ours["splink"] = found
    for measure in ("seconds", "processor_seconds"):
        share = cast("float", ours[measure]) / cast("float", found[measure])
        ours[f"{measure}_as_a_share_of_splinks"] = round(share, 3)


def bench_and_keep() -> None:
    """Keep what the others found: it runs last."""
    assert len(_FOUND) == len(LISTS)
    keep("linking", {"seed": SEED, "processors": os.cpu_count() or 1, **_FOUND})


def _file(folder: Path, records: int, errors: Errors) -> Path:
    return folder / f"{records} {errors}.parquet"


def _linked(who: str, file: Path) -> dict[str, object]:
    load = os.getloadavg()[0]
    command = [sys.executable, "-m", "tests.benchmarks.linking_trial", who, str(file)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603  # our own module
    found = cast("dict[str, object]", json.loads(said.stdout.splitlines()[-1]))
    return {**found, "load_average_before": round(load, 1)}
