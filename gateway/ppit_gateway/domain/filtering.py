"""Lets through of an answer what is published and what the agreement names, and notes the rest.

A shape and an agreement's paths are put together once; every answer is then walked by what came of
it. Names in the notes are dotted paths of the published schema, never data: an unpublished name
that does not look like a field name is shown as ``*``, because it may be somebody's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from ppit_gateway.domain.agreements import EVERY_FIELD
from ppit_gateway.domain.fields import Shape, covers

_MOST_REMEMBERED = 1024
_SCALARS = frozenset({str, int, bool, float})
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Filtered:
    """What may leave, the names of what leaves, and the names of what was held back and why."""

    value: object
    passed: frozenset[str]
    withheld: frozenset[str]
    unpublished: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Place:
    """What may stand at one place: ``fields`` and ``values`` are None where the agreement does not
    reach, and a name in neither is not published.
    """

    path: str
    plain: bool
    fields: Mapping[str, "_Place | None"]
    items: "_Place | None"
    values: "_Place | None"
    open_path: str
    """What names that are data are shown as; empty where there are none."""


class _Notes:
    def __init__(self) -> None:
        self.passed: set[str] = set()
        self.withheld: set[str] = set()
        self.unpublished: set[str] = set()


def filtered(value: object, shape: Shape, allowed: frozenset[str]) -> Filtered:
    """Return what of ``value`` is published in ``shape`` and covered by a path in ``allowed``."""
    notes = _Notes()
    kept = _kept(value, _planned(shape, allowed), notes)
    return Filtered(
        kept, frozenset(notes.passed), frozenset(notes.withheld), frozenset(notes.unpublished)
    )


@lru_cache(maxsize=_MOST_REMEMBERED)
def _planned(shape: Shape, allowed: frozenset[str]) -> _Place:
    return _place(shape, allowed, "")


def _place(shape: Shape, allowed: frozenset[str], path: str) -> _Place:
    def below(child: Shape, name: str) -> _Place | None:
        inner = f"{path}.{name}" if path else name
        return _place(child, allowed, inner) if covers(allowed, inner) else None

    return _Place(
        path=path,
        plain=shape.plain,
        fields={name: below(child, name) for name, child in shape.fields.items()},
        items=None if shape.items is None else _place(shape.items, allowed, path),
        values=None if shape.values is None else below(shape.values, EVERY_FIELD),
        open_path="" if shape.values is None else _joined(path, EVERY_FIELD),
    )


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _kept(value: object, place: _Place, notes: _Notes) -> object:
    if isinstance(value, dict):
        return _kept_object(cast("dict[str, object]", value), place, notes)
    if isinstance(value, list):
        items = place.items
        if items is None:
            notes.unpublished.add(place.path)
            return []
        return [_kept(one, items, notes) for one in cast("list[object]", value)]
    if value is not None and not place.plain:
        notes.unpublished.add(place.path)
        return None
    if place.path:
        notes.passed.add(place.path)
    return value


def _kept_object(value: dict[str, object], place: _Place, notes: _Notes) -> dict[str, object]:
    kept: dict[str, object] = {}
    fields = place.fields
    for name, child in value.items():
        if name in fields:
            inner, shown = fields[name], ""
        elif place.open_path:
            inner, shown = place.values, place.open_path
        else:
            like_a_field = _FIELD_NAME.fullmatch(name) is not None
            notes.unpublished.add(_joined(place.path, name if like_a_field else EVERY_FIELD))
            continue
        if inner is None:
            notes.withheld.add(shown or _joined(place.path, name))
        elif inner.plain and child.__class__ in _SCALARS:
            # Most of every answer: no call of its own.
            notes.passed.add(inner.path)
            kept[name] = child
        else:
            kept[name] = _kept(child, inner, notes)
    return kept
