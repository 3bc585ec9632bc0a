"""Publishes the problem document as the answer to every failure, in place of FastAPI's own."""

from typing import Any

from ppit_platform.problems import MEDIA_TYPE

_TEXT = {"type": "string"}
PROBLEM_SCHEMA: dict[str, object] = {
    "title": "ProblemDocument",
    "description": "RFC 9457. It never repeats what was sent.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "code"],
    "properties": {
        "type": {**_TEXT, "description": "A page about this kind of problem: /problems/CODE."},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "instance": {**_TEXT, "description": "urn:uuid: and the request id that the log knows."},
        "code": {**_TEXT, "description": "Never changes once released."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {"pointer": _TEXT, "code": _TEXT, "detail": _TEXT},
            },
        },
    },
}
_ANSWER = {
    "description": "It failed or was refused: a problem document says why.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
}


def with_problems(openapi: dict[str, Any]) -> dict[str, Any]:
    """Return the document with one answer for every failure; doing it twice changes nothing."""
    schemas = openapi.setdefault("components", {}).setdefault("schemas", {})
    schemas["ProblemDocument"] = PROBLEM_SCHEMA
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for item in openapi.get("paths", {}).values():
        for operation in item.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = _ANSWER
    return openapi
