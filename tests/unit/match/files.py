"""Small files to score, written where a test wants them."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from typer.testing import CliRunner, Result

from ppit_match.cli import app

Columns = Mapping[str, Sequence[str | None]]


def write_csv(file: Path, columns: Columns) -> Path:
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return file


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def answer(result: Result) -> Mapping[str, object]:
    assert result.exit_code == 0, result.output
    return cast("Mapping[str, object]", json.loads(result.stdout))


def inside(found: Mapping[str, object], *path: str) -> object:
    for name in path[:-1]:
        found = cast("Mapping[str, object]", found[name])
    return found[path[-1]]
