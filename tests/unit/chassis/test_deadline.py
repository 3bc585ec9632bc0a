"""A caller waits so long and no longer, whatever the work does."""

import asyncio
import time
from math import inf

import pytest

from ppit_platform.deadline import Deadline, TooSlow, seconds_left, seconds_of, time_left


async def test_work_done_in_time_is_answered() -> None:
    async def work() -> int:
        return 7

    assert await Deadline(1).hold(work()) == 7


async def test_the_works_own_failure_is_its_own() -> None:
    async def work() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        await Deadline(1).hold(work())


async def test_work_that_will_not_be_cancelled_does_not_hold_the_caller() -> None:
    release = asyncio.Event()

    async def stubborn() -> None:
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue

    began = time.monotonic()
    with pytest.raises(TooSlow):
        await Deadline(0.05).hold(stubborn())
    assert time.monotonic() - began < 1
    release.set()


async def test_a_caller_that_leaves_takes_its_work_along() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    caller = asyncio.create_task(Deadline(60).hold(work()))
    await asyncio.sleep(0.01)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    async with asyncio.timeout(1):
        await ended.wait()


async def test_j_what_is_asked_in_turn_has_less_time_than_whoever_asks() -> None:
    async def nested() -> tuple[float, float]:
        async def inner() -> float:
            return seconds_left()

        return seconds_left(), await Deadline(30).hold(inner())

    outer, inner = await Deadline(60).hold(nested(), at_most=2.0)
    assert 0 < inner <= outer < 2.0
    assert seconds_left() == inf


async def test_j_nobody_works_longer_than_whoever_asked_will_wait() -> None:
    async def endless() -> None:
        await asyncio.Event().wait()

    with pytest.raises(TooSlow):
        await Deadline(60).hold(endless(), at_most=0.15)


@pytest.mark.parametrize("value", [None, "", "-5", "1.5", "9" * 9, "soon"])
def test_j_a_time_that_is_no_number_of_milliseconds_says_nothing(value: str | None) -> None:
    assert seconds_of(value) == inf


def test_j_the_time_left_is_read_as_it_was_written() -> None:
    assert seconds_of(time_left(1.25)) == 1.25
    assert seconds_of(time_left(0.0)) > 0
