"""Merges the services' documents into the one that partners read (OpenAPI 3.1)."""

from collections.abc import Mapping
from typing import cast

from ppit_gateway.domain.listing import Form, item_of
from ppit_gateway.domain.operations import read_operations
from ppit_gateway.domain.scenarios import SCENARIOS

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


_FIELDS: dict[str, object] = {
    "name": "fields",
    "in": "query",
    "required": False,
    "description": "Only these fields of the answer, as dotted names; one that the agreement does"
    " not have is refused with FIELD_NOT_PERMITTED.",
    "schema": {"type": "string", "examples": ["result,items.words"]},
}
_STATUS = "beta"
"""Of every operation that is not deprecated: it may still gain fields, and loses none unannounced.
"""


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
            " is in the disclosure log before its first byte leaves. Every failure is a problem"
            f" document (RFC 9457); {issuer}/problems lists them all.",
            "x-status": _STATUS,
            # For sandbox clients alone: the values of Sandbox-Scenario. Whoever tries all that a
            # document offers would otherwise ask for every failure there is.
            "x-sandbox-scenarios": sorted(SCENARIOS),
        },
        "servers": [{"url": issuer}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": _schemes(paths, issuer)},
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
    asked = [rules["scope"]]
    ending = cast("Mapping[str, object] | None", rules.get("lifecycle"))
    said: dict[str, object] = {"x-status": "deprecated" if ending else _STATUS}
    if ending:
        said |= {"deprecated": True}
    return {
        **operation,
        **said,
        "parameters": [*parameters, _FIELDS],
        # The second way is a sandbox client's: a plain bearer token.
        "security": [{"ppit": asked, "dpop": []}, {"ppit": asked}],
    }


def _offer_lists(operation: dict[str, dict[str, object]]) -> None:
    """Say that the list may be had as CSV or a line of JSON for each item, by ``Accept``."""
    answer = cast("dict[str, dict[str, object]]", operation["responses"][str(_OK)])
    for form in (Form.CSV, Form.LINES):
        answer["content"][form.value] = {"schema": {"type": "string"}}


def _schemes(paths: Mapping[str, object], issuer: str) -> dict[str, object]:
    return {
        "ppit": _security(paths, issuer),
        "dpop": {
            "type": "apiKey",
            "in": "header",
            "name": "DPoP",
            "description": "A proof of the key that the token is bound to (RFC 9449): one for each"
            " request, ES256, beside Authorization: DPoP and the token.",
        },
    }


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
