"""Reads a request whole and believes it only if the gate sealed exactly it for this service."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from ppit_platform.chassis import Chassis
from ppit_platform.deadline import TIME_LEFT, seconds_of
from ppit_platform.errors import Unauthorised
from ppit_platform.hop import Hop, body_digest, check_body, open_hop
from ppit_platform.spool import UPLOAD_TYPES, Spooled, media_type, spool
from ppit_platform.strict_json import MAX_BODY_BYTES, BodyTooLarge
from ppit_platform.tokens import InvalidToken

_SCHEME = "Hop"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request that the gate sealed: its body in memory, or as a file that is to be closed."""

    hop: Hop
    body: bytes
    upload: Spooled | None
    seconds: float
    """How long the gate waits for the answer."""

    def close(self) -> None:
        if self.upload is not None:
            self.upload.file.close()


async def arrived(chassis: Chassis, scope: Scope, receive: Receive) -> Arrival:
    """Return the request; refuse with 401, or 413 for a body over 256 KiB, a file over 64 MiB.

    Nothing of a body is read before its seal was looked at.
    """
    scheme, _, token = (the_header(scope, "authorization") or "").partition(" ")
    if scheme != _SCHEME:
        raise _refused()
    hop = _sealed(chassis, scope, token)
    seconds = seconds_of(the_header(scope, TIME_LEFT.lower()))
    kind = media_type(the_header(scope, "content-type"))
    if kind not in UPLOAD_TYPES:
        body = await _read(receive)
        _check_body(hop, body_digest(body))
        return Arrival(hop, body, None, seconds)
    arrival = Arrival(hop, b"", await spool(_pieces(receive), kind), seconds)
    try:
        _check_body(hop, cast("Spooled", arrival.upload).sha256)
    except Unauthorised:
        arrival.close()
        raise
    return arrival


def the_header(scope: Scope, name: str) -> str | None:
    """Return a header that stands there exactly once, else None."""
    wanted = name.encode()
    headers = cast("list[tuple[bytes, bytes]]", scope["headers"])
    found = [value.decode("latin-1") for key, value in headers if key.lower() == wanted]
    return found[0] if len(found) == 1 else None


def _sealed(chassis: Chassis, scope: Scope, token: str) -> Hop:
    try:
        hop = open_hop(
            token,
            key=chassis.hop_key,
            audience=chassis.service,
            method=cast("str", scope["method"]),
            path=_raw_path(scope),
            now=datetime.now(UTC),
        )
    except InvalidToken as failure:
        raise _refused() from failure
    if the_header(scope, "x-request-id") != str(hop.caller.request_id):
        raise _refused()
    return hop


def _check_body(hop: Hop, sha256: str) -> None:
    try:
        check_body(hop, sha256)
    except InvalidToken as failure:
        raise _refused() from failure


def _refused() -> Unauthorised:
    msg = "call it through the gate"
    return Unauthorised(msg)


def _raw_path(scope: Scope) -> str:
    path = cast("bytes", scope["raw_path"]).decode("latin-1")
    query = cast("bytes", scope["query_string"]).decode("latin-1")
    return f"{path}?{query}" if query else path


async def _pieces(receive: Receive) -> AsyncGenerator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        yield cast("bytes", message.get("body", b""))
        more = bool(message.get("more_body", False))


async def _read(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in _pieces(receive):
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            msg = f"at most {MAX_BODY_BYTES} bytes"
            raise BodyTooLarge(msg)
        chunks.append(chunk)
    return b"".join(chunks)
