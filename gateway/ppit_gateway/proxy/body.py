"""Reads a request's body: exactly as long as it said, within its time, or not at all."""

import asyncio
from collections.abc import AsyncGenerator
from typing import cast

from starlette.types import Message, Receive

from ppit_gateway import errors
from ppit_platform.spool import Spooled, spool

BODY_SECONDS = 5.0
SLOWEST_FILE = 256 * 1024
"""Bytes a second: whoever sends a file slower than this does not send it."""


class ClientGone(Exception):
    """The partner hung up before the request was whole: nobody waits for an answer."""


async def read_body(receive: Receive, length: int) -> bytes:
    """Return the body; ``RequestTimeout`` after 5 s, ``BadRequest`` for another length."""
    if length == 0:
        return b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = b"".join([piece async for piece in _pieces(receive, length)])
    except TimeoutError as failure:
        raise _too_slow() from failure
    if len(body) != length:
        raise _another_length()
    return body


async def read_file(receive: Receive, length: int, content_type: str) -> Spooled:
    """Return the file, which the caller closes; its time grows with its length."""
    try:
        async with asyncio.timeout(BODY_SECONDS + length / SLOWEST_FILE):
            spooled = await spool(_pieces(receive, length), content_type)
    except TimeoutError as failure:
        raise _too_slow() from failure
    if spooled.size != length:
        spooled.file.close()
        raise _another_length()
    return spooled


async def _pieces(receive: Receive, length: int) -> AsyncGenerator[bytes]:
    """Give what arrives, up to the piece that goes beyond ``length``."""
    size, more = 0, length > 0
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        piece = cast("bytes", message.get("body", b""))
        yield piece
        size += len(piece)
        more = bool(message.get("more_body", False)) and size <= length


def _too_slow() -> errors.RequestTimeout:
    msg = "send the whole body at once"
    return errors.RequestTimeout(msg)


def _another_length() -> errors.BadRequest:
    msg = "the body is not as long as its Content-Length says"
    return errors.BadRequest(msg)


def whole(receive: Receive, length: int) -> Receive:
    """Return a ``receive`` that gives the body in one piece, or raises as ``read_body`` does."""
    read = False

    async def receiving() -> Message:
        nonlocal read
        if read:
            return await receive()
        read = True
        return {"type": "http.request", "body": await read_body(receive, length)}

    return receiving
