"""Reads a JSON body so that two readers can never understand it differently (RFC 8259 s.4, s.9)."""

import json
import math
import re
from collections.abc import Collection, Sequence
from typing import NoReturn, cast

from ppit_platform.errors import FieldError, ServiceError

MAX_BODY_BYTES = 256 * 1024
MAX_DEPTH = 32
# A lone surrogate is no character and NUL is none that PostgreSQL can store.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_SAFE_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class MalformedJson(ServiceError):
    status = 400
    code = "MALFORMED_JSON"
    title = "The body is not JSON that this API accepts"


class DuplicateKey(ServiceError):
    status = 400
    code = "DUPLICATE_KEY"
    title = "An object names the same key twice"


class BodyTooLarge(ServiceError):
    status = 413
    code = "BODY_TOO_LARGE"
    title = "The body is larger than this operation takes"


class UnsupportedMediaType(ServiceError):
    status = 415
    code = "UNSUPPORTED_MEDIA_TYPE"
    title = "The body is not of a type that this operation takes"


class _Object(list[tuple[str, object]]):
    """An object as its pairs came, so that a key named twice is still there to be seen."""


def pointer(steps: Sequence[str | int]) -> str:
    """Return a JSON Pointer whose steps echo nothing but plain field names.

    A key that does not look like a field name may be somebody's name: it is shown as ``*``.
    """
    return "".join(f"/{_step(step)}" for step in steps)


def _step(step: str | int) -> str:
    if isinstance(step, int) or _SAFE_NAME.fullmatch(step):
        return str(step)
    return "*"


def unsupported(consumes: Collection[str]) -> UnsupportedMediaType:
    """Return the refusal of a body of any other type than those."""
    return UnsupportedMediaType(f"send Content-Type: {' or '.join(sorted(consumes))}")


def check_content_type(value: str | None) -> None:
    """Refuse with 415 anything but ``application/json``, with UTF-8 as its only charset."""
    kind, _, parameters = (value or "").partition(";")
    charset = parameters.strip().lower()
    if kind.strip().lower() != "application/json" or charset not in {"", "charset=utf-8"}:
        raise unsupported({"application/json"})


def parse(raw: bytes, *, max_bytes: int = MAX_BODY_BYTES) -> object:
    """Return what ``raw`` says.

    Refuses a body over ``max_bytes`` (413), and with 400: text that is not UTF-8 or not JSON, a
    key named twice, a number that is not finite, nesting deeper than 32.
    """
    if len(raw) > max_bytes:
        msg = f"at most {max_bytes} bytes"
        raise BodyTooLarge(msg)
    try:
        found = cast(
            "object",
            json.loads(
                raw.decode("utf-8"),
                object_pairs_hook=_Object,
                parse_constant=_refuse_constant,
                parse_float=_finite,
            ),
        )
    except UnicodeDecodeError as failure:
        msg = "the body is not UTF-8"
        raise MalformedJson(msg) from failure
    except RecursionError as failure:
        raise _too_deep(()) from failure
    except ValueError as failure:
        msg = "the body is not JSON"
        raise MalformedJson(msg) from failure
    return _plain(found, ())


def _plain(value: object, steps: tuple[str | int, ...]) -> object:
    if len(steps) > MAX_DEPTH:
        raise _too_deep(steps)
    if isinstance(value, _Object):
        plain: dict[str, object] = {}
        for key, child in value:
            if key in plain:
                msg = "each key may stand once in an object"
                error = FieldError(pointer((*steps, key)), "DUPLICATE_KEY", msg)
                raise DuplicateKey(msg, [error])
            plain[key] = _plain(child, (*steps, key))
        return plain
    if isinstance(value, list):
        children = cast("list[object]", value)
        return [_plain(child, (*steps, index)) for index, child in enumerate(children)]
    if isinstance(value, str) and _UNSTORABLE.search(value):
        msg = "text holds a character that no text may hold"
        raise MalformedJson(msg, [FieldError(pointer(steps), "UNSTORABLE_TEXT", msg)])
    return value


def _too_deep(steps: tuple[str | int, ...]) -> MalformedJson:
    msg = f"nested deeper than {MAX_DEPTH}"
    return MalformedJson(msg, [FieldError(pointer(steps), "TOO_DEEP", msg)] if steps else ())


def _refuse_constant(_: str) -> NoReturn:
    msg = "NaN and Infinity are not JSON"
    raise MalformedJson(msg)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        msg = "a number is too large"
        raise MalformedJson(msg)
    return number
