"""Keeps what a benchmark found under docs/benchmarks, where documents may quote it."""

import json
from collections.abc import Mapping
from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "docs" / "benchmarks"


def keep(name: str, figures: Mapping[str, object]) -> None:
    """Write ``figures`` to ``docs/benchmarks/<name>.json``, over what the last run found."""
    (_FOLDER / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
