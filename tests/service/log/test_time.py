"""What the log does as time goes by: it signs, and it declares unknown what nobody finished."""

import asyncio
from dataclasses import replace

import pytest

from ppit_gateway.log.client import LogClient
from ppit_gateway.log.entries import Draft
from ppit_gateway.log.errors import LogConflict
from ppit_gateway.log.notes import NoteSigner
from tests.support.log import ORIGIN, LogPlace, running_log, stored, verdict_on


def impatient(place: LogPlace) -> LogPlace:
    return replace(place, config=replace(place.config, intent_patience=1.5, sweep_every=0.05))


async def of_size(log: LogClient, size: int) -> None:
    for _ in range(500):
        if await log.size() >= size:
            break
        await asyncio.sleep(0.02)
    assert await log.size() == size


async def test_an_intent_that_nobody_finished_becomes_unknown_and_stays_so(place: LogPlace) -> None:
    async with running_log(impatient(place)) as log:
        await log.append_many([Draft("intent", "lost", {}), Draft("intent", "kept", {})])
        await log.append("outcome", "kept", {"status": 200})
        await of_size(log, 4)
        with pytest.raises(LogConflict, match="already-closed"):
            await log.append("outcome", "lost", {"status": 200})
        await asyncio.sleep(0.5)
        assert await log.size() == 4
    assert stored(place, "SELECT index, kind, key FROM log.entry ORDER BY index") == [
        (0, "intent", "lost"),
        (1, "intent", "kept"),
        (2, "outcome", "kept"),
        (3, "unknown", "lost"),
    ]
    assert verdict_on(place).exit_code == 0


async def test_intents_left_open_by_a_process_that_died_are_declared_by_the_next(
    place: LogPlace,
) -> None:
    async with running_log(place) as log:
        await log.append_many([Draft("intent", f"r-{n}", {}) for n in range(3)])
        await log.append("outcome", "r-1", {})
    await asyncio.sleep(0.3)
    async with running_log(impatient(place)) as log:
        await of_size(log, 6)
    unknown = stored(place, "SELECT key FROM log.entry WHERE kind = 'unknown' ORDER BY index")
    assert unknown == [("r-0",), ("r-2",)]


async def test_a_patient_log_lets_an_intent_wait(place: LogPlace) -> None:
    async with running_log(place) as log:
        await log.append("intent", "r-1", {})
    async with running_log(place) as log:
        await asyncio.sleep(0.2)
        assert (await log.append("outcome", "r-1", {})).index == 1


async def test_nothing_is_acknowledged_that_no_checkpoint_covers(place: LogPlace) -> None:
    reader = NoteSigner(ORIGIN, place.key).reader
    async with running_log(place) as log:
        for number in range(20):
            receipt = await log.append("fact", str(number), {})
            ((note,),) = stored(place, "SELECT note FROM log.checkpoint ORDER BY size DESC LIMIT 1")
            assert reader.open(note).size == receipt.index + 1


async def test_while_entries_arrive_no_second_passes_without_a_checkpoint(place: LogPlace) -> None:
    stop = asyncio.Event()

    async def write(log: LogClient, writer: int) -> None:
        number = 0
        while not stop.is_set():
            await log.append("fact", f"{writer}-{number}", {})
            number += 1

    async with running_log(place) as log:
        writers = [asyncio.create_task(write(log, writer)) for writer in range(8)]
        await asyncio.sleep(2.5)
        stop.set()
        await asyncio.gather(*writers)
    ((longest, span),) = stored(
        place,
        "SELECT extract(epoch FROM max(gap)), extract(epoch FROM max(signed_at) - min(signed_at))"
        " FROM (SELECT signed_at, signed_at - lag(signed_at) OVER (ORDER BY size) AS gap"
        " FROM log.checkpoint) AS gaps",
    )
    assert span > 2
    assert longest <= 1
