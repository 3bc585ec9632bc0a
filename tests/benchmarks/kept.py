"""Keeps what a benchmark found under docs/benchmarks, where documents may quote it."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.floors import fallen

FOLDER = Path(__file__).parents[2] / "docs" / "benchmarks"


def keep(name: str, figures: Mapping[str, object]) -> None:
    """Write ``figures`` to ``docs/benchmarks/<name>.json``, over what the last run found.

    Fails when one of them has fallen (`floors.toml`): what was found is kept all the same.
    """
    (FOLDER / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    assert fallen(name, figures) == []
