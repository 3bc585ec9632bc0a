"""The one way to write a value as bytes, so that equal content has an equal hash.

RFC 8785 (JSON Canonicalization Scheme) without fractional numbers: two writers disagree about the
digits of a float sooner or later, so nothing in the log carries one.
"""

from collections.abc import Mapping, Sequence
from typing import cast

from pydantic_core import to_json

LARGEST_INTEGER = 2**53 - 1
"""RFC 8785 section 3.2.2.3: beyond it a reader that keeps numbers as doubles sees another value."""
DEEPEST = 16


class NotCanonical(ValueError):
    """A value that has no single spelling: a float, a number too large, half of a character."""


def canonical(value: object) -> bytes:
    """Return the canonical UTF-8 text of str, int, bool, None, and lists and mappings of them."""
    ordered = _ordered(value, 0)
    try:
        return to_json(ordered)
    except ValueError as failure:
        msg = "a lone surrogate is not text"
        raise NotCanonical(msg) from failure


def _ordered(value: object, depth: int) -> object:
    # Most values are text, and the log does this for every one of every entry.
    if value is None or isinstance(value, str | bool):
        return value
    if depth >= DEEPEST:
        msg = f"deeper than {DEEPEST}"
        raise NotCanonical(msg)
    if isinstance(value, int):
        return _exact(value)
    if isinstance(value, Mapping):
        return _sorted(cast("Mapping[object, object]", value), depth)
    if isinstance(value, list | tuple):
        return [_ordered(item, depth + 1) for item in cast("Sequence[object]", value)]
    msg = f"{type(value).__name__} has no canonical form"
    raise NotCanonical(msg)


def _exact(value: int) -> int:
    if abs(value) > LARGEST_INTEGER:
        msg = "an integer beyond 2**53 - 1"
        raise NotCanonical(msg)
    return value


def _sorted(value: Mapping[object, object], depth: int) -> dict[str, object]:
    names = [name for name in value if isinstance(name, str)]
    if len(names) != len(value):
        msg = "a member name that is not text"
        raise NotCanonical(msg)
    # RFC 8785 section 3.2.3 orders names by their UTF-16 code units, not by code point; of ASCII
    # both are the same.
    names.sort(key=None if "".join(names).isascii() else _utf_16)
    return {
        name: one if type(one := value[name]) is str else _ordered(one, depth + 1) for name in names
    }


def _utf_16(name: str) -> bytes:
    return name.encode("utf-16-be", "surrogatepass")
