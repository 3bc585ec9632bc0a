"""Writes a JSON object as cells, so that our own layout is read by the same rules as any other."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import cast


def cells_of(value: Mapping[str, object]) -> dict[str, str]:
    """Return "person.name.family" and the like; a list of texts is one cell, joined by commas."""
    return dict(_cells("", value))


def _cells(prefix: str, value: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, found in value.items():
        path = f"{prefix}{name}"
        if isinstance(found, Mapping):
            yield from _cells(f"{path}.", cast("Mapping[str, object]", found))
        elif found is not None:
            yield path, _text(found)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Sequence) and not isinstance(value, str):
        listed = cast("Sequence[object]", value)
        if all(isinstance(each, str) for each in listed):
            return ", ".join(cast("Sequence[str]", listed))
        return json.dumps(listed, ensure_ascii=False)
    return str(value)
