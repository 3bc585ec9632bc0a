"""Takes a body that is too large for memory into a file without a name, hashing it on the way."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO

from ppit_platform.errors import ServiceError
from ppit_platform.strict_json import BodyTooLarge

JSON = "application/json"
CSV = "text/csv"
JSON_LINES = "application/x-ndjson"
UPLOAD_TYPES = frozenset({CSV, JSON_LINES})
"""What is taken as a file; everything else is JSON and small."""
MAX_UPLOAD_BYTES = 64 * 1024 * 1024
BLOCK = 1024 * 1024
"""How much of a file is in memory at a time."""


class EmptyBody(ServiceError):
    status = 400
    code = "EMPTY_BODY"
    title = "This operation takes a file, and an empty one or none was sent"


class SpoolUnavailable(ServiceError):
    status = 503
    code = "UPLOAD_NOT_TAKEN"
    title = "The house has no room for the file; nothing of it was kept"
    retry_after = 30


@dataclass(frozen=True, slots=True)
class Spooled:
    """A whole body from its beginning, of which nothing is left when ``file`` is closed."""

    file: BinaryIO
    size: int
    sha256: str
    content_type: str = CSV


async def spool(
    pieces: AsyncIterable[bytes], content_type: str, *, most: int = MAX_UPLOAD_BYTES
) -> Spooled:
    """Write a body down as it comes; the caller closes the file.

    ``BodyTooLarge`` as soon as it is over ``most`` bytes, ``SpoolUnavailable`` without room. What
    was written before either of them is gone.
    """
    with ExitStack() as until_whole:
        try:
            file: BinaryIO = until_whole.enter_context(await asyncio.to_thread(TemporaryFile))
            size, sha256 = await _written(file, pieces, most)
        except OSError as failure:
            msg = "send it again later"
            raise SpoolUnavailable(msg) from failure
        until_whole.pop_all()
    return Spooled(file, size, sha256, content_type)


async def blocks(file: BinaryIO) -> AsyncGenerator[bytes]:
    """Give what is left of a file, a block at a time."""
    while block := await asyncio.to_thread(file.read, BLOCK):
        yield block


async def _written(file: BinaryIO, pieces: AsyncIterable[bytes], most: int) -> tuple[int, str]:
    size, digest, waiting = 0, hashlib.sha256(), bytearray()

    def write() -> None:
        digest.update(waiting)
        file.write(waiting)

    async for piece in pieces:
        size += len(piece)
        if size > most:
            msg = f"at most {most} bytes"
            raise BodyTooLarge(msg)
        waiting += piece
        if len(waiting) >= BLOCK:
            await asyncio.to_thread(write)
            waiting.clear()
    await asyncio.to_thread(write)
    await asyncio.to_thread(file.seek, 0)
    return size, digest.hexdigest()


def no_file() -> EmptyBody:
    """Return the refusal of a request that brings none where one is taken."""
    msg = "send the file as the body"
    return EmptyBody(msg)


def media_type(content_type: str | None) -> str:
    """Return the type itself: ``text/csv`` of ``Text/CSV; charset=utf-8``."""
    return (content_type or "").partition(";")[0].strip().lower()
