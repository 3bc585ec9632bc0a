"""A caller waits so long and no longer, whatever the work does."""

import asyncio
import time

import pytest

from ppit_platform.deadline import Deadline, TooSlow


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
