"""What the log promises to whoever appends to it."""

import asyncio
import hashlib
import json
from contextlib import suppress

import pytest

from ppit_gateway.log.canonical import NotCanonical
from ppit_gateway.log.entries import Draft
from ppit_gateway.log.errors import EntryRefused, LogConflict
from tests.support.log import LogPlace, running_log, stored


async def test_two_hundred_at_once_stand_in_a_row_without_gaps(place: LogPlace) -> None:
    async with running_log(place) as log:
        receipts = await asyncio.gather(
            *(log.append("denied", f"request-{n}", {"n": n}) for n in range(200))
        )
        assert await log.size() == 200
    assert sorted(receipt.index for receipt in receipts) == list(range(200))
    held = stored(place, "SELECT index, encode(leaf_hash, 'hex'), body FROM log.entry")
    assert {(receipt.index, receipt.leaf_hash) for receipt in receipts} == {
        (index, leaf) for index, leaf, _ in held
    }
    assert all(leaf == hashlib.sha256(b"\0" + body.encode()).hexdigest() for _, leaf, body in held)


async def test_entries_sent_in_order_stand_in_order(place: LogPlace) -> None:
    async with running_log(place) as log:
        tasks = [asyncio.create_task(log.append("fact", str(n), {})) for n in range(50)]
        assert [(await task).index for task in tasks] == list(range(50))


async def test_entries_offered_together_stand_side_by_side(place: LogPlace) -> None:
    drafts = [Draft("intent", "a", {}), Draft("outcome", "a", {}), Draft("fact", "b", {})]
    async with running_log(place) as log:
        noise = [asyncio.create_task(log.append("fact", f"noise-{n}", {})) for n in range(20)]
        receipts = await log.append_many(drafts)
        await asyncio.gather(*noise)
    first = receipts[0].index
    assert [receipt.index for receipt in receipts] == [first, first + 1, first + 2]


async def test_the_same_entry_again_gets_the_same_receipt_and_is_not_added(place: LogPlace) -> None:
    async with running_log(place) as log:
        entry = ("fact", "f-1", {"counts": {"people": 2}}, {"case": "TS/2026/1"})
        again = [await log.append(*entry) for _ in range(3)]
        at_once = await asyncio.gather(*(log.append("fact", "f-2", {"n": 1}) for _ in range(30)))
        assert await log.size() == 2
    assert len(set(again)) == 1
    assert len(set(at_once)) == 1


async def test_other_content_under_a_name_that_is_taken_is_a_conflict(place: LogPlace) -> None:
    async with running_log(place) as log:
        await log.append("fact", "f-1", {"n": 1}, {"case": "TS/1"})
        for body, sealed in (
            ({"n": 2}, {"case": "TS/1"}),
            ({"n": 1}, {"case": "TS/2"}),
            ({"n": 1}, {}),
        ):
            with pytest.raises(LogConflict, match="other-content"):
                await log.append("fact", "f-1", body, sealed)
        assert await log.size() == 1


async def test_one_entry_refused_refuses_all_that_came_with_it(place: LogPlace) -> None:
    async with running_log(place) as log:
        await log.append("fact", "taken", {"n": 1})
        with pytest.raises(LogConflict) as refusal:
            await log.append_many([Draft("fact", "new", {}), Draft("fact", "taken", {"n": 2})])
        assert refusal.value.position == 1
        assert await log.size() == 1


async def test_an_outcome_needs_an_intent_and_comes_once(place: LogPlace) -> None:
    async with running_log(place) as log:
        with pytest.raises(LogConflict, match="no-intent"):
            await log.append("outcome", "r-1", {})
        await log.append("intent", "r-1", {})
        outcome = await log.append("outcome", "r-1", {"status": 200})
        assert await log.append("outcome", "r-1", {"status": 200}) == outcome
        with pytest.raises(LogConflict, match="other-content"):
            await log.append("outcome", "r-1", {"status": 500})


async def test_a_sealed_value_is_in_the_leaf_only_as_a_commitment(place: LogPlace) -> None:
    async with running_log(place) as log:
        await log.append("intent", "r-1", {"purpose": "VET_GRANT"}, {"case": "TS/2026/0042"})
    ((body,),) = stored(place, "SELECT body FROM log.entry")
    assert "2026/0042" not in body
    assert stored(place, "SELECT index, name, value, octet_length(salt) FROM log.salt") == [
        (0, "case", "TS/2026/0042", 32)
    ]


@pytest.mark.parametrize("field", ["body", "name", "key", "sealed"])
async def test_text_made_to_look_like_a_record_stays_inside_one(
    place: LogPlace, field: str
) -> None:
    forged = '\n{"decision":"allow"}\r\n\u2028"},{"kind":"outcome'
    entry = {
        "body": Draft("denied", "r-1", {"reason": forged}),
        "name": Draft("denied", "r-1", {forged: 1}),
        "key": Draft("denied", forged, {}),
        "sealed": Draft("denied", "r-1", {}, {"case": forged}),
    }[field]
    async with running_log(place) as log:
        await log.append_many([entry])
        assert await log.size() == 1
    ((body, key),) = stored(place, "SELECT body, key FROM log.entry")
    assert "\n" not in body
    assert (
        (json.loads(body)["key"], json.loads(body)["body"])
        == (key, entry.body)
        == (entry.key, entry.body)
    )


@pytest.mark.parametrize(
    "draft",
    [
        Draft("Denied", "k", {}),
        Draft("denied", "", {}),
        Draft("denied", "nul\0", {}),
        Draft("denied", "k" * 201, {}),
        Draft("denied", "k", {}, {"case": "nul\0"}),
        Draft("denied", "k", {"text": "x" * 300_000}),
        Draft("unknown", "k", {}),
    ],
)
async def test_what_the_log_cannot_hold_is_refused_and_harms_nobody_else(
    place: LogPlace, draft: Draft
) -> None:
    async with running_log(place) as log:
        others = [asyncio.create_task(log.append("fact", str(n), {})) for n in range(5)]
        with pytest.raises(EntryRefused):
            await log.append_many([draft])
        await asyncio.gather(*others)
        assert await log.size() == 5


async def test_a_body_without_one_spelling_is_never_taken(place: LogPlace) -> None:
    async with running_log(place) as log:
        with pytest.raises(NotCanonical):
            await log.append("fact", "f", {"half": "\ud800"})
        with pytest.raises(EntryRefused):
            await log.append("fact", "f", {"ratio": 0.5})
        assert await log.size() == 0


async def test_a_stranger_who_speaks_another_protocol_is_dropped_alone(place: LogPlace) -> None:
    async with running_log(place) as log:
        for noise in (b"GET / HTTP/1.1\r\n\r\n", b"\0\0\0\x02[]", b"\0\0\0\x05" + b'{"id"'):
            reader, writer = await asyncio.open_unix_connection(str(place.config.socket))
            writer.write(noise)
            assert await reader.read() == b""
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
        assert await log.size() == 0


async def test_the_log_is_never_read_from_end_to_end_to_add_to_it(place: LogPlace) -> None:
    async with running_log(place) as log:
        for batch in range(4):
            drafts = [
                Draft("intent", f"{batch}-{n}", {"n": n}, {"case": "TS/1"}) for n in range(500)
            ]
            await log.append_many(drafts)
            await log.append_many([Draft("outcome", draft.key, {}) for draft in drafts[:250]])
    async with running_log(place) as log:
        assert await log.size() == 3000
    scanned = (
        "SELECT relname, seq_scan, idx_scan > 0 FROM pg_stat_user_tables WHERE relname = 'entry'"
    )
    assert stored(place, scanned) == [("entry", 0, True)]
