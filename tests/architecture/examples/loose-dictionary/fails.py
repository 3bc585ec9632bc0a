"""Mappings that could hold anything."""

import typing
from collections.abc import Mapping
from typing import Any

COUNTS: dict[str, Any] = {}  # finding


def read(raw: Mapping[str, Any]) -> list[dict[str, typing.Any]]:  # finding  # finding
    return [dict(raw)]
