"""Daylight in Kent, and the end of a shift."""

from datetime import UTC, datetime, time, timedelta

import pytest

from ppit_officer_safety.domain.daylight import is_daylight, sun_times
from ppit_officer_safety.domain.shift import end_of_shift
from ppit_platform.clock import LONDON

ENDS = (time(7), time(15), time(23))


LONDON_TO_MAIDSTONE = timedelta(minutes=2.6)
"""The sun reaches Maidstone, 0.65 degrees to the east, that much sooner."""


@pytest.mark.parametrize(
    ("day", "sunrise", "sunset"),
    [
        ((2026, 6, 21), (3, 43), (20, 21)),
        ((2026, 12, 21), (8, 3), (15, 53)),
        ((2026, 3, 20), (6, 3), (18, 13)),
    ],
)
def test_the_sun_rises_and_sets_in_maidstone_as_londons_almanac_says(
    day: tuple[int, int, int], sunrise: tuple[int, int], sunset: tuple[int, int]
) -> None:
    rises, sets = sun_times(datetime(*day, 9, tzinfo=UTC))
    for found, in_london in ((rises, sunrise), (sets, sunset)):
        expected = datetime(*day, *in_london, tzinfo=UTC) - LONDON_TO_MAIDSTONE
        assert abs(found - expected) < timedelta(minutes=3)


def test_a_visit_that_begins_in_the_light_must_also_end_in_it() -> None:
    _, sets = sun_times(datetime(2026, 12, 21, 9, tzinfo=UTC))
    assert is_daylight(sets - timedelta(minutes=61))
    assert not is_daylight(sets - timedelta(minutes=59))
    assert not is_daylight(datetime(2026, 12, 21, 6, tzinfo=UTC))


def test_an_answer_ends_with_the_shift_of_london_not_of_greenwich() -> None:
    summer = datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    winter = datetime(2026, 1, 10, 13, 30, tzinfo=UTC)
    assert end_of_shift(summer, ENDS, LONDON) == datetime(2026, 7, 1, 14, tzinfo=UTC)
    assert end_of_shift(winter, ENDS, LONDON) == datetime(2026, 1, 10, 15, tzinfo=UTC)


def test_after_the_last_shift_of_a_day_comes_the_first_of_the_next() -> None:
    late = datetime(2026, 1, 10, 23, tzinfo=UTC)
    assert end_of_shift(late, ENDS, LONDON) == datetime(2026, 1, 11, 7, tzinfo=UTC)
