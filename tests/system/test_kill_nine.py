"""Kill -9 of every process in the middle of work: no acknowledged answer is lost, nothing twice."""

from tests.support.kill_nine import kill_and_count
from tests.support.processes import TestHouse

_TEN_KILLS = (
    *("log", "gate", "gate-internal", "officer-safety", "officer-safety-worker", "postgres"),
    *("log", "gate", "publisher", "postgres"),
)


async def test_ten_kills_lose_nothing_and_do_nothing_twice(house: TestHouse) -> None:
    left = await kill_and_count(house, _TEN_KILLS)
    assert left.ok, left.verdict
    assert (left.unlogged, left.unproved, left.doubled, left.gaps) == (0, 0, 0, 0)
    assert min(left.acknowledged, left.effects) > 0
