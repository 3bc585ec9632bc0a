"""Reads a request's body: exactly as long as it said, within its time, or not at all."""

import asyncio
from typing import cast

from starlette.types import Message, Receive

from ppit_gateway import errors

BODY_SECONDS = 5.0


class ClientGone(Exception):
    """The partner hung up before the request was whole: nobody waits for an answer."""


async def read_body(receive: Receive, length: int) -> bytes:
    """Return the body; ``RequestTimeout`` after 5 s, ``BadRequest`` for another length."""
    chunks: list[bytes] = []
    size, more = 0, length > 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientGone
                chunks.append(cast("bytes", message.get("body", b"")))
                size += len(chunks[-1])
                more = bool(message.get("more_body", False)) and size <= length
    except TimeoutError as failure:
        msg = "send the whole body at once"
        raise errors.RequestTimeout(msg) from failure
    if size != length:
        msg = "the body is not as long as its Content-Length says"
        raise errors.BadRequest(msg)
    return b"".join(chunks)


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
