"""Which fields of an answer may leave: what is published, and of that what the agreement names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from ppit_gateway.domain.agreements import EVERY_FIELD


class SchemaUnreadable(ValueError):
    """A published schema from which the gate cannot tell what may leave."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a published schema lets stand at one place: a plain value, an object, a list."""

    plain: bool = False
    fields: Mapping[str, "Shape"] = field(default_factory=dict[str, "Shape"])
    items: "Shape | None" = None
    values: "Shape | None" = None
    """What stands under names that are data themselves, such as a count per reason."""


@dataclass(frozen=True, slots=True)
class Filtered:
    """What may leave, the names of what leaves, and the names of what was held back and why."""

    value: object
    passed: frozenset[str]
    withheld: frozenset[str]
    unpublished: frozenset[str]


_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PLAIN = frozenset({"string", "integer", "number", "boolean"})
PROBLEM = Shape(
    fields={
        **{
            name: Shape(plain=True)
            for name in ("type", "title", "status", "detail", "instance", "code")
        },
        "errors": Shape(
            items=Shape(fields={name: Shape(plain=True) for name in ("pointer", "code", "detail")})
        ),
    }
)
"""A problem document: the only form in which a refusal of a service may leave."""


def read_shape(schema: object, components: Mapping[str, object]) -> Shape:
    """Read a JSON schema of an OpenAPI document; ``SchemaUnreadable`` if it is open or endless."""
    return _read(schema, components, ())


def _read(schema: object, components: Mapping[str, object], seen: tuple[str, ...]) -> Shape:
    if not isinstance(schema, dict):
        msg = "an open schema publishes nothing in particular"
        raise SchemaUnreadable(msg)
    node = cast("dict[str, object]", schema)
    reference = node.get("$ref")
    if isinstance(reference, str):
        name = reference.removeprefix("#/components/schemas/")
        if name in seen:
            msg = f"{name} holds itself"
            raise SchemaUnreadable(msg)
        return _read(components.get(name), components, (*seen, name))
    shape = _own(node, components, seen)
    for choice in ("anyOf", "oneOf", "allOf"):
        for option in cast("list[object]", node.get(choice, ())):
            shape = _merged(shape, _read(option, components, seen))
    return shape


def _own(node: dict[str, object], components: Mapping[str, object], seen: tuple[str, ...]) -> Shape:
    kinds = node.get("type")
    named = set(cast("list[str]", kinds)) if isinstance(kinds, list) else {kinds}
    properties = cast("dict[str, object]", node.get("properties", {}))
    mapped: Shape | None = None
    for values in _mapped(node):
        mapped = _either(mapped, _read(values, components, seen))
    return Shape(
        plain=bool(named & _PLAIN) or "enum" in node or "const" in node,
        fields={name: _read(child, components, seen) for name, child in properties.items()},
        items=_read(node["items"], components, seen) if "items" in node else None,
        values=mapped,
    )


def _mapped(node: dict[str, object]) -> list[object]:
    """Return the schemas of what stands under names that are data themselves."""
    values = node.get("additionalProperties")
    # False closes the object; True or nothing says that no more is published of it.
    of_all = [] if values is None or isinstance(values, bool) else [values]
    return [*of_all, *cast("dict[str, object]", node.get("patternProperties", {})).values()]


def _merged(one: Shape, other: Shape) -> Shape:
    both = {
        name: _merged(one.fields[name], other.fields[name])
        for name in one.fields.keys() & other.fields.keys()
    }
    return Shape(
        plain=one.plain or other.plain,
        fields={**one.fields, **other.fields, **both},
        items=_either(one.items, other.items),
        values=_either(one.values, other.values),
    )


def _either(one: Shape | None, other: Shape | None) -> Shape | None:
    return _merged(one, other) if one and other else one or other


def publishes(shape: Shape, path: str) -> bool:
    """Say whether a dotted path names something that the schema lets stand."""
    if path == EVERY_FIELD:
        return True
    at: Shape | None = shape
    for name in path.split("."):
        while at is not None and at.items is not None and name not in at.fields:
            at = at.items
        at = None if at is None else at.fields.get(name)
    return at is not None


def filtered(value: object, shape: Shape, allowed: frozenset[str]) -> Filtered:
    """Return what of ``value`` may leave: published in ``shape``, and under a path in ``allowed``.

    Names in the result are dotted paths of the published schema, never data; an unpublished name
    that does not look like a field name is shown as ``*``, because it may be somebody's.
    """
    notes = _Notes(allowed)
    return Filtered(
        _kept(value, shape, "", notes),
        frozenset(notes.passed),
        frozenset(notes.withheld),
        frozenset(notes.unpublished),
    )


def covers(allowed: frozenset[str], path: str) -> bool:
    """Say whether the path, something above it or something below it is allowed."""
    return (
        EVERY_FIELD in allowed
        or not path
        or any(
            f"{path}.".startswith(f"{one}.") or f"{one}.".startswith(f"{path}.") for one in allowed
        )
    )


class _Notes:
    def __init__(self, allowed: frozenset[str]) -> None:
        self.passed: set[str] = set()
        self.withheld: set[str] = set()
        self.unpublished: set[str] = set()
        self._allowed = allowed

    def covers(self, path: str) -> bool:
        return covers(self._allowed, path)


def _kept(value: object, shape: Shape, path: str, notes: _Notes) -> object:
    if isinstance(value, dict):
        return _kept_object(cast("dict[str, object]", value), shape, path, notes)
    if isinstance(value, list):
        if shape.items is None:
            notes.unpublished.add(path)
            return []
        return [_kept(one, shape.items, path, notes) for one in cast("list[object]", value)]
    if value is not None and not shape.plain:
        notes.unpublished.add(path)
        return None
    if path:
        notes.passed.add(path)
    return value


def _kept_object(
    value: dict[str, object], shape: Shape, path: str, notes: _Notes
) -> dict[str, object]:
    kept: dict[str, object] = {}
    for name, child in value.items():
        inner = shape.fields.get(name, shape.values)
        place = ".".join(filter(None, (path, name if name in shape.fields else EVERY_FIELD)))
        if inner is None:
            shown = name if _FIELD_NAME.fullmatch(name) else EVERY_FIELD
            notes.unpublished.add(".".join(filter(None, (path, shown))))
        elif not notes.covers(place):
            notes.withheld.add(place)
        else:
            kept[name] = _kept(child, inner, place, notes)
    return kept
