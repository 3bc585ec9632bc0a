"""C: what one partner's crowd costs, its own requests wait for, and nobody else's."""

import asyncio
from collections.abc import Iterable

import pytest

from ppit_gateway.errors import ReducedCapacity
from ppit_gateway.proxy.turns import Turns


async def in_order(turns: Turns, names: Iterable[str], had: list[str]) -> list[str]:
    """Note in ``had`` who had a turn when, of requests that come all at once and in this order."""

    async def one(name: str) -> None:
        await turns.wait(name)
        had.append(name)

    await asyncio.gather(*(one(name) for name in names))
    return had


async def test_c_a_crowd_of_one_partner_lets_each_of_the_others_pass_in_between() -> None:
    had = await in_order(Turns(), [*["busy"] * 50, "first", "second", "first"], [])
    assert had[:7] == ["busy", "first", "second", "busy", "first", "busy", "busy"]
    assert had[7:] == ["busy"] * 46


async def test_c_whoever_was_away_has_saved_nothing_up() -> None:
    turns, had = Turns(), list[str]()
    crowd = asyncio.create_task(in_order(turns, ["busy"] * 30, had))
    for _ in range(5):
        await asyncio.sleep(0)
    before = len(had)
    assert 0 < before < 20
    await asyncio.gather(crowd, in_order(turns, ["late"] * 4, had))
    # One each, once turns that were given are taken: none that was not asked for is caught up with.
    assert had[-4:] == ["busy"] * 4, had
    assert "late late" not in " ".join(had)


async def test_c_between_a_few_turns_the_loop_does_what_else_there_is_to_do() -> None:
    turns, under_way, seen = Turns(), 0, list[int]()

    async def going_on() -> None:
        nonlocal under_way
        while True:
            under_way += 1
            await asyncio.sleep(0)

    async def one() -> None:
        await turns.wait("busy")
        seen.append(under_way)

    other = asyncio.create_task(going_on())
    await asyncio.gather(*(one() for _ in range(20)))
    other.cancel()
    assert len(set(seen)) >= 20 // 4


async def test_c_beyond_what_may_wait_one_is_turned_away_and_others_are_not() -> None:
    turns = Turns(most=3)
    waiting = [asyncio.create_task(turns.wait("busy")) for _ in range(4)]
    await asyncio.sleep(0)
    with pytest.raises(ReducedCapacity):
        await turns.wait("busy")
    await turns.wait("other")
    await asyncio.gather(*waiting)
    await turns.wait("busy")


async def test_c_whoever_goes_away_leaves_the_turn_to_the_next() -> None:
    turns = Turns()
    first, gone, last = (asyncio.create_task(turns.wait("busy")) for _ in range(3))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(first, last)
    assert gone.cancelled()
    assert await in_order(turns, ["other", "busy"], []) == ["other", "busy"]
