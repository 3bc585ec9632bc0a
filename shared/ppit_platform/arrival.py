"""Reads a request whole and believes it only if the gate sealed exactly it for this service."""

from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from ppit_platform.chassis import Chassis
from ppit_platform.errors import Unauthorised
from ppit_platform.hop import Hop, open_hop
from ppit_platform.strict_json import MAX_BODY_BYTES, BodyTooLarge
from ppit_platform.tokens import InvalidToken

_SCHEME = "Hop "


async def arrived(chassis: Chassis, scope: Scope, receive: Receive) -> tuple[Hop, bytes]:
    """Return the hop and the body; refuse with 401, or 413 for a body over 256 KiB."""
    token = the_header(scope, "authorization") or ""
    if not token.startswith(_SCHEME):
        raise _refused()
    body = await _read(receive)
    try:
        hop = open_hop(
            token.removeprefix(_SCHEME),
            key=chassis.hop_key,
            audience=chassis.service,
            method=cast("str", scope["method"]),
            path=_raw_path(scope),
            body=body,
            now=datetime.now(UTC),
        )
    except InvalidToken as failure:
        raise _refused() from failure
    if not _same_id(the_header(scope, "x-request-id"), hop.caller.request_id):
        raise _refused()
    return hop, body


def the_header(scope: Scope, name: str) -> str | None:
    """Return a header that stands there exactly once, else None."""
    wanted = name.encode()
    headers = cast("list[tuple[bytes, bytes]]", scope["headers"])
    found = [value.decode("latin-1") for key, value in headers if key.lower() == wanted]
    return found[0] if len(found) == 1 else None


def _refused() -> Unauthorised:
    msg = "call it through the gate"
    return Unauthorised(msg)


def _same_id(text: str | None, request_id: UUID) -> bool:
    return text == str(request_id)


def _raw_path(scope: Scope) -> str:
    path = cast("bytes", scope["raw_path"]).decode("latin-1")
    query = cast("bytes", scope["query_string"]).decode("latin-1")
    return f"{path}?{query}" if query else path


async def _read(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk = cast("bytes", message.get("body", b""))
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            msg = f"at most {MAX_BODY_BYTES} bytes"
            raise BodyTooLarge(msg)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)
