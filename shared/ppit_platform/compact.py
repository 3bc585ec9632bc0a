"""Reads a compact JWS strictly, before anything in it is trusted: form, header, JSON."""

import base64
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

MAX_TOKEN = 8 * 1024
_FORM = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){2}", re.ASCII)
_KEY_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_HEADER_NAMES = frozenset({"alg", "typ", "kid"})
_TEXT_CLAIMS = ("iss", "sub", "jti")
# Bounds nesting before a parser that recurses sees the text; no token of ours has half as many.
_MAX_BRACKETS = 64


class InvalidToken(Exception):
    """A token that nobody may act on. The reason is for our log; it never echoes the token."""


class TokenOver(InvalidToken):
    """A token that was good until it expired: whoever shows it is late, and no forger."""


@dataclass(frozen=True, slots=True)
class Header:
    """The only header names that exist here (no ``crit``, ``b64``, ``jku``, ``jwk``, ``x5u``)."""

    algorithm: str
    type: str | None
    key_id: str


@dataclass(frozen=True, slots=True)
class Parts:
    """A compact JWS taken apart. ``head`` is its first segment as it came."""

    head: str
    claims: Mapping[str, object]
    signed: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Compact:
    header: Header
    claims: Mapping[str, object]
    parts: Parts


def read(raw: str, *, signature_size: int) -> Compact:
    """Read a compact JWS that names its key, without believing it."""
    parts = split(raw, signature_size=signature_size)
    return Compact(header_of(read_object(decode(parts.head))), parts.claims, parts)


def split(raw: str, *, signature_size: int | None) -> Parts:
    """Take a compact JWS apart without believing it; refuse any second spelling of the same token.

    A signature segment has one spelling only (RFC 7515 s.2, canonical base64url): otherwise a
    revoked token could return under another one. ``signature_size`` is in bytes; None leaves it to
    the key.
    """
    if len(raw) > MAX_TOKEN or _FORM.fullmatch(raw) is None:
        msg = "not a compact JWS of at most 8 KiB"
        raise InvalidToken(msg)
    head, payload, last = raw.split(".")
    signature = decode(last)
    if signature_size is not None and len(signature) != signature_size:
        msg = "a signature of another length"
        raise InvalidToken(msg)
    signed = raw[: -len(last) - 1].encode("ascii")
    claims = read_object(decode(payload))
    _check_registered(claims)
    return Parts(head, claims, signed, signature)


def decode(segment: str) -> bytes:
    try:
        decoded = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except ValueError as failure:
        msg = "not base64url"
        raise InvalidToken(msg) from failure
    if encode(decoded) != segment:
        msg = "not canonical base64url"
        raise InvalidToken(msg)
    return decoded


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


@lru_cache(maxsize=256)
def encode_head(text: bytes) -> str:
    """Encode a header: each key signs under the same few."""
    return encode(text)


def is_key_id(text: str) -> bool:
    return _KEY_ID.fullmatch(text) is not None


def header_of(fields: Mapping[str, object]) -> Header:
    """Return a header of nothing but alg, typ and kid; ``InvalidToken`` for any other."""
    if not fields.keys() <= _HEADER_NAMES:
        msg = "a header name that is not alg, typ or kid"
        raise InvalidToken(msg)
    algorithm, kind, key_id = fields.get("alg"), fields.get("typ", ""), fields.get("kid")
    if not (isinstance(algorithm, str) and isinstance(kind, str)):
        msg = "a header value of the wrong type"
        raise InvalidToken(msg)
    if not isinstance(key_id, str) or not is_key_id(key_id):
        msg = "no usable key id"
        raise InvalidToken(msg)
    return Header(algorithm, kind if "typ" in fields else None, key_id)


def _check_registered(claims: Mapping[str, object]) -> None:
    """Refuse names of RFC 7519 s.4.1 that say what they cannot, also where nobody asks for them."""
    texts = [claims[name] for name in _TEXT_CLAIMS if name in claims]
    audience = claims.get("aud", "")
    texts += cast("list[object]", audience) if isinstance(audience, list) else [audience]
    if not all(isinstance(text, str) for text in texts):
        msg = "a registered claim of the wrong type"
        raise InvalidToken(msg)


def read_object(data: bytes) -> Mapping[str, object]:
    """Read strict JSON that is an object: no name twice, no NaN, no lone surrogate, not deep."""
    if data.count(b"[") + data.count(b"{") > _MAX_BRACKETS:
        msg = "nested too deep"
        raise InvalidToken(msg)
    try:
        value: object = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
        if b"\\u" in data:
            # A lone surrogate parses, but is no text that a hash or a database would take.
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except ValueError as failure:
        msg = "not strict JSON"
        raise InvalidToken(msg) from failure
    if not isinstance(value, dict):
        msg = "not a JSON object"
        raise InvalidToken(msg)
    return cast("dict[str, object]", value)


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        msg = "duplicate name"
        raise ValueError(msg)
    return value


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        msg = "not a finite number"
        raise ValueError(msg)
    return value
