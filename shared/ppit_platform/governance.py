"""Finds operations that the gate would not know how to treat, by the OpenAPI document alone.

The routes of an application object are not asked: routers that an application includes hide there.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import cast

from ppit_platform.access import EXTENSION

DECLARATION = frozenset(
    {
        "scope",
        "log_operation",
        "purposes",
        "max_people",
        "subject_classes",
        "person_required",
        "idempotent",
        "essential_fields",
    }
)
_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


def operations(openapi: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    """Return every operation of the document by its method and path, ``POST /v1/screenings``."""
    return dict(_operations(cast("Mapping[str, Mapping[str, object]]", openapi.get("paths", {}))))


def _operations(
    paths: Mapping[str, Mapping[str, object]],
) -> Iterator[tuple[str, Mapping[str, object]]]:
    for path, item in paths.items():
        for method in sorted(_METHODS & item.keys()):
            yield f"{method.upper()} {path}", cast("Mapping[str, object]", item[method])


def ungoverned_operations(
    openapi: Mapping[str, object], *, open_paths: Collection[str] = ()
) -> list[str]:
    """Name the operations without a whole ``x-ppit`` declaration, but for ``open_paths``.

    A document without operations proves nothing: its callers assert on ``operations`` too.
    """
    return [
        name
        for name, operation in operations(openapi).items()
        if name.split(" ", 1)[1] not in open_paths and not _is_governed(operation)
    ]


def _is_governed(operation: Mapping[str, object]) -> bool:
    declared = operation.get(EXTENSION)
    if not isinstance(declared, dict):
        return False
    declaration = cast("Mapping[str, object]", declared)
    return declaration.keys() >= DECLARATION and bool(declaration["scope"])
