"""Who shares the next commit: those who were just answered, if they come back at once (I2)."""

import pytest

from ppit_gateway.log.waiting import COMPANY_SECONDS, GOOD_COMPANY, Company


def test_a_commit_waits_for_those_whom_the_last_one_answered() -> None:
    company = Company.after(3, began=10.0, ended=10.004)
    assert company.seconds_for(1, now=10.004) == pytest.approx(0.002)
    assert company.seconds_for(2, now=10.005) == pytest.approx(0.001)


def test_nobody_waits_once_all_are_there_or_the_moment_has_passed() -> None:
    company = Company.after(3, began=10.0, ended=10.004)
    assert company.seconds_for(3, now=10.004) == 0
    assert company.seconds_for(1, now=10.1) == 0


def test_nobody_who_came_means_no_commit_to_wait_with() -> None:
    assert Company.after(3, began=10.0, ended=10.004).seconds_for(0, now=10.004) == 0
    assert Company().seconds_for(1, now=0.0) == 0


def test_a_slow_disk_makes_nobody_wait_long() -> None:
    slow = Company.after(3, began=10.0, ended=11.0)
    assert slow.seconds_for(1, now=11.0) == pytest.approx(COMPANY_SECONDS)


def test_a_commit_that_many_share_waits_for_no_more() -> None:
    company = Company.after(10 * GOOD_COMPANY, began=10.0, ended=10.004)
    assert company.seconds_for(GOOD_COMPANY - 1, now=10.004) > 0
    assert company.seconds_for(GOOD_COMPANY, now=10.004) == 0
