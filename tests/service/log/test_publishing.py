"""What is published to the world (I5): signed twice, never more than is committed and signed."""

import asyncio
from dataclasses import replace

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ppit_gateway.log.errors import LockLost, LogDamaged
from ppit_gateway.log.notes import NoteInvalid, NoteSigner
from ppit_gateway.publishing.probe import publishes
from tests.support.log import ORIGIN, LogPlace, running_log, stored, tamper
from tests.support.publishing import a_publisher_place, published, running_publisher


async def test_what_is_committed_is_published_signed_by_both_keys(place: LogPlace) -> None:
    publisher = a_publisher_place(place)
    async with running_log(place) as log, running_publisher(publisher):
        await log.append("fact", "f-0", {})
        first = await published(publisher, 1)
        await log.append("fact", "f-1", {})
        second = await published(publisher, 2)
        assert publishes(publisher.config.database_url)
    committed = stored(place, "SELECT size, root FROM log.checkpoint ORDER BY size")
    stated = [publisher.reader.open(note) for note in (first, second)]
    assert [(one.size, one.root, one.index_root) for one in stated] == [
        (size, root, None) for size, root in committed
    ]
    assert not publishes(publisher.config.database_url)


async def test_one_signature_of_the_two_is_not_enough(place: LogPlace) -> None:
    publisher = a_publisher_place(place)
    async with running_log(place) as log, running_publisher(publisher):
        await log.append("fact", "f-0", {})
        note = await published(publisher, 1)
    lines = note.splitlines(keepends=True)
    signatures = [number for number, line in enumerate(lines) if line.startswith("\u2014 ")]
    assert len(signatures) == 2
    for number in signatures:
        with pytest.raises(NoteInvalid):
            publisher.reader.open("".join(lines[:number] + lines[number + 1 :]))
    commits = NoteSigner(ORIGIN, place.key).reader
    assert commits.open(note).size == 1


async def test_the_root_of_the_index_is_under_both_signatures(place: LogPlace) -> None:
    asked: list[int] = []

    async def advance(connection: psycopg.AsyncConnection, size: int) -> bytes:
        rows = await (await connection.execute("SELECT count(*) FROM log.entry")).fetchone()
        assert rows is not None
        asked.append(rows[0] - size)
        return bytes([size]) * 32

    publisher = a_publisher_place(place, advance)
    async with running_log(place) as log, running_publisher(publisher):
        await log.append("fact", "f-0", {})
        note = await published(publisher, 1)
    assert publisher.reader.open(note).index_root == b"\x01" * 32
    with pytest.raises(NoteInvalid):
        publisher.reader.open(note.replace("subject-index AQEB", "subject-index AQEC"))
    assert asked == [0]
    assert stored(place, "SELECT index_root FROM log.published") == [(b"\x01" * 32,)]


async def test_only_one_publishes(place: LogPlace) -> None:
    publisher = a_publisher_place(place)
    async with running_log(place) as log, running_publisher(publisher):
        await log.append("fact", "f-0", {})
        await published(publisher, 1)
        async with running_publisher(publisher) as second:
            with pytest.raises(LockLost):
                await second


async def test_what_this_log_did_not_sign_is_never_published(place: LogPlace) -> None:
    async with running_log(place) as log:
        await log.append("fact", "f-0", {})
    stranger = replace(place, key=Ed25519PrivateKey.generate())
    forged = NoteSigner(ORIGIN, stranger.key).sign(1, bytes(32))
    with psycopg.connect(place.database.admin_url.replace("+psycopg", "")) as admin:
        admin.execute("UPDATE log.checkpoint SET note = %s, root = %s", (forged, bytes(32)))
    publisher = a_publisher_place(place)
    async with running_publisher(publisher) as running:
        with pytest.raises(LogDamaged):
            await running
    tamper(place, "UPDATE log.checkpoint SET size = 2")
    assert stored(place, "SELECT count(*) FROM log.published") == [(0,)]


async def test_it_publishes_again_when_the_database_is_back(place: LogPlace) -> None:
    publisher = a_publisher_place(place)
    async with running_log(place) as log, running_publisher(publisher) as running:
        await log.append("fact", "f-0", {})
        await published(publisher, 1)
        tamper(
            place,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = 'ppit_publisher' AND datname = current_database()",
        )
        await log.append("fact", "f-1", {})
        await published(publisher, 2)
        assert not running.done()
        await asyncio.sleep(0)
