"""What may be asked of the services: read from their published OpenAPI documents, nothing else."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, cast

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from ppit_gateway.domain.agreements import EVERY_FIELD, STRICT
from ppit_gateway.domain.fields import SchemaUnreadable, Shape, read_shape
from ppit_gateway.domain.lifecycle import Lifecycle
from ppit_platform.codes import LogOperation, PurposeCode, SubjectClass
from ppit_platform.spool import JSON, MAX_UPLOAD_BYTES, UPLOAD_TYPES
from ppit_platform.strict_json import MAX_BODY_BYTES

_EXTENSION = "x-ppit"
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_UNGOVERNED_PATHS = frozenset({"/livez", "/readyz"})
_SUCCESS = 200, 299


class CatalogueUnusable(ValueError):
    """A published document that does not say how the gate must treat each operation."""


MediaType = Literal["application/json", "text/csv", "application/x-ndjson"]


@dataclass(frozen=True, slots=True)
class Rules:
    """How one operation is governed: the ``x-ppit`` object of its route.

    A document that says nothing of bodies speaks of operations that take a little JSON.
    ``subject_classes`` are all that its question or any of its answers may be about.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    scope: str
    log_operation: LogOperation
    purposes: frozenset[PurposeCode]
    max_people: int
    subject_classes: frozenset[SubjectClass]
    person_required: bool
    idempotent: bool
    essential_fields: frozenset[str]
    max_body_bytes: Annotated[int, Field(ge=1, le=MAX_UPLOAD_BYTES)] = MAX_BODY_BYTES
    consumes: frozenset[MediaType] = frozenset({JSON})
    lifecycle: Lifecycle | None = None

    @property
    def takes_files(self) -> bool:
        return not UPLOAD_TYPES.isdisjoint(self.consumes)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path template of one service."""

    service: str
    method: str
    template: str
    rules: Rules
    answers: Mapping[int, Shape]
    """What each published success status may hold."""

    @property
    def name(self) -> str:
        return f"{self.service} {self.method} {self.template}"


_RULES = TypeAdapter(Rules)


def hidden(rules: Rules, allowed: frozenset[str]) -> set[str]:
    """Return the essential fields that would be filtered out where only ``allowed`` may leave."""
    if EVERY_FIELD in allowed:
        return set()
    return {
        essential
        for essential in rules.essential_fields
        if not any(f"{essential}.".startswith(f"{one}.") for one in allowed)
    }


def read_operations(service: str, document: Mapping[str, object]) -> tuple[Operation, ...]:
    """Read a service's document; ``CatalogueUnusable`` names the operation that is not governed."""
    components = cast("dict[str, dict[str, object]]", document.get("components", {}))
    paths = cast("dict[str, dict[str, dict[str, object]]]", document.get("paths", {}))
    return tuple(
        _operation(service, (method, template), entry, components.get("schemas", {}))
        for template, methods in paths.items()
        if template not in _UNGOVERNED_PATHS
        for method, entry in methods.items()
        if method in _METHODS
    )


def _operation(
    service: str,
    place: tuple[str, str],
    entry: Mapping[str, object],
    components: Mapping[str, object],
) -> Operation:
    method, template = place[0].upper(), place[1]
    try:
        rules = _RULES.validate_python(entry[_EXTENSION])
        answers = dict(_answers(entry, components))
    except (KeyError, ValidationError, SchemaUnreadable) as failure:
        msg = f"{service} {method} {template} is not governed: {type(failure).__name__}"
        raise CatalogueUnusable(msg) from failure
    if not rules.scope.startswith(f"{service}:"):
        msg = f"{service} {method} {template} has a scope of another service"
        raise CatalogueUnusable(msg)
    if rules.max_people > 0 and not rules.subject_classes:
        msg = f"{service} {method} {template} tells of people and does not say of which class"
        raise CatalogueUnusable(msg)
    return Operation(service, method, template, rules, answers)


def _answers(
    entry: Mapping[str, object], components: Mapping[str, object]
) -> Iterable[tuple[int, Shape]]:
    responses = cast("dict[str, dict[str, object]]", entry["responses"])
    for status, response in responses.items():
        if status.isdigit() and _SUCCESS[0] <= int(status) <= _SUCCESS[1]:
            content = cast("dict[str, dict[str, object]]", response.get("content", {}))
            media = content.get("application/json")
            yield (
                int(status),
                Shape() if media is None else read_shape(media.get("schema"), components),
            )


class Routes:
    """Finds the operation of a raw path. A literal segment goes before a parameter."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self.operations = tuple(
            sorted(operations, key=lambda one: (one.template.count("{"), one.template))
        )
        self._compiled: dict[str, list[tuple[re.Pattern[str], Operation]]] = {}
        for one in self.operations:
            self._compiled.setdefault(one.service, []).append((_pattern(one.template), one))

    def at(self, service: str, path: str) -> dict[str, Operation]:
        """Return the operations of ``path`` by method; none means that nothing is there."""
        governed = self._compiled.get(service, ())
        found = [one for pattern, one in governed if pattern.fullmatch(path)]
        if not found:
            return {}
        # The first found is the most literal; another template may match the same text.
        return {one.method: one for one in found if one.template == found[0].template}

    def largest_file(self, method: str, path: str) -> int:
        """Return how large a file may be that is sent to a public path; 0 where none is taken."""
        service, _, rest = path.removeprefix("/").partition("/")
        operation = self.at(service, f"/{rest}").get(method)
        if operation is None or not operation.rules.takes_files:
            return 0
        return operation.rules.max_body_bytes

    def named(self, service: str, method: str, template: str) -> Operation | None:
        name = f"{service} {method} {template}"
        return next((one for one in self.operations if one.name == name), None)


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]+\})", template)
    return re.compile(
        "".join(r"[A-Za-z0-9._~:-]+" if part.startswith("{") else re.escape(part) for part in parts)
    )
