"""Reads a request line and its headers strictly, before anything else of the gate sees them.

HTTP servers let through what two readers understand differently: chunked bodies with trailers that
become headers, two Host or Authorization lines, ``X_Actor`` beside ``X-Actor``, encoded slashes.
Whatever is not plain is refused; nothing that a client sent is passed on by name.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from starlette.types import Scope

from ppit_gateway import errors
from ppit_platform.spool import UPLOAD_TYPES, media_type
from ppit_platform.strict_json import MAX_BODY_BYTES, BodyTooLarge, UnsupportedMediaType

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
MOST_HEADERS = 64
LARGEST_HEADERS = 16 * 1024
LONGEST_TARGET = 2048
# No path of ours needs an escape, so none is decoded: no second spelling, no hidden slash or dot.
_PATH = re.compile(rb"(?:/[A-Za-z0-9_~:-][A-Za-z0-9._~:-]*|/\.well-known)+|/")
_QUERY = re.compile(rb"[\x21-\x7e]*")
_NAME = re.compile(rb"[a-z0-9-]+")
_VALUE = re.compile(rb"[\t\x20-\x7e]*")
_LENGTH = re.compile(r"\d{1,9}", re.ASCII)
_IDENTITY = "identity"
_PROOF = "dpop"
_DROPPED = ("x-forwarded-", "x-actor-", "x-ppit-", "x-real-", "forwarded")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request as far as it may be believed: each header once, lower-case, none of the dropped."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    length: int

    @property
    def target(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def _no_file(_method: str, _path: str) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class DoorRules:
    """``allowed_hosts`` is None on a unix socket, where Host means nothing.

    ``largest_file`` says how large a file may be that is sent to a path by a method.
    """

    allowed_hosts: frozenset[str] | None
    largest_body: int = MAX_BODY_BYTES
    largest_file: Callable[[str, str], int] = _no_file


def guard(scope: Scope, rules: DoorRules) -> Arrival:
    """Refuse with the fitting status whatever two readers could understand differently."""
    headers = _headers(cast("list[tuple[bytes, bytes]]", scope["headers"]))
    hosts = rules.allowed_hosts
    if hosts is not None and headers.get("host", "").lower() not in hosts:
        msg = "use the published host name"
        raise errors.MisdirectedHost(msg)
    method = cast("str", scope["method"])
    if method not in METHODS:
        msg = "an unknown method"
        raise errors.MethodNotAllowed(msg, METHODS)
    path, query = _target(scope)
    length = _length(method, headers)
    if headers.get("content-encoding", _IDENTITY) != _IDENTITY:
        msg = "send the body as it is, without Content-Encoding"
        raise UnsupportedMediaType(msg)
    if length > rules.largest_body:
        _check_file(headers, length, rules.largest_file(method, path) or rules.largest_body)
    return Arrival(method, path, query, headers, length)


def _target(scope: Scope) -> tuple[str, str]:
    path = cast("bytes", scope.get("raw_path") or b"").partition(b"?")[0]
    query = cast("bytes", scope.get("query_string") or b"")
    if len(path) + len(query) > LONGEST_TARGET:
        msg = "shorten it"
        raise errors.UriTooLong(msg)
    if _PATH.fullmatch(path) is None or _QUERY.fullmatch(query) is None:
        msg = "the path has a form that no path of this API has"
        raise errors.BadRequest(msg)
    return path.decode("ascii"), query.decode("ascii")


def _headers(pairs: list[tuple[bytes, bytes]]) -> Mapping[str, str]:
    if len(pairs) > MOST_HEADERS or sum(len(n) + len(v) + 4 for n, v in pairs) > LARGEST_HEADERS:
        msg = "send fewer or smaller headers"
        raise errors.HeadersTooLarge(msg)
    headers: dict[str, str] = {}
    for name, value in pairs:
        if _NAME.fullmatch(name) is None or _VALUE.fullmatch(value) is None:
            msg = "a header name or value with a character that does not belong there"
            raise errors.BadRequest(msg)
        text = name.decode("ascii")
        if text in headers and text != _PROOF:
            msg = "a header that stands twice"
            raise errors.BadRequest(msg)
        # Two proofs are no proof (RFC 9449 s.4.3): joined they are read as none, and answered so.
        headers[text] = ", ".join(filter(None, (headers.get(text), value.decode("ascii"))))
    return {name: value for name, value in headers.items() if not name.startswith(_DROPPED)}


def _length(method: str, headers: Mapping[str, str]) -> int:
    text = headers.get("content-length")
    if "transfer-encoding" in headers or (text is None and method in {"POST", "PUT", "PATCH"}):
        msg = "send the whole body with its Content-Length"
        raise errors.LengthRequired(msg)
    if text is None:
        return 0
    if _LENGTH.fullmatch(text) is None:
        msg = "Content-Length is not a number"
        raise errors.BadRequest(msg)
    return int(text)


def _check_file(headers: Mapping[str, str], length: int, largest: int) -> None:
    """Refuse a body that is too large for memory, unless it is a file and its path takes one."""
    if length > largest:
        msg = f"at most {largest} bytes"
        raise BodyTooLarge(msg)
    if media_type(headers.get("content-type")) not in UPLOAD_TYPES:
        msg = f"at most {MAX_BODY_BYTES} bytes of anything but a file"
        raise BodyTooLarge(msg)
