"""Renders the kept figures of the matcher as tables: ``python -m tests.benchmarks.render``.

``docs/benchmarks/matching.md`` holds nothing that is typed by hand; a check compares it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from tests.benchmarks.kept import FOLDER

PAGE = FOLDER / "matching.md"
HEAD = """# How good the matcher is

Rendered from the JSON beside this page by `make bench`; [README.md](README.md) says what each
file is. Where two figures stand in a cell, the second is Splink's on the same data in the same
run. Every list is synthetic or one of the FEBRL sets; thresholds were fixed before the reported
seeds were opened. Times were taken on a shared machine.

"By itself": the share of all true pairs above the lowest weight from which 999 pairs in 1,000 are
right; "to read": the possible pairs below it. That bar is found with the truth at hand. Calibration
error: over ten equal bins of the probability said, how far it lies from the share that is true,
each bin by its pairs; it is taken over all pairs whose weight says possible.
"""
Figures = Mapping[str, object]


def page() -> str:
    """Return the page that the kept files make; a file that is not kept has no table."""
    parts = [HEAD]
    for name, title, table in TABLES:
        file = FOLDER / f"{name}.json"
        if file.is_file():
            figures = cast("Figures", json.loads(file.read_text(encoding="utf-8")))
            rows = list(table(figures))
            parts.append(f"## {title}\n" + "\n".join(_lines(rows)) + "\n")
    return "\n".join(parts)


def _lists(figures: Figures) -> Iterator[Sequence[str]]:
    counted = "by itself at precision .999", "pairs to read per 1,000 records", "calibration error"
    measures = "pairs F1", "recall at precision .99", "clustered F1", "B-cubed", "found by keys"
    yield "list", *measures, *counted
    for name in figures:
        if isinstance(figures[name], Mapping):
            splinks = _at(figures, name, "splink", "clusters_f1_at_its_best_threshold")
            yield (
                name,
                _both(figures, name, ("pairs", "f1")),
                _both(figures, name, ("pairs", "recall_at_p99")),
                _beside(_at(figures, name, "clusters", "f1"), splinks),
                _said(_at(figures, name, "clusters", "b3_f1")),
                _said(_at(figures, name, "blocking_recall")),
                _said(_at(figures, name, "automatic_share_at_p999")),
                _said(_at(figures, name, "pairs_to_read_per_1000_records")),
                _said(_at(figures, name, "calibration_error")),
            )


def _households(figures: Figures) -> Iterator[Sequence[str]]:
    measures = ("processor_seconds", "seconds", "max_rss_mb")
    named = ("processor seconds", "seconds", "MB", "load before")
    yield "records", "errors", "best pairs F1", "recall at precision .99", *named
    for name, run in figures.items():
        if isinstance(run, Mapping):
            recall = _at(figures, name, "splink", "pairs", "recall_at_p99")
            yield (
                _said(_at(figures, name, "records")),
                _said(_at(figures, name, "errors")),
                _both(figures, name, ("best_f1",)),
                _beside(_at(figures, name, "recall_at_p99"), recall),
                *(_both(figures, name, (measure,)) for measure in measures),
                _both(figures, name, ("load_average_before",)),
            )


def _addresses(figures: Figures) -> Iterator[Sequence[str]]:
    yield "addresses", "seed", "precision", "recall", "ambiguous", "wrong"
    for kind in ("tuning seeds", "report seeds"):
        seeds = cast("Mapping[str, Mapping[str, Figures]]", figures[kind])
        for seed, sets in seeds.items():
            for name, found in sets.items():
                if "all" in found:
                    cells = (_at(found, "all", key) for key in ("precision", "recall"))
                    counts = (_at(found, "all", key) for key in ("ambiguous", "wrong"))
                    named = f"{seed}{' (tuned on)' if kind == 'tuning seeds' else ''}"
                    yield (name, named, *map(_said, cells), *map(_said, counts))


def _names(figures: Figures) -> Iterator[Sequence[str]]:
    report = cast("Mapping[str, Mapping[str, float]]", figures["report"])
    measures = [name for name in report if name.startswith("balanced accuracy")]
    yield "balanced accuracy", *(name.partition(", ")[2] for name in measures)
    for group in report[measures[0]]:
        yield group, *(_said(report[name][group]) for name in measures)


def _index(figures: Figures) -> Iterator[Sequence[str]]:
    yield (
        *("records", "records a second", "bytes a record: buckets", "numbers"),
        *("p50, ms", "p99, ms", "processor of the asker, ms", "of the server", "load"),
    )
    asked = "one question, ms"
    columns = (
        ("records a second",),
        ("bytes a record", "bucket"),
        ("bytes a record", "number"),
        (asked, "p50"),
        (asked, "p99"),
        (asked, "processor of the asker"),
        (asked, "processor of the server"),
        (asked, "load average"),
    )
    for size in filter(str.isdigit, figures):
        yield f"{int(size):,}", *(_said(_at(figures, size, *path)) for path in columns)


def _online(figures: Figures) -> Iterator[Sequence[str]]:
    measures = (
        "candidates",
        "the true record among the candidates",
        "the person in the top ten",
        "the person first",
    )
    yield "records", "whole p50, ms", "p99, ms", "processor of the asker, ms", *measures, "load"
    for size in filter(str.isdigit, figures):
        found = cast("Figures", _at(figures, size, "one question"))
        yield (
            f"{int(size):,}",
            _said(_at(found, "whole, ms", "p50")),
            _said(_at(found, "whole, ms", "p99")),
            _said(_at(found, "processor of the asker, ms")),
            *(_said(found[name]) for name in measures),
            _said(_at(figures, size, "load average")),
        )


TABLES = (
    ("hard-sets", "Lists of people", _lists),
    ("linking", "Households, by size", _households),
    ("addresses", "Addresses to doors", _addresses),
    ("names", "Names alone", _names),
    ("index", "The index of people: a question of forty keys", _index),
    ("online", "A question about a person, whole: keys, index, fetch, comparison", _online),
)


def _at(figures: Figures, *path: str) -> object:
    found: object = figures
    for name in path:
        found = _inside(found, name)
    return found


def _inside(found: object, name: str) -> object:
    return cast("Figures", found).get(name) if isinstance(found, Mapping) else None


def _both(figures: Figures, name: str, path: tuple[str, ...]) -> str:
    return _beside(_at(figures, name, *path), _at(figures, name, "splink", *path))


def _beside(ours: object, splinks: object) -> str:
    return _said(ours) if splinks is None else f"{_said(ours)} / {_said(splinks)}"


def _said(figure: object) -> str:
    if isinstance(figure, float):
        return f"{figure:.4f}".rstrip("0").rstrip(".")
    return f"{figure:,}" if isinstance(figure, int) else str(figure if figure is not None else "")


def _lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for place, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if place == 0:
            yield "|" + "---|" * len(row)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
