"""`ppit-match names`: any file of labelled pairs is scored, or refused with the reason."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from ppit_match.names import names

ROWS = [
    ("Person", "Margaret Holt", "Holt, Margaret", "true"),
    ("Person", "Margaret Holt", "Martin Holt", "false"),
    ("Company", "Varnel Roofing Ltd", "Varnel Roofing", "true"),
    ("Company", "Varnel Roofing Ltd", "Varnel Catering Ltd", "false"),
    ("Company", "Varnel Roofing Ltd", "Karnum Motors Ltd", "true"),
]
APP = Typer()
APP.command()(names)


def run(file: Path, *options: str) -> Result:
    return CliRunner().invoke(APP, [str(file), *options])


def a_file(folder: Path, headings: str, separator: str = ",") -> Path:
    file = folder / "pairs.csv"
    rows = [
        separator.join(f'"{cell}"' for cell in (kind, one, other, label))
        for kind, one, other, label in ROWS
    ]
    file.write_text("\n".join([separator.join(headings.split()), *rows]), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "headings",
    [
        "schema query candidate is_match",
        "Type Name_A Name_B Label",
        "kind name1 name2 truth",
        "entity_type left_name right_name same",
        "schema query.name candidate.name match",
    ],
)
def test_headings_of_many_kinds_are_understood(tmp_path: Path, headings: str) -> None:
    told = json.loads(run(a_file(tmp_path, headings)).stdout)
    kind, one, other, label = headings.split()
    assert told["columns_understood"] == {"one": one, "other": other, "label": label, "kind": kind}
    assert told["pairs"] == len(ROWS)


def test_figures_are_counted_over_all_and_by_kind(tmp_path: Path) -> None:
    told = json.loads(run(a_file(tmp_path, "schema query candidate is_match")).stdout)
    assert told["accuracy"] == 0.8
    assert told["precision"] == 1.0
    assert told["recall"] == 0.6667
    assert told["f1"] == 0.8
    assert told["balanced_accuracy"] == 0.8333
    assert told["groups"]["Person"]["balanced_accuracy"] == 1.0
    assert told["groups"]["Company"]["balanced_accuracy"] == 0.75
    assert told["seconds"] >= 0


def test_a_parquet_file_with_true_and_false_and_another_separator_are_read(tmp_path: Path) -> None:
    file = tmp_path / "pairs.parquet"
    columns = zip(*((one, other, label == "true") for _, one, other, label in ROWS), strict=True)
    pl.DataFrame(dict(zip(("a", "b", "same"), map(list, columns), strict=True))).write_parquet(file)
    assert json.loads(run(file).stdout)["recall"] == 0.6667
    told = json.loads(run(a_file(tmp_path, "kind a b match", ";")).stdout)
    assert told["accuracy"] == 0.8


def test_a_column_is_mapped_by_the_caller(tmp_path: Path) -> None:
    file = a_file(tmp_path, "what who whom verdict")
    assert run(file).exit_code == 2
    options = ("--map", "one=who", "--map", "other=whom", "--map", "label=verdict")
    told = json.loads(run(file, *options, "--map", "kind=what").stdout)
    assert told["accuracy"] == 0.8


def test_columns_without_known_headings_are_found_by_what_they_hold(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    rows = [f'{row},"{one}","{other}",{label}' for row, (_, one, other, label) in enumerate(ROWS)]
    file.write_text("\n".join(["row,who,whom,verdict", *rows]), encoding="utf-8")
    told = json.loads(run(file).stdout)
    assert told["columns_understood"] == {"one": "who", "other": "whom", "label": "verdict"}
    assert told["accuracy"] == 0.8


@pytest.mark.parametrize(
    ("content", "options", "reason"),
    [
        ("who,whom\n1,2\n", (), "no column was understood as one or other or label"),
        ("name1,name2,label\na,b,perhaps\n", (), "row 2: 'perhaps' in column 'label'"),
        ("name1,name2,label\n", (), "has headings and no rows"),
        ("", (), "pairs.csv is empty"),
        ("name1,name2,label\na,b,1\n", ("--map", "one=zz"), "column 'zz', mapped to 'one'"),
        ("name1,name2,label\na,b,1\n", ("--map", "name1"), "is not ROLE=COLUMN"),
    ],
)
def test_what_cannot_be_scored_is_refused_with_the_column_or_the_row(
    tmp_path: Path, content: str, options: tuple[str, ...], reason: str
) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text(content, encoding="utf-8")
    refused = run(file, *options)
    assert refused.exit_code == 2
    assert reason in refused.stderr
    assert "Traceback" not in refused.output


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.csv", "missing.csv cannot be read"),
        ("missing.parquet", "missing.parquet cannot be read"),
        ("broken.parquet", "broken.parquet is neither text nor Parquet"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    if name.startswith("broken"):
        (tmp_path / name).write_bytes(b"\x00\x01 no parquet")
    refused = run(tmp_path / name)
    assert refused.exit_code == 2
    assert reason in refused.stderr
