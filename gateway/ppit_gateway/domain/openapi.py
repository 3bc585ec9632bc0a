"""Merges the services' documents into the one that partners read (OpenAPI 3.1)."""

from collections.abc import Mapping
from typing import cast

from ppit_gateway.domain.listing import Form, item_of
from ppit_gateway.domain.operations import read_operations

_REFERENCE = "#/components/schemas/"
_EXTENSION = "x-ppit"
_OK = 200
_CASE: dict[str, object] = {
    "name": "Case-Reference",
    "in": "header",
    "required": True,
    "description": "The case that this request serves, as the partner knows it.",
    "schema": {"type": "string", "pattern": "^[A-Z0-9/-]{3,40}$"},
}
_KEY: dict[str, object] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "The same key for 24 hours means the same request, answered once.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
}


def merged(documents: Mapping[str, Mapping[str, object]], issuer: str) -> dict[str, object]:
    """Return one document: paths under the service's name, schemas named after their service."""
    paths: dict[str, object] = {}
    schemas: dict[str, object] = {}
    for service, document in sorted(documents.items()):
        own = cast("dict[str, dict[str, object]]", _renamed(document, service))
        for name, schema in own.get("components", {}).get("schemas", {}).items():  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue, reportUnknownVariableType]
            schemas[f"{service}.{name}"] = schema
        lists = {
            (one.method, one.template)
            for one in read_operations(service, document)
            if item_of(one, _OK) is not None
        }
        for path, methods in own.get("paths", {}).items():
            operations = _governed(cast("dict[str, dict[str, object]]", methods))
            for method in operations:
                if (method.upper(), path) in lists:
                    _offer_lists(cast("dict[str, dict[str, object]]", operations[method]))
            if operations:
                paths[f"/{service}{path}"] = operations
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Public protection intelligence",
            "version": "1",
            "description": "One gate, one agreement and one purpose for each token. Every answer"
            " is in the disclosure log before its first byte leaves.",
        },
        "servers": [{"url": issuer}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"ppit": _security(paths, issuer)}},
    }


def _governed(methods: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    return {
        method: _operation(operation, cast("Mapping[str, object]", operation[_EXTENSION]))
        for method, operation in methods.items()
        if _EXTENSION in operation
    }


def _operation(operation: Mapping[str, object], rules: Mapping[str, object]) -> dict[str, object]:
    parameters = [*cast("list[object]", operation.get("parameters", [])), _CASE]
    if rules["idempotent"]:
        parameters.append(_KEY)
    return {**operation, "parameters": parameters, "security": [{"ppit": [rules["scope"]]}]}


def _offer_lists(operation: dict[str, dict[str, object]]) -> None:
    """Say that the list may be had as CSV or a line of JSON for each item, by ``Accept``."""
    answer = cast("dict[str, dict[str, object]]", operation["responses"][str(_OK)])
    for form in (Form.CSV, Form.LINES):
        answer["content"][form.value] = {"schema": {"type": "string"}}


def _security(paths: Mapping[str, object], issuer: str) -> dict[str, object]:
    scopes = {
        cast("str", cast("dict[str, object]", operation[_EXTENSION])["scope"]): ""
        for methods in cast("dict[str, dict[str, dict[str, object]]]", paths).values()
        for operation in methods.values()
    }
    flow = {"tokenUrl": f"{issuer}/oauth2/token", "scopes": dict(sorted(scopes.items()))}
    return {"type": "oauth2", "flows": {"clientCredentials": flow}}


def _renamed(value: object, service: str) -> object:
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {name: _renamed_field(name, child, service) for name, child in fields.items()}
    if isinstance(value, list):
        return [_renamed(one, service) for one in cast("list[object]", value)]
    return value


def _renamed_field(name: str, value: object, service: str) -> object:
    if name == "$ref" and isinstance(value, str) and value.startswith(_REFERENCE):
        return f"{_REFERENCE}{service}.{value.removeprefix(_REFERENCE)}"
    return _renamed(value, service)
