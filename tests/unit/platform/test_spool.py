"""A body goes to disk as it comes: hashed, bounded, and gone when it is not whole."""

import hashlib
import os
import resource
import tracemalloc
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ppit_platform.spool import (
    BLOCK,
    CSV,
    JSON_LINES,
    MAX_UPLOAD_BYTES,
    SpoolUnavailable,
    blocks,
    media_type,
    spool,
)
from ppit_platform.strict_json import BodyTooLarge


async def pieces(*given: bytes) -> AsyncGenerator[bytes]:
    for piece in given:
        yield piece


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("sizes", [[], [0], [1], [BLOCK], [BLOCK, 1], [700_000, 700_000, 700_000]])
async def test_a_body_is_there_from_its_beginning_with_its_size_and_digest(
    sizes: list[int],
) -> None:
    given = [os.urandom(size) for size in sizes]
    whole = b"".join(given)
    spooled = await spool(pieces(*given), JSON_LINES)
    with spooled.file as file:
        assert b"".join([block async for block in blocks(file)]) == whole
    assert (spooled.size, spooled.content_type) == (len(whole), JSON_LINES)
    assert spooled.sha256 == hashlib.sha256(whole).hexdigest()


async def test_a_file_has_no_name_that_anybody_could_open() -> None:
    spooled = await spool(pieces(b"x"), CSV)
    with spooled.file as file:
        assert os.fstat(file.fileno()).st_nlink == 0


async def test_64_mib_take_a_few_blocks_of_memory() -> None:
    piece = bytes(64 * 1024)

    async def large() -> AsyncGenerator[bytes]:
        for _ in range(MAX_UPLOAD_BYTES // len(piece)):
            yield piece

    tracemalloc.start()
    try:
        spooled = await spool(large(), CSV)
        with spooled.file as file:
            async for block in blocks(file):
                assert block
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert spooled.size == MAX_UPLOAD_BYTES
    assert peak < 4 * BLOCK


async def test_one_byte_too_many_leaves_nothing() -> None:
    before = open_files()
    with pytest.raises(BodyTooLarge):
        await spool(pieces(b"abc", b"d"), CSV, most=3)
    (await spool(pieces(b"abc"), CSV, most=3)).file.close()
    assert open_files() == before


class HungUp(Exception):
    pass


async def test_who_stops_sending_leaves_nothing() -> None:
    async def broken() -> AsyncGenerator[bytes]:
        yield bytes(BLOCK)
        raise HungUp

    before = open_files()
    with pytest.raises(HungUp):
        await spool(broken(), CSV)
    assert open_files() == before


@contextmanager
def no_room(most: int) -> Generator[None]:
    """Let no file of this process grow over ``most`` bytes, as a full disk would not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_without_room_on_the_disk_a_file_is_refused_and_nothing_is_kept() -> None:
    before = open_files()
    with no_room(BLOCK), pytest.raises(SpoolUnavailable) as refused:
        await spool(pieces(bytes(BLOCK), bytes(BLOCK)), CSV)
    assert (refused.value.status, refused.value.code) == (503, "UPLOAD_NOT_TAKEN")
    assert open_files() == before


@pytest.mark.parametrize(
    ("header", "kind"),
    [(None, ""), ("", ""), ("Text/CSV; header=present", CSV), (" text/csv ;", CSV), ("a", "a")],
)
def test_a_type_is_known_without_its_parameters(header: str | None, kind: str) -> None:
    assert media_type(header) == kind
