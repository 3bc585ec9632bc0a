"""Publishes the problem document as the answer to every failure, in place of FastAPI's own."""

from collections.abc import Iterator
from typing import Any

from ppit_platform.errors import ServiceError
from ppit_platform.problems import MEDIA_TYPE

PROBLEMS = "x-problems"
"""Where a document lists the reasons of its own for which the service refuses."""

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


def kinds_of_problem(package: str) -> list[type[ServiceError]]:
    """Return the reasons that a package defines itself, each code once, in order."""
    own = (kind for kind in _kinds(ServiceError) if kind.__module__.startswith(f"{package}."))
    by_code = {kind.code: kind for kind in own if "code" in vars(kind)}
    return [by_code[code] for code in sorted(by_code)]


def _kinds(base: type[ServiceError]) -> Iterator[type[ServiceError]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)


def with_problems(openapi: dict[str, Any], package: str) -> dict[str, Any]:
    """Return the document with one answer for every failure; doing it twice changes nothing."""
    openapi[PROBLEMS] = [
        {"code": kind.code, "status": kind.status, "title": kind.title}
        for kind in kinds_of_problem(package)
    ]
    schemas = openapi.setdefault("components", {}).setdefault("schemas", {})
    schemas["ProblemDocument"] = PROBLEM_SCHEMA
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for item in openapi.get("paths", {}).values():
        for operation in item.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = _ANSWER
    return openapi
