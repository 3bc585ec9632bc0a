"""The third copy of a block moves to shared: three alike lines may stay, eight may not."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from tests.architecture.source import Remark, Source

MIN_LINES = 8
TOO_MANY = 3

_Place = tuple[str, int]


def third_copies(sources: Iterable[Source]) -> Iterator[tuple[str, Remark]]:
    """Name the place of each third and further copy once, where the block begins."""
    places: defaultdict[tuple[str, ...], list[_Place]] = defaultdict(list)
    for source in sources:
        if source.is_product:
            lines = list(_code_lines(source))
            for start in range(len(lines) - MIN_LINES + 1):
                block = lines[start : start + MIN_LINES]
                places[tuple(text for _, text in block)].append((source.path, block[0][0]))
    copies = sorted({place for found in places.values() for place in found[TOO_MANY - 1 :]})
    for before, (path, line) in pairwise([("", 0), *copies]):
        if not _goes_on(before, (path, line)):
            yield path, Remark(line, f"a block of {MIN_LINES} lines stands here a third time")


def _goes_on(before: _Place, place: _Place) -> bool:
    """Tell whether the block at ``place`` is the one before it, seen a few lines further down."""
    return before[0] == place[0] and place[1] - before[1] <= MIN_LINES


def _code_lines(source: Source) -> Iterator[tuple[int, str]]:
    skipped = set(_lines_that_may_repeat(source))
    for number, line in enumerate(source.text.splitlines(), start=1):
        text = line.strip()
        if text and not text.startswith("#") and number not in skipped:
            yield number, text


def _lines_that_may_repeat(source: Source) -> Iterator[int]:
    for node in source.nodes:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant(value=str())):
                yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)
            case _:
                pass
