"""A million records of one surname, or at one address: linked in a time that grows with the list.

The lists are those of `bench_linking` with one column the same in every record, so that it says
nothing any more and its keys stop. Each is linked in a process of its own. What is asserted: ten
times the records take some ten times as long, the pairs compared stay a few for each record, and
hardly any pair is called sure that is none.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import cast

import polars as pl
import pytest

from tests.benchmarks.households import Errors
from tests.benchmarks.kept import keep
from tests.benchmarks.linking_trial import SEED, write_list

SIZES = (100_000, 1_000_000)
CROWDS = {
    "one surname": {"family": "Smith"},
    "one address": {"line": "14 Foxglove Lane", "town": "Deal", "postcode": "CT14 7AB"},
    "one date of birth": {"date_of_birth": "1975-03-12"},
}
MOST_PAIRS_A_RECORD, MOST_TIMES_AS_LONG = 60, 25
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("crowds")
    files = {records: folder / f"{records}.parquet" for records in SIZES}
    for records, file in files.items():
        write_list(records, Errors.EVERYDAY, file)
    return files


def bench_crowds(lists: dict[int, Path]) -> None:
    found = {
        f"{records} {crowd}": {"records": records, **_linked(file, crowd)}
        for crowd in CROWDS
        for records, file in lists.items()
    }
    keep("crowds", {"seed": SEED, **found})
    for crowd in CROWDS:
        few, many = (found[f"{records} {crowd}"] for records in SIZES)
        assert _number(many, "processor_seconds") < MOST_TIMES_AS_LONG * _number(
            few, "processor_seconds"
        )
        assert _number(many, "candidate_pairs") < MOST_PAIRS_A_RECORD * SIZES[-1]


def _linked(file: Path, crowd: str) -> dict[str, object]:
    alike = file.with_name(f"{file.stem} {crowd}.parquet")
    same = [pl.lit(value).alias(column) for column, value in CROWDS[crowd].items()]
    pl.read_parquet(file).with_columns(same).write_parquet(alike)
    command = [sys.executable, "-m", "tests.benchmarks.linking_trial", "ours", str(alike)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603  # our own module
    return cast("dict[str, object]", json.loads(said.stdout.splitlines()[-1]))


def _number(found: dict[str, object], name: str) -> float:
    return cast("float", found[name])
