"""A9: how often authentication may fail within a minute before the answer is to wait."""

from collections.abc import Callable

from ppit_gateway.actions.failed_tries import FailedTries


def tries_at(now: list[float], most: int = 10) -> FailedTries:
    clock: Callable[[], float] = lambda: now[0]  # noqa: E731  # a clock that the test turns
    return FailedTries(most, clock)


def test_ten_failures_within_a_minute_are_answered_and_the_next_is_told_how_long_to_wait() -> None:
    now = [100.0]
    tries = tries_at(now)
    assert [tries.note("a") for _ in range(10)] == [None] * 10
    now[0] = 120.5
    assert tries.note("a") == 40


def test_it_counts_the_last_minute_not_a_minute_of_the_clock() -> None:
    now = [0.0]
    tries = tries_at(now, most=2)
    answers: list[int | None] = []
    for at in (0.0, 50.0, 59.0, 60.0, 61.0, 110.0):
        now[0] = at
        answers.append(tries.note("a"))
    assert answers == [None, None, 1, None, 49, None]


def test_each_is_counted_by_itself() -> None:
    tries = tries_at([0.0], most=1)
    assert (tries.note("a"), tries.note("b"), tries.note("a")) == (None, None, 60)


def test_whoever_is_not_heard_of_for_long_is_forgotten_not_kept_for_good() -> None:
    tries = tries_at([0.0], most=1)
    tries.note("first")
    for number in range(4096):
        tries.note(str(number))
    assert tries.note("first") is None
    assert tries.note(str(4095)) == 60
