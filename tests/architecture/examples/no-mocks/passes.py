"""Time is an argument, the environment is set for real, and the fake is a verified one."""

from datetime import date

from tests.support.clock import FixedClock


def test_a_visit_on_the_day_of_review_is_still_advised(monkeypatch) -> None:
    monkeypatch.setenv("PPIT_EXAMPLE_DAY", "2026-03-02")
    assert FixedClock(date(2026, 3, 2)).today() == date(2026, 3, 2)
