"""What each benchmark must reach: a figure that falls below its floor fails the run that found it,
and the check of the kept figures.

`floors.toml` has a table for each kept file and in it a line for each figure: its path, with `*`
for every entry of a mapping, and the least (`">= 0.99"`) or most (`"<= 0.3"`) that it may be.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

FLOORS = Path(__file__).with_name("floors.toml")


def fallen(name: str, figures: Mapping[str, object]) -> list[str]:
    """Say which figures of the benchmark ``name`` are missing or beyond what they may be."""
    floors = cast(
        "dict[str, dict[str, str]]", tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    ).get(name, {})
    return [said for path, bound in floors.items() for said in _judge(path, bound, figures)]


def _judge(path: str, bound: str, figures: Mapping[str, object]) -> Iterator[str]:
    sign, limit = bound.split()
    found = list(_found(path.split("."), figures))
    if not found:
        yield f"{path}: there is no such figure"
    for value in found:
        if not isinstance(value, int | float):
            yield f"{path}: {value} is no number"
        elif (value < float(limit)) if sign == ">=" else (value > float(limit)):
            yield f"{path}: {value} is not {bound}"


def _found(path: list[str], figures: object) -> Iterator[object]:
    if not path:
        yield figures
    elif isinstance(figures, Mapping):
        inside = cast("Mapping[str, object]", figures)
        for name in inside if path[0] == "*" else path[:1]:
            if name in inside:
                yield from _found(path[1:], inside[name])
