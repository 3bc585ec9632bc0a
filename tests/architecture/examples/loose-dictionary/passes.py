"""Mappings that say what they hold."""

from collections.abc import Mapping
from typing import Any

COUNTS: dict[str, int] = {}
JSON: Mapping[str, object] = {}
ANYTHING: list[Any] = []
