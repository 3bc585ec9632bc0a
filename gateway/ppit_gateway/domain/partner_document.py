"""The document of one partner: the operations and fields that its agreement grants, no others.

Schemas that several operations share are written out where fields are left out of them, because
what may leave differs from scope to scope.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from ppit_gateway.domain.agreements import EVERY_FIELD
from ppit_gateway.domain.fields import covers

_POINTER = "#/components/schemas/"
_EXTENSION = "x-ppit"
_MAPPED = ("additionalProperties", "patternProperties")


@dataclass(frozen=True, slots=True)
class Granted:
    """``fields`` per scope, as the agreement has them; ``scopes`` as the role narrows them."""

    scopes: frozenset[str]
    purposes: frozenset[str]
    subject_classes: frozenset[str]
    fields: Mapping[str, frozenset[str]]


def partner_document(document: Mapping[str, object], granted: Granted) -> dict[str, object]:
    """Return what of the merged ``document`` the partner may use."""
    components = cast("Mapping[str, Mapping[str, object]]", document["components"])
    schemas = components.get("schemas", {})
    paths: dict[str, object] = {}
    for path, methods in cast("Mapping[str, Mapping[str, object]]", document["paths"]).items():
        own = {
            method: _narrowed(cast("Mapping[str, object]", operation), granted, schemas)
            for method, operation in methods.items()
            if _usable(cast("Mapping[str, object]", operation), granted)
        }
        if own:
            paths[path] = own
    kept = _reached(paths, schemas)
    return {
        **document,
        "paths": paths,
        "components": {**components, "schemas": {name: schemas[name] for name in sorted(kept)}},
    }


def _usable(operation: Mapping[str, object], granted: Granted) -> bool:
    rules = cast("Mapping[str, object]", operation[_EXTENSION])
    purposes = cast("list[str]", rules["purposes"])
    classes = cast("list[str]", rules["subject_classes"])
    return (
        rules["scope"] in granted.scopes
        and not granted.purposes.isdisjoint(purposes)
        and granted.subject_classes.issuperset(classes)
    )


def _narrowed(
    operation: Mapping[str, object], granted: Granted, schemas: Mapping[str, object]
) -> dict[str, object]:
    """Leave out of the answers what may not leave; a refusal is whole for everybody."""
    rules = cast("Mapping[str, str]", operation[_EXTENSION])
    allowed = granted.fields.get(rules["scope"], frozenset())
    responses = cast("Mapping[str, Mapping[str, object]]", operation["responses"])
    if EVERY_FIELD in allowed:
        return dict(operation)
    answers = {
        status: _answer(answer, allowed, schemas) if status.startswith("2") else answer
        for status, answer in responses.items()
    }
    return {**operation, "responses": answers}


def _answer(
    answer: Mapping[str, object], allowed: frozenset[str], schemas: Mapping[str, object]
) -> dict[str, object]:
    content = cast("Mapping[str, Mapping[str, object]]", answer.get("content", {}))
    shown = {
        kind: {**media, "schema": _schema(media["schema"], "", allowed, schemas)}
        for kind, media in content.items()
        if "schema" in media
    }
    return {**answer, "content": shown} if shown else dict(answer)


def _schema(
    schema: object, path: str, allowed: frozenset[str], schemas: Mapping[str, object]
) -> object:
    if not isinstance(schema, dict):
        return schema
    node = cast("dict[str, object]", schema)
    if isinstance(node.get("$ref"), str):
        named = schemas[str(node["$ref"]).removeprefix(_POINTER)]
        return _schema(named, path, allowed, schemas)
    kept = dict(node)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in node:
            options = cast("list[object]", node[choice])
            kept[choice] = [_schema(option, path, allowed, schemas) for option in options]
    # It maps to names of schemas, which are written out here.
    kept.pop("discriminator", None)
    if "items" in node:
        kept["items"] = _schema(node["items"], path, allowed, schemas)
    return {**kept, **_members(node, path, allowed, schemas)}


def _members(
    node: Mapping[str, object],
    path: str,
    allowed: frozenset[str],
    schemas: Mapping[str, object],
) -> dict[str, object]:
    members: dict[str, object] = {}
    if "properties" in node:
        own = {
            name: _schema(child, place, allowed, schemas)
            for name, child in cast("Mapping[str, object]", node["properties"]).items()
            if covers(allowed, place := _below(path, name))
        }
        required = [name for name in cast("list[str]", node.get("required", [])) if name in own]
        members |= {"properties": own, "required": required}
    for mapped in _MAPPED:
        if isinstance(node.get(mapped), dict) and not covers(allowed, _below(path, EVERY_FIELD)):
            members[mapped] = False if mapped == _MAPPED[0] else {}
    return members


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _reached(paths: object, schemas: Mapping[str, object]) -> set[str]:
    """Return the names of all schemas that something still points at."""
    found: set[str] = set()
    waiting = list(_pointers(paths))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(_pointers(schemas[name]))
    return found


def _pointers(value: object) -> Iterator[str]:
    children: Iterable[object] = ()
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        if isinstance(fields.get("$ref"), str):
            yield str(fields["$ref"]).removeprefix(_POINTER)
        children = fields.values()
    elif isinstance(value, list):
        children = cast("list[object]", value)
    for child in children:
        yield from _pointers(child)
