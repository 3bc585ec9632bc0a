"""Strict reading of the JSON that this package wrote."""

from collections.abc import Mapping
from typing import cast


class MalformedRecord(ValueError):
    """A stored record is not what `as_json` wrote. The message names the field, not its value."""


def text_at(stored: Mapping[str, object], field: str) -> str | None:
    value = stored.get(field)
    if value is None or isinstance(value, str):
        return value
    raise MalformedRecord(field)


def texts_at(stored: Mapping[str, object], field: str) -> tuple[str, ...]:
    value = stored.get(field, ())
    if not isinstance(value, list | tuple):
        raise MalformedRecord(field)
    for word in cast("list[object]", value):
        if not isinstance(word, str):
            raise MalformedRecord(field)
    return tuple(cast("list[str]", value))


def mapping_at(stored: Mapping[str, object], field: str) -> Mapping[str, object] | None:
    value = stored.get(field)
    if value is None or isinstance(value, Mapping):
        return cast("Mapping[str, object] | None", value)
    raise MalformedRecord(field)


def number_at(stored: Mapping[str, object], field: str) -> float:
    value = stored.get(field)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise MalformedRecord(field)


def numbers_at(stored: Mapping[str, object], field: str) -> tuple[float, ...]:
    value = stored.get(field)
    if not isinstance(value, list):
        raise MalformedRecord(field)
    items = cast("list[object]", value)
    return tuple(number_at({field: item}, field) for item in items)
