"""Keeps a file with the effect of its request, sealed, until the job that reads it is done."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from tempfile import TemporaryFile
from typing import Annotated, BinaryIO, cast
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_platform.chassis import chassis_of
from ppit_platform.errors import InternalError
from ppit_platform.ids import new_id
from ppit_platform.sealing import Seal, SealBroken
from ppit_platform.spool import Spooled, blocks, no_file
from ppit_platform.unit import Transaction

KEPT = timedelta(days=30)
"""A file that no job asked for in this time is forgotten."""

_KEEP = text("""
    INSERT INTO upload_part (upload_id, part, sealed) VALUES (:upload_id, :part, :sealed)
""")
_LAST = text("SELECT max(part) FROM upload_part WHERE upload_id = :upload_id")
_READ = text("SELECT sealed FROM upload_part WHERE upload_id = :upload_id AND part = :part")
_FORGET = text("DELETE FROM upload_part WHERE upload_id = :upload_id")
_PURGE = text("DELETE FROM upload_part WHERE kept_at <= now() - CAST(:kept AS interval)")


class UploadMissing(InternalError):
    code = "UPLOAD_MISSING"
    title = "A file that was taken is not there any more, or not whole"


@dataclass(frozen=True, slots=True)
class _Part:
    """One block of a file. Its place says whether another follows, so that none can be cut off."""

    upload_id: UUID
    number: int
    last: bool

    @property
    def place(self) -> bytes:
        return f"upload\x1f{self.upload_id}\x1f{self.number}\x1f{self.last}".encode()


class UploadStore:
    """Files in the transaction of ``session``: kept, read or forgotten with what else it does."""

    def __init__(self, session: AsyncSession, seal: Seal) -> None:
        self._session = session
        self._seal = seal

    async def keep(self, spooled: Spooled) -> UUID:
        """Store a file from its beginning and return the id that a job may name."""
        upload_id = new_id()
        await asyncio.to_thread(spooled.file.seek, 0)
        connection = await self._session.connection()
        async for number, block, last in _numbered(spooled.file):
            part = _Part(upload_id, number, last)
            sealed = self._seal.close(block, place=part.place)
            values = {"upload_id": upload_id, "part": number, "sealed": sealed}
            await connection.execute(_KEEP, values)
        return upload_id

    async def open(self, upload_id: UUID) -> BinaryIO:
        """Return the file as it came, from its beginning; whoever asked for it closes it.

        ``UploadMissing`` if it is gone or not whole.
        """
        connection = await self._session.connection()
        last: int | None = (await connection.execute(_LAST, {"upload_id": upload_id})).scalar()
        if last is None:
            raise _missing()
        with ExitStack() as until_whole:
            file: BinaryIO = until_whole.enter_context(await asyncio.to_thread(TemporaryFile))
            for number in range(last + 1):
                part = _Part(upload_id, number, number == last)
                values = {"upload_id": upload_id, "part": number}
                found = (await connection.execute(_READ, values)).scalar()
                await asyncio.to_thread(file.write, self._opened(found, part))
            await asyncio.to_thread(file.seek, 0)
            until_whole.pop_all()
        return file

    async def forget(self, upload_id: UUID) -> None:
        connection = await self._session.connection()
        await connection.execute(_FORGET, {"upload_id": upload_id})

    def _opened(self, sealed: object, part: _Part) -> bytes:
        try:
            return self._seal.open(cast("bytes", sealed or b""), place=part.place)
        except SealBroken as failure:
            raise _missing() from failure


async def purge(connection: AsyncConnection) -> int:
    """Forget the parts of files that nobody read in 30 days; return how many."""
    return (await connection.execute(_PURGE, {"kept": KEPT})).rowcount


async def _numbered(file: BinaryIO) -> AsyncGenerator[tuple[int, bytes, bool]]:
    """Give each block with its number, and whether it is the last; an empty file has one."""
    number, before = 0, b""
    async for block in blocks(file):
        if before:
            yield number, before, False
            number += 1
        before = block
    yield number, before, True


def _missing() -> UploadMissing:
    msg = "send it again"
    return UploadMissing(msg)


def _upload_of_request(request: Request) -> Spooled:
    upload = cast("Spooled | None", request.state.upload)
    if upload is None:
        raise no_file()
    return upload


def _uploads_of_request(request: Request, session: Transaction) -> UploadStore:
    return UploadStore(session, chassis_of(request.scope).seal)


Upload = Annotated[Spooled, Depends(_upload_of_request)]
"""The file that came as the body, for a route that ``consumes`` one."""

Uploads = Annotated[UploadStore, Depends(_uploads_of_request)]
"""Where to keep it, in the request's own transaction."""
