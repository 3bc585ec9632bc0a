"""F: when a delivery is tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppit_webhooks.domain.deliveries import Answer, Trouble
from ppit_webhooks.domain.schedule import ATTEMPTS, PAUSES, pause_after, slowed_for

HOUR = 3600


def test_f_the_schedule_is_that_of_standard_webhooks() -> None:
    seconds = [pause.total_seconds() for pause in PAUSES]
    hours = [2, 5, 10, 14, 20, 24]
    assert seconds == [0, 5, 300, 1800, *(hour * HOUR for hour in hours)]


@given(st.integers(1, ATTEMPTS - 1), st.floats(0, 1, exclude_max=True))
def test_f_a_pause_is_as_long_as_the_schedule_says_and_up_to_a_tenth_longer(
    attempts: int, luck: float
) -> None:
    pause = pause_after(attempts, luck)
    assert pause is not None
    assert PAUSES[attempts] <= pause <= PAUSES[attempts] * 1.1


@pytest.mark.parametrize("attempts", [ATTEMPTS, ATTEMPTS + 1])
def test_f_after_the_tenth_attempt_there_is_none(attempts: int) -> None:
    assert pause_after(attempts, 0.5) is None


@pytest.mark.parametrize(
    ("asked", "seconds"), [(None, 60), (0, 0), (7, 7), (HOUR * 24, HOUR * 24), (10**9, HOUR * 24)]
)
def test_f_a_receiver_is_left_alone_as_long_as_it_asks_within_a_day(
    asked: int | None, seconds: int
) -> None:
    wanted = None if asked is None else timedelta(seconds=asked)
    assert slowed_for(wanted) == timedelta(seconds=seconds)


@pytest.mark.parametrize("status", [200, 204, 299])
def test_f_what_was_delivered_slows_nobody_down(status: int) -> None:
    answer = Answer(status, timedelta(seconds=9))
    assert (answer.delivered, answer.slow, answer.gone) == (True, False, False)


@pytest.mark.parametrize(
    ("answer", "slow"),
    [
        (Answer(429), True),
        (Answer(502), True),
        (Answer(504), True),
        (Answer(503), False),
        (Answer(503, timedelta(0)), True),
        (Answer(199), False),
        (Answer(300), False),
        (Answer(trouble=Trouble.TIMED_OUT), False),
    ],
)
def test_f_what_says_overloaded_slows_down(answer: Answer, *, slow: bool) -> None:
    assert (answer.delivered, answer.slow) == (False, slow)
