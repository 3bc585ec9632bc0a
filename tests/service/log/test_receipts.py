"""A receipt proves itself (I6): offline, with the log's public key and nothing else."""

import asyncio
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ppit_gateway.log.client import LogClient, Passed
from ppit_gateway.log.entries import Draft
from ppit_gateway.log.notes import NoteInvalid, NoteReader, NoteSigner
from ppit_gateway.log.proofs import inclusion_holds
from ppit_gateway.log.tiles import split
from ppit_ops.migrations import migrate
from tests.support.log import ORIGIN, LogPlace, running_log, stored, tamper, verdict_on
from tests.support.tlog_proof import read_proof


def holds(passed: Passed, reader: NoteReader) -> bool:
    """Check a receipt as its owner could: with what is in it and the log's key."""
    proof, receipt = read_proof(passed.proof), passed.receipts[0]
    stated = reader.open(proof.note)
    return proof.index == receipt.index and inclusion_holds(
        index=receipt.index,
        size=stated.size,
        leaf=bytes.fromhex(receipt.leaf_hash),
        root=stated.root,
        proof=proof.path,
    )


async def proved(log: LogClient, *keys: str) -> Passed:
    return await log.pass_through([Draft("fact", key, {"key": key}) for key in keys], prove=True)


async def test_every_receipt_of_a_crowd_proves_its_entry(place: LogPlace) -> None:
    reader = NoteSigner(ORIGIN, place.key).reader
    async with running_log(place) as log:
        passed = await asyncio.gather(*(proved(log, f"{n}", f"{n}+") for n in range(300)))
    assert [holds(one, reader) for one in passed] == [True] * 300
    assert len({one.receipts[0].index for one in passed}) == 300
    stranger = NoteSigner(ORIGIN, Ed25519PrivateKey.generate()).reader
    with pytest.raises(NoteInvalid):
        holds(passed[0], stranger)


async def test_what_did_not_ask_for_a_proof_carries_none(place: LogPlace) -> None:
    async with running_log(place) as log:
        assert (await log.pass_through([Draft("intent", "r-1", {})])).proof == ""


async def test_a_receipt_found_again_after_years_still_proves(place: LogPlace) -> None:
    reader = NoteSigner(ORIGIN, place.key).reader
    async with running_log(place) as log:
        first = await proved(log, "the first")
        for batch in range(2):
            await log.append_many([Draft("fact", f"{batch}-{n}", {}) for n in range(300)])
        again = await proved(log, "the first")
    assert again.receipts == first.receipts
    assert reader.open(read_proof(again.proof).note).size == 601
    assert holds(again, reader)


async def test_the_log_writes_its_tiles_with_its_commits_and_goes_on_from_them(
    place: LogPlace,
) -> None:
    reader = NoteSigner(ORIGIN, place.key).reader
    async with running_log(place) as log:
        await log.append_many([Draft("fact", f"{n}", {}) for n in range(511)])
        assert stored(place, "SELECT level, number FROM log.tile") == [(0, 0)]
    async with running_log(place) as log:
        assert holds(await proved(log, "one more"), reader)
    tiles = stored(place, "SELECT number, hashes FROM log.tile WHERE level = 0 ORDER BY number")
    leaves = [one for (one,) in stored(place, "SELECT leaf_hash FROM log.entry ORDER BY index")]
    assert [number for number, _ in tiles] == [0, 1]
    assert [one for _, hashes in tiles for one in split(hashes)] == leaves


async def test_a_log_from_before_there_were_tiles_gets_them(place: LogPlace) -> None:
    async with running_log(place) as log:
        await log.append_many([Draft("fact", f"{n}", {}) for n in range(600)])
    made = stored(place, "SELECT * FROM log.tile ORDER BY level, number")
    tamper(
        place,
        "DROP SCHEMA log_index CASCADE",
        "DROP INDEX log.ix_entry_covert",
        "DROP FUNCTION log.witness_quorum()",
        "DROP TABLE log.witness_policy, log.witnessed, log.tile, log.published, log.cosignature",
        "DROP FUNCTION log.tile_hashes",
        "ALTER TABLE log.checkpoint ADD peaks bytea NOT NULL DEFAULT ''",
        "UPDATE log.alembic_version SET version_num = '0001'",
    )
    await asyncio.to_thread(migrate, "ppit_gateway.log", place.database.owner_url)
    assert stored(place, "SELECT * FROM log.tile ORDER BY level, number") == made
    async with running_log(place) as log:
        assert await log.size() == 600
    assert verdict_on(place).exit_code == 0


async def test_any_tile_of_any_size_is_what_it_was_at_that_size(place: LogPlace) -> None:
    async with running_log(place) as log:
        await log.append_many([Draft("fact", f"{n}", {}) for n in range(600)])
    asked = "SELECT log.tile_hashes(0, {}, {}), log.tile_hashes(1, 0, {})"
    sizes = (1, 255, 256, 257, 511, 512, 600)
    widths: list[tuple[int, int]] = []
    for size in sizes:
        ((low, high),) = stored(place, asked.format(size >> 8, size, size))  # pyright: ignore[reportArgumentType]  # numbers alone
        widths.append((len(low) // 32, len(high) // 32))
    assert widths == [(size % 256, size // 256) for size in sizes]
    assert all(before <= after for (_, before), (_, after) in pairwise(widths))
