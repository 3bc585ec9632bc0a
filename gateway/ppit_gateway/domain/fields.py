"""What is published of an answer, read from its schema, and what a list of paths covers of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from ppit_gateway.domain.agreements import EVERY_FIELD


class SchemaUnreadable(ValueError):
    """A published schema from which the gate cannot tell what may leave."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What a published schema lets stand at one place: a plain value, an object, a list.

    It is equal to itself alone: what was made of it once is found again by it.
    """

    plain: bool = False
    fields: Mapping[str, "Shape"] = field(default_factory=dict[str, "Shape"])
    items: "Shape | None" = None
    values: "Shape | None" = None
    """What stands under names that are data themselves, such as a count per reason."""


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


def covers(allowed: frozenset[str], path: str) -> bool:
    """Say whether the path, something above it or something below it is allowed."""
    return (
        EVERY_FIELD in allowed
        or not path
        or any(
            f"{path}.".startswith(f"{one}.") or f"{one}.".startswith(f"{path}.") for one in allowed
        )
    )
