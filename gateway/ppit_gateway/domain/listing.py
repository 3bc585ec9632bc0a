"""A list of objects as a spreadsheet or a program reads it: CSV, or a line of JSON for each."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from ppit_gateway.domain.fields import Shape, covers
from ppit_gateway.domain.operations import Operation
from ppit_platform import quick_json

_ITEMS = "items"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, or skips to find one."""


@dataclass(frozen=True, slots=True)
class _Column:
    """The names that lead from an item to a cell, and whether an object there has columns of its
    own.
    """

    steps: tuple[str, ...]
    opened: bool


class Form(StrEnum):
    """In which form a list may be asked for."""

    JSON = "application/json"
    CSV = "text/csv"
    LINES = "application/x-ndjson"

    @property
    def content_type(self) -> str:
        return f"{self.value}; charset=utf-8; header=present" if self is Form.CSV else self.value


def form_asked(accept: str | None) -> Form:
    """Read an Accept header: one of the two other forms and nothing else, or JSON."""
    kind = (accept or "").partition(";")[0].strip().lower()
    return Form(kind) if kind in {Form.CSV, Form.LINES} else Form.JSON


def item_of(operation: Operation, status: int) -> Shape | None:
    """Return what an item of the answer is, if the answer is a list of objects.

    None too where something beside the items must not be left out: without it a list that could
    not be made would read as an empty one.
    """
    listed = operation.answers.get(status, Shape()).fields.get(_ITEMS, Shape()).items
    beside = {path for path in operation.rules.essential_fields if path.split(".")[0] != _ITEMS}
    return listed if listed is not None and listed.fields and not beside else None


def of_items(paths: Iterable[str]) -> frozenset[str]:
    return frozenset(path for path in paths if path.split(".")[0] == _ITEMS)


def as_json(value: object) -> bytes:
    """Return the one way in which the gate writes JSON; ``ValueError`` for what is none."""
    return quick_json.write(value)


def as_list(answer: object, item: Shape, allowed: frozenset[str], form: Form) -> bytes:
    """Write the items of an answer that has been filtered; ``ValueError`` for what is no list."""
    listed = cast("Mapping[str, object]", answer).get(_ITEMS) if isinstance(answer, dict) else None
    if not isinstance(listed, list):
        msg = "no items"
        raise ValueError(msg)  # noqa: TRY004  # one failure for all that is not what was published
    items = cast("list[object]", listed)
    if form is Form.LINES:
        return b"".join(as_json(one) + b"\n" for one in items)
    return _as_csv(items, tuple(_columns(item, (), allowed)))


def _as_csv(items: Iterable[object], columns: tuple[_Column, ...]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(".".join(column.steps) for column in columns)
    for item in items:
        writer.writerow(_cell(_at(item, column)) for column in columns)
    return text.getvalue().encode()


def _columns(shape: Shape, steps: tuple[str, ...], allowed: frozenset[str]) -> Iterator[_Column]:
    """Give the columns that may leave, in the order in which they are published."""
    if not covers(allowed, ".".join((_ITEMS, *steps))):
        return
    if steps and (shape.plain or shape.items or shape.values or not shape.fields):
        yield _Column(steps, opened=bool(shape.fields))
    for name, child in shape.fields.items():
        yield from _columns(child, (*steps, name), allowed)


def _at(item: object, column: _Column) -> object:
    value = item
    for name in column.steps:
        value = cast("Mapping[str, object]", value).get(name) if isinstance(value, dict) else None
    return None if column.opened and isinstance(value, dict) else value


def _cell(value: object) -> str:
    """Write one value: a list of plain values joined, anything deeper as JSON."""
    if isinstance(value, list):
        several = cast("list[object]", value)
        deeper = any(isinstance(one, dict | list) for one in several)
        return as_json(several).decode() if deeper else _harmless("; ".join(map(_plain, several)))
    return _harmless(value) if isinstance(value, str) else _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else as_json(value).decode()


def _harmless(text: str) -> str:
    """Keep a spreadsheet from reckoning with what somebody wrote."""
    return f"'{text}" if text.startswith(_FORMULA) else text
